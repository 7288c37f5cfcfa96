"""Who changed the policy that is in force, where the policy before it names others as those who approve.

An approval that comes a commit after its policy was widened is judged by the wide one once both are on the default
branch: git keeps nothing that tells commits put there at once from those of two days. So it is told, for people to look
at. Of what is not there yet all is judged by the policy where it left that branch (`forking`).
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from aseptic.analysis.approvals.governing import SIGNERS, Judge, judges_at
from aseptic.analysis.approvals.provenance import Provenance, objection_of
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

    def __str__(self) -> str:
        """Write it as one line that says what to do."""
        judged = (
            f"approvals that come with it are judged by the policy before, in commit {self.fork[:12]}"
            if self.fork
            else "approvals since then are judged by it all the same"
        )
        return (
            f"{self.who} changed the policy or the signers in commit {self.commit[:12]}, and the policy before names "
            f"others as those who approve; {judged}: look at that commit"
        )

    def lets_through(self, counted: Iterable[Provenance]) -> str:
        """Name in one line the approvals that count, and would not by what judged until then; empty where none does."""
        found = [each for each in counted if _kept_out(each, self.before)]
        if not found:
            return ""
        names = ", ".join(each.record.id for each in found)
        verb = "count" if len(found) > 1 else "counts"
        return (
            f"{names} {verb} by the policy as {self.who} changed it in commit {self.commit[:12]}, and not by the one "
            f"before, which names others as those who approve: look at that commit"
        )


def policy_commits(project: Project, git: Git, upto: str) -> list[str]:
    """Return the commits of the mainline that changed the files of a project's policy, the oldest first."""
    records, owners = project.settings.records, project.tailoring.policy.codeowners
    paths = ("pyproject.toml", f"{records}/standard.md", f"{records}/{SIGNERS}", *([owners] if owners else ()))
    listed = git.text("--literal-pathspecs", "rev-list", "--first-parent", "--reverse", upto, "--", *paths)
    return listed.split("\n") if listed else []


def unvouched(project: Project, given: str = "") -> PolicyChange | None:
    """Return the first change of today's policy since it was last theirs who may approve; None where there is none.

    `given` is as in `Fork`.
    """
    git = Git(project.root)
    fork = Fork(git, given)
    prefix = git.text("rev-parse", "--show-prefix")
    commits = policy_commits(project, git, git.head) if prefix is not None else []
    before = git.parent(commits[0]) if commits else None
    judges = judges_at(git, prefix or "", [*([before] if before else []), *commits], project.adopted)
    # A project's first policy changes that of the project around it.
    trusted: Judge | None = judges[before] if before else None
    found: PolicyChange | None = None
    for commit, raw in zip(commits, git.objects(commits), strict=True):
        judge = judges[commit]
        if trusted is None or _same(trusted, judge) or _vouched(raw or b"", trusted):
            trusted, found = judge, None
        else:
            found = found or PolicyChange(commit, _who(raw or b""), trusted, fork.base if commit in fork.since else "")
    return found


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
