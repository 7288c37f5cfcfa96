"""Who changed the policy that is in force, where the policy before it names others as those who approve.

An approval that comes a commit after its policy was widened is judged by the wide one once both are on the default
branch: git keeps nothing that tells commits put there at once from those of two days. So it is told, for people to look
at. Of what is not there yet all is judged by the policy where it left that branch (`forking`).
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from aseptic.analysis.approvals.governing import Judge, judges_at
from aseptic.analysis.approvals.loosening import loosened
from aseptic.analysis.approvals.policy_history import PolicyHistory
from aseptic.analysis.approvals.provenance import objection_of
from aseptic.analysis.approvals.verdict import Provenance
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.commits import author, committed_by, committer, signed_by
from aseptic.analysis.versioning.forking import Fork
from aseptic.analysis.versioning.git import Git
from aseptic.records.authority import may_approve
from aseptic.standard.policy import Proof


@frozen
class PolicyChange:
    """A change of the policy that nobody has taken over who might."""

    commit: str
    who: str
    before: Judge
    """What judged until then."""
    fork: str = ""
    """Where what is checked out left the default branch, if the change is not there yet."""
    side: str = ""
    """The commit that has the policy before, where the change is a merge that left that one out."""

    def __str__(self) -> str:
        """Write it as one line that says what to do."""
        judged = (
            f"approvals that come with it are judged by the policy before, in commit {self.fork[:12]}"
            if self.fork
            else "approvals since then are judged by it all the same"
        )
        return f"{self._made}, and the policy before names others as those who approve; {judged}: look at that commit"

    @property
    def _made(self) -> str:
        if self.side:
            return (
                f"{self.who} left the policy or the signers of commit {self.side[:12]} out in the merge "
                f"{self.commit[:12]}"
            )
        return f"{self.who} changed the policy or the signers in commit {self.commit[:12]}"

    def lets_through(self, counted: Iterable[Provenance]) -> str:
        """Name in one line the approvals that count, and would not by what judged until then; empty where none does."""
        found = [each for each in counted if _kept_out(each, self.before)]
        if not found:
            return ""
        names = ", ".join(each.record.id for each in found)
        verb = "count" if len(found) > 1 else "counts"
        before = f"that of {self.side[:12]}, which it left out and" if self.side else "the one before,"
        return (
            f"{names} {verb} by the policy as {self.who} {'merged' if self.side else 'changed'} it in commit "
            f"{self.commit[:12]}, and not by {before} which names others as those who approve: look at that commit"
        )


def unvouched(project: Project, given: str = "") -> PolicyChange | None:
    """Return the first change of today's policy since it was last theirs who may approve; None where there is none.

    `given` is as in `Fork`.
    """
    git = Git(project.root)
    fork = Fork(git, given)
    prefix = git.text("rev-parse", "--show-prefix")
    history = PolicyHistory(project, git, git.head if prefix is not None else "")
    commits = history.commits
    before = git.parent(commits[0]) if commits else None
    sides = [side for each in commits for side in history.sides.get(each, ())]
    judges = judges_at(git, prefix or "", [*([before] if before else []), *commits, *sides], project.adopted)
    # A project's first policy changes that of the project around it.
    trusted = last = judges[before] if before else None
    found: PolicyChange | None = None
    for commit, raw in zip(commits, git.objects(commits), strict=True):
        judge, made, place = judges[commit], raw or b"", fork.base if commit in fork.since else ""
        if trusted is None or _same(trusted, judge) or _vouched(made, trusted):
            trusted, found = judge, None
        else:
            found = found or PolicyChange(commit, _who(made), trusted, place)
        for side in history.sides.get(commit, ()):
            if _left_out(judges[side], last, judge) and not _vouched(made, judges[side]):
                found = found or PolicyChange(commit, _who(made), judges[side], place, side)
                trusted = judges[side]
        last = judge
    return found


def _left_out(side: Judge, last: Judge | None, merged: Judge) -> bool:
    """Say whether a merge lets through more than one side did; what the mainline had is a change like any other."""
    return not (last and _same(side, last)) and bool(loosened(side, merged))


def _kept_out(found: Provenance, judge: Judge) -> bool:
    return bool(objection_of(found.record, judge)) or found.proof.rank < judge.needed(found.record.rule).rank


def _vouched(raw: bytes, judge: Judge) -> bool:
    """Say whether a commit is shown to be theirs who may approve. Whoever commits may write any author."""
    who = author(raw)
    asked = any(each is not Proof.CLAIMED for each in judge.terms.policy.proof.values())
    shown = not asked or committed_by(raw, who) or signed_by(raw, who, judge.signers)
    return shown and may_approve(who, judge.inside, judge.terms.policy, judge.terms.owners)


def _who(raw: bytes) -> str:
    who = author(raw)
    return who if committed_by(raw, who) else f"{committer(raw)}, with {who} as the author,"


def _same(one: Judge, other: Judge) -> bool:
    mine, others = one.terms, other.terms
    same = (mine.policy, mine.severities, mine.owners) == (others.policy, others.severities, others.owners)
    return same and mine.mandatory == others.mandatory and one.signers == other.signers
