"""Who changed the policy that is in force, and is none of those whom the policy before it names as who approve.

An approval that comes a commit after its policy was widened is judged by the wide one once both are on the default
branch: git keeps nothing that tells commits put there at once from those of two days. So it is told, for people to look
at. Of what is not there yet all is judged by the policy where it left that branch (`forking`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from attrs import evolve, frozen

from aseptic.analysis.approvals.governing import Judge, judges_wherever
from aseptic.analysis.approvals.loosening import loosened, same
from aseptic.analysis.approvals.objections import objection_of
from aseptic.analysis.approvals.policy_history import PolicyHistory
from aseptic.analysis.approvals.policy_merges import MOST, PolicyMerges
from aseptic.analysis.approvals.record_places import RecordPlaces, places_of
from aseptic.analysis.approvals.verdict import Provenance
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.commits import author, committed_by, committer, signed_by
from aseptic.analysis.versioning.forking import Fork
from aseptic.analysis.versioning.git import Git
from aseptic.records.authority import may_approve
from aseptic.records.reading import STANDARD
from aseptic.standard.policy import Proof

_SHOWN = 3
"""Changes that loosened the policy further which are named one by one."""
_TAKEN_OVER = (
    f"one who may approve by the policy before takes it over by a commit of their own that changes a line of {STANDARD}"
    " (a forge's squash or rebase is none)"
)


@frozen(eq=False)
class Step:
    """A commit since then that changed the policy, or left one out, and what judges since."""

    commit: str
    who: str
    judge: Judge
    side: str = ""
    """The commit of the policy that was left out, where this is the merge that did it."""
    left: Judge | None = None
    """That policy."""
    loosens: tuple[str, ...] = ()
    """In what it lets through more than what judged right before, in a few words each."""
    why: str = ""
    """Why it is not theirs who may approve."""

    @property
    def made(self) -> str:
        """What was done."""
        commit, what = f"commit {self.commit[:12]}", "the policy, the signers or a rule"
        if self.side:
            return f"{self.who} left {what} of commit {self.side[:12]} out in the merge in {commit}"
        return f"{self.who} changed {what} in {commit}"


@frozen(eq=False)
class PolicyChange:
    """A change of the policy that nobody has taken over who might."""

    before: Judge
    """What judged until then."""
    steps: tuple[Step, ...]
    """What was changed since, that change first."""
    fork: str = ""
    """Where what is checked out left the default branch, if the change is not there yet."""

    @property
    def why(self) -> str:
        """Why the first is not theirs who may approve."""
        return self.steps[0].why

    def __str__(self) -> str:
        """Write it as one line that says what to do."""
        return self.told(())

    def told(self, counted: Iterable[Provenance]) -> str:
        """Write the same; what lets through an approval that counts is named first, and never left out."""
        through = self._through(counted)
        judged = (
            f"approvals that come with it are judged by the policy before, in commit {self.fork[:12]}"
            if self.fork
            else "approvals since then are judged by it all the same"
        )
        others = [each for each in self.steps[1:] if each.loosens and each not in through]
        then = [f"; then {each.made} ({', '.join(each.loosens)})" for each in others[:_SHOWN]]
        more = f"; and {len(others) - _SHOWN} more after that" * (len(others) > _SHOWN)
        look = "at those commits" if others or {*through} - {self.steps[0]} else "at that commit"
        first = "".join(f"{_told(step, found)}; " for step, found in through.items())
        return f"{first}{self.steps[0].made}, and {self.why}{''.join(then)}{more}; {judged}: look {look}; {_TAKEN_OVER}"

    def told_of(self, counted: Iterable[Provenance]) -> frozenset[tuple[str, str]]:
        """Return the commits that are named for letting an approval through, each with its name."""
        return frozenset((step.commit, name) for step, found in self._through(counted).items() for name, _ in found)

    def lets_through(self, counted: Iterable[Provenance]) -> str:
        """Name in one line the approvals that count, and would not by what judged until then; empty where none does."""
        told = [_told(step, found) for step, found in self._through(counted).items()]
        return f"{'; '.join(told)}; {self.why}: look at that commit; {_TAKEN_OVER}" if told else ""

    def _through(self, counted: Iterable[Provenance]) -> Mapping[Step, Sequence[tuple[str, str]]]:
        """Return which approvals each change lets through, and what speaks against them by the policy before that."""
        by_step: dict[Step, list[tuple[str, str]]] = {}
        for each in counted:
            if found := self._let_through(each):
                by_step.setdefault(found[0], []).append((each.record.id, found[1]))
        return by_step

    def _let_through(self, found: Provenance) -> tuple[Step, str] | None:
        """Return which change lets an approval through, and what speaks against it by the policy before that."""
        last: tuple[Step, str] | None = None
        why = against(found, self.before)
        if not why and not any(each.left for each in self.steps):
            return None
        for step in self.steps:
            why = (against(found, step.left) if step.left else "") or why
            now = against(found, step.judge)
            last = (step, why) if why and not now else last
            why = now
        return last


def _told(step: Step, found: Sequence[tuple[str, str]]) -> str:
    names, verb = ", ".join(name for name, _ in found), "counts" if len(found) == 1 else "count"
    how = f"as {step.who} {'merged' if step.side else 'changed'} it in commit {step.commit[:12]}"
    before = f"that of commit {step.side[:12]}" if step.side else "the one before"
    return f"{names} {verb} by the policy {how}, and not by {before} ({found[0][1]})"


def unvouched(project: Project, given: str = "", places: RecordPlaces | None = None) -> PolicyChange | None:
    """Return the first change of today's policy since it was last theirs who may approve; None where there is none.

    `given` is as in `Fork`; `places` are those of the project's records, where somebody has looked for them already.
    """
    git = Git(project.root)
    prefix, fork = git.text("rev-parse", "--show-prefix"), Fork(git, given)
    if prefix is None:
        return None
    places = places or places_of(project, git, prefix)

    @lru_cache(maxsize=MOST)
    def found(upto: str) -> PolicyChange | None:
        return _on(PolicyHistory(project, git, upto, places), places, fork, merges, found)

    merges = PolicyMerges(places, project.adopted, lambda side: found(side) is None)
    return found(git.head)


def _on(
    history: PolicyHistory,
    places: RecordPlaces,
    fork: Fork,
    merges: PolicyMerges,
    elsewhere: Callable[[str], PolicyChange | None],
) -> PolicyChange | None:
    project, git, commits = history.project, history.git, history.commits
    before = git.parent(commits[0]) if commits else None
    sides = [side for each in commits for side in history.sides.get(each, ())]
    wanted = [(each, "") for each in (*([before] if before else []), *commits, *sides)]
    judges = {each: judge for (each, _), judge in judges_wherever(places, wanted, project.adopted).items()}
    commits = _own(history, commits, places.homes(wanted), places.prefix)
    # A project's first policy changes that of the project around it.
    trusted = last = judges[before] if before else None
    found: PolicyChange | None = None
    place = f"{project.settings.records}/{STANDARD}"
    for commit, raw in zip(commits, (each or b"" for each in git.objects(commits)), strict=True):
        judge, base = judges[commit], fork.base if commit in fork.since else ""
        why = unshown(raw, trusted, place) if trusted and not same(trusted, judge) else ""
        told = [each.commit for each in found.steps] if found else []
        if trusted is None or not why or merges.only_brings(commit, raw, last or trusted, judge, told):
            trusted, found = judge, None
        else:
            own = _step(commit, raw, last or trusted, judge, why)
            side = merges.brought(commit, raw, last or trusted, judge)
            made = _made_there(elsewhere(side), judge, commit, merges) if side else ()
            found = _with(found, trusted, made or (own,), base)
        for side in history.sides.get(commit, ()):
            left = _left_out(judges[side], last, judge) and merges.chooses(commit, raw, last or judge, judge)
            if left and (why := unshown(raw, judges[side], place)):
                found = _with(found, judges[side], (_step(commit, raw, judges[side], judge, why, side),), base)
                trusted = judges[side]
        last = judge
    return found


def _made_there(change: PolicyChange | None, judge: Judge, commit: str, merges: PolicyMerges) -> tuple[Step, ...]:
    """Return what was changed on a side that a merge brought, and not before it left; `judge` is what judges since."""
    steps = change.steps if change else ()
    found = [each for each in steps if not merges.has(f"{commit}^1", (each.commit,))]
    return (*found[:-1], evolve(found[-1], judge=judge)) if found else ()


def _own(
    history: PolicyHistory, commits: Sequence[str], homes: Mapping[tuple[str, str], str], prefix: str
) -> Sequence[str]:
    """Return the commits that changed the policy where it lay then, or in which it came there.

    Where another project lies still, who changes that one's takes over nothing.
    """
    if len({*homes.values()}) == 1:
        return commits
    own = {*PolicyHistory(history.project, history.git, history.upto).commits}
    return [each for each in commits if each in own or homes[each, ""] != prefix]


def _step(commit: str, raw: bytes, before: Judge, judge: Judge, why: str, side: str = "") -> Step:
    return Step(commit, who_made(raw), judge, side, before if side else None, loosened(before, judge), why)


def _with(found: PolicyChange | None, before: Judge, steps: tuple[Step, ...], base: str) -> PolicyChange:
    return evolve(found, steps=(*found.steps, *steps)) if found else PolicyChange(before, steps, base)


def _left_out(side: Judge, last: Judge | None, merged: Judge) -> bool:
    """Say whether a merge lets through more than one side did; what the mainline had is a change like any other."""
    return not (last and same(side, last)) and bool(loosened(side, merged))


def against(found: Provenance, judge: Judge) -> str:
    """Return what speaks against an approval as one judges, as the end of a sentence; empty where nothing does."""
    needed = judge.needed(found.record.rule)
    lack = f"it asks for '{needed.words}'" if found.proof.rank < needed.rank else ""
    return objection_of(found.record, judge) or lack


def unshown(raw: bytes, judge: Judge, place: str) -> str:
    """Return why a commit is not theirs who may approve, as the end of a sentence; empty where it is.

    `place` is the policy's own file, which may have owners. Whoever commits may write any author.
    """
    who, policy = author(raw), judge.terms.policy
    if not may_approve(who, judge.inside + place, policy, judge.terms.owners):
        of = f" in {judge.inside + place}" if policy.codeowners else ""
        return f"the policy before does not name {who} as one who approves{of}"
    asked = any(each is not Proof.CLAIMED for each in policy.proof.values())
    shown = not asked or committed_by(raw, who) or signed_by(raw, who, judge.signers)
    return "" if shown else f"neither committer nor signature shows that it was {who}"


def who_made(raw: bytes) -> str:
    """Return whose a commit is, in words."""
    who = author(raw)
    return who if committed_by(raw, who) else f"{committer(raw)}, with {who} as the author,"
