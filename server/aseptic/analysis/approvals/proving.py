"""Whether approvals count by git's word, asked once for all that a scan meets.

Git has to be asked, which takes a moment. So scans judge by it, for reports, the gate and the ledger, and only where
something is approved; an editor shows what was reached where somebody looks at the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aseptic.analysis.projects.project import Project
from aseptic.source.counting import counted

if TYPE_CHECKING:  # most projects have neither approvals nor a ledger, and a scan of them is spared what judges those
    from aseptic.analysis.approvals.approvable import Approvable
    from aseptic.analysis.approvals.provenance import Approvals
    from aseptic.analysis.approvals.verdict import Provenance
    from aseptic.analysis.versioning.git import Git
    from aseptic.records.ledger.baseline import Baseline

_SHOWN = 3
"""Approvals that count and are named one by one, for people to ask."""
Unproved = Callable[["Approvable"], str]


Judging = Callable[[], "Approvals"]
"""What judges a project's approvals, made when it is asked for first."""


def unproved(
    project: Project,
    history: Git | None = None,
    seen: Callable[[Provenance], None] = lambda _: None,
    judging: Judging | None = None,
) -> Unproved:
    """Return what tells why an approval does not count by git's word, as the end of a sentence; empty where it does.

    `history` is the repository to ask where it is not the project's own folder: of a release that lies elsewhere.
    `seen` is called with each judgement. `judging` is what judges, where others ask it, too.
    """
    known: dict[str, str] = {}
    approvals = judging or _judging(project, history)

    def told(record: Approvable) -> str:
        if record.record not in known:
            found = approvals().judged(record, enough=True)
            known[record.record] = found.told
            seen(found)
        return known[record.record]

    return told


def _judging(project: Project, history: Git | None = None) -> Judging:
    @cache
    def approvals() -> Approvals:
        from aseptic.analysis.approvals.provenance import Approvals
        from aseptic.analysis.versioning.git import Git

        return Approvals(project, history or Git(project.root))

    return approvals


class Proving:
    """What judges the approvals of each project that a scan meets."""

    def __init__(self) -> None:
        self._known: dict[Path, Unproved] = {}
        self._baselines: dict[Path, Baseline | None] = {}
        self._counted: dict[Path, tuple[Project, list[Approvable], Judging]] = {}
        """The approvals that count, and what judged them."""
        self._cut_off = 0
        self._unkept: dict[str, list[str]] = {}
        """The approvals of which git can keep nothing, by the reason."""
        self._doubts: list[str] = []
        self._judged: list[Project] = []
        """The projects of which an approval was judged."""

    def of(self, project: Project) -> Unproved:
        """Return a project's `unproved`, made when it is asked for first."""
        if project.root not in self._known:
            holding, judging = list["Approvable"](), _judging(project)
            self._counted[project.root] = project, holding, judging
            self._known[project.root] = unproved(
                project, None, lambda found: self._note(project, found, holding), judging
            )
        return self._known[project.root]

    def baseline(self, project: Project) -> Baseline | None:
        """Return what a project's ledger says of open findings by git's word; None where that is its own word."""
        if project.ledger is None or not project.ledger.closings:
            return None
        if project.root not in self._baselines:
            from aseptic.analysis.approvals.closing_judgement import baseline_by_git
            from aseptic.analysis.versioning.git import Git

            self._baselines[project.root] = baseline_by_git(project, Git(project.root))
        return self._baselines[project.root]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of the judgements so far."""
        count = self._cut_off
        cut_off: tuple[str, ...] = ()
        if count:
            from aseptic.analysis.approvals.verdict import CUT_OFF

            cut_off = (f"{counted(count, 'approval')}: {CUT_OFF}",)
        through = (told for each in self._counted.values() for told in _let_through(*each))
        unkept = (f"{_named(names)}: {why}" for why, names in self._unkept.items())
        return (*cut_off, *unkept, *self._ignored, *_few(self._doubts), *through)

    @property
    def _ignored(self) -> Iterator[str]:
        """What git does not keep of the policies by which something was judged."""
        for project in self._judged:
            from aseptic.analysis.approvals.unkept import ignored_policy
            from aseptic.analysis.versioning.git import Git

            if told := ignored_policy(Git(project.root), project):
                yield told

    def _note(self, project: Project, found: Provenance, holding: list[Approvable]) -> None:
        from aseptic.analysis.approvals.verdict import CUT_OFF

        if project not in self._judged:
            self._judged.append(project)
        self._cut_off += found.basis == CUT_OFF
        if found.unkept:
            self._unkept.setdefault(found.unkept, []).append(found.record.id)
        if found.holds and found.doubt:
            self._doubts.append(f"{found.record.id}: {found.doubt}")
        if found.holds:
            holding.append(found.record)


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}"


def _few(told: Sequence[str]) -> Sequence[str]:
    """Return the first of some lines, and how many there are more."""
    more = f"and {len(told) - _SHOWN} more like that; `aseptic deviations verify` names them"
    return told if len(told) <= _SHOWN else (*told[:_SHOWN], more)


def _let_through(project: Project, holding: Sequence[Approvable], judging: Judging) -> Iterator[str]:
    """Yield which approvals count by a change of the policy or a move of the code alone that nobody took over."""
    if not holding:
        return
    from aseptic.analysis.approvals.left_behind import left_behind
    from aseptic.analysis.approvals.policy_changes import unvouched

    approvals = judging()
    change = unvouched(project, places=approvals.places)
    # How well each is proved is asked beyond what is enough today.
    counted = [*map(approvals.judged, holding)]
    if change and (told := change.lets_through(counted)):
        yield told
    yield from left_behind(project, counted, change, approvals.places)
