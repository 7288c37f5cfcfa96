"""Whether closings of findings as none count by git's word: by the policy before the change that brought each.

As with approvals (`provenance`), no change of the ledger brings the policy that judges it. Git has to be asked, so
scans judge by it, and only where something was closed so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import define, evolve

from aseptic.analysis.approvals.governing import Judge as Governing
from aseptic.analysis.approvals.governing import judges_at
from aseptic.analysis.approvals.policy_history import PolicyHistory
from aseptic.analysis.projects.ledger import UnreadableError, judged_by
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.forking import Fork
from aseptic.analysis.versioning.git import Git
from aseptic.records.deviation import split_where
from aseptic.records.ledger.baseline import Baseline, Standing, standings
from aseptic.records.ledger.history import read_history
from aseptic.records.ledger.judgement import Earlier, Judge, Judged, Word
from aseptic.records.shelf import LEDGER
from aseptic.records.terms import Terms

Said = tuple[str, str, Word, Word]
"""A statement, the reason for which it was closed as none, who closed it, and one word on that."""


def baseline_by_git(project: Project, git: Git) -> Baseline | None:
    """Return what a project's ledger says of open findings by git's word; None where that is its own word."""
    ledger, prefix = project.ledger, git.text("rev-parse", "--show-prefix")
    if ledger is None or ledger.judge is None or prefix is None:
        return None
    policies = _Policies(project, git, prefix)
    judge = evolve(ledger.judge, earlier=policies.before)
    renamed = project.adopted.formerly
    strict = [evolve(judge, earlier=_always(each)) for each in policies.all]

    def objected(by: Judge, each: Standing, judged: Judged) -> bool:
        rule = renamed.get(each.rule, each.rule)
        return bool(by.against(rule, split_where(each.where)[0], judged, each.statement))

    # An old ledger is read only where one of the policies of before would have minded.
    if not any(
        each.judged and any(objected(by, each, each.judged) for by in strict) and objected(judge, each, each.judged)
        for each in ledger.closings
    ):
        return None
    try:
        return judged_by(project.root, project.settings.records, renamed, judge)
    except UnreadableError:
        return None


@define(frozen=True, slots=False, eq=False)
class _Policies:
    """The policies that a project has had on its mainline, and how much of its ledger was there under each."""

    project: Project
    git: Git
    prefix: str

    def before(self, statement: str, judged: Judged, word: Word) -> tuple[Terms, str] | None:
        """Return what held before a word came; of a project's first commit what came with it."""
        if not self._commits:
            return None
        said = statement, judged.reason, (judged.by, judged.on), word
        at = next((each for each in self._changes if said in self._words(each)), "")
        judge = self._judges[self._parents[at] or at if at else self._commits[-1]]
        return judge.terms, judge.inside

    @property
    def all(self) -> Iterable[Governing]:
        """What governed the project, one time or another."""
        return self._judges.values()

    @cached_property
    def _commits(self) -> Sequence[str]:
        """The commits that changed the policy, and the last one that counts as taken over, the oldest first."""
        last = Fork(self.git).base or self.git.resolved(self.git.head)
        return [*PolicyHistory(self.project, self.git, last).changes, last] if last else []

    @property
    def _changes(self) -> Sequence[str]:
        return self._commits[:-1]

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        names = [f"{each}^1" for each in self._changes]
        return dict(zip(self._changes, self.git.ids(names), strict=True))

    @cached_property
    def _judges(self) -> Mapping[str, Governing]:
        commits = {*self._commits, *self._parents.values()} - {""}
        return judges_at(self.git, self.prefix, sorted(commits), self.project.adopted)

    @cached_property
    def _blobs(self) -> Mapping[str, str]:
        path = f"{self.prefix}{self.project.settings.records}/{LEDGER}"
        return dict(zip(self._changes, self.git.ids([f"{each}:{path}" for each in self._changes]), strict=True))

    def _words(self, commit: str) -> frozenset[Said]:
        """Return what was said in a commit's ledger."""
        blob = self._blobs[commit]
        if blob not in self._known:
            data = self.git.objects([blob])[0] if blob else None
            self._known[blob] = frozenset(_said(standings(read_history(data or b"", LEDGER)[0])))
        return self._known[blob]

    @cached_property
    def _known(self) -> dict[str, frozenset[Said]]:
        return {}


def _always(held: Governing) -> Earlier:
    return lambda _, __, ___: (held.terms, held.inside)


def _said(standing: Iterable[Standing]) -> Iterator[Said]:
    for each in standing:
        if (judged := each.judged) is not None:
            closing = judged.by, judged.on
            yield from ((each.statement, judged.reason, closing, word) for word in (closing, *judged.confirmed))
