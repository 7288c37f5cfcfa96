"""What git has against an approval before it is given: who approves in vain would hear of it only after the commit.

Asked is today's policy, and what was committed last where git ignores it, or has it as it lies there: else the commit
that brings the approval decides by which other one it will be judged.
"""

from __future__ import annotations

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.approvers_left import approvers_left, taking_back, who_may
from aseptic.analysis.approvals.four_eyes import unwritten, written_by_approver
from aseptic.analysis.approvals.governing import judge_of
from aseptic.analysis.approvals.objections import objection_of
from aseptic.analysis.approvals.provenance import Approvals
from aseptic.analysis.approvals.record_history import RecordHistory, lifetime_of
from aseptic.analysis.approvals.rejected_before import barred
from aseptic.analysis.approvals.unkept import ignored_policy
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.commands import committing
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.identity import git_name, git_user
from aseptic.records.authority import same_person
from aseptic.records.reading import STANDARD


def in_vain(project: Project, record: Approvable) -> str:
    """Return why a record's approval, which nobody has written yet, would not count by git, and who may give it.

    It is the end of a sentence; empty where git tells of no hand of the approver's in what is approved, and who commits
    the approval commits nothing of what it approves with it.
    """
    git = Git(project.root)
    if (ignored := ignored_policy(git, project)) and (told := _committed_objection(git, project, record)):
        return f"{told}, by the policy before it; {ignored}"
    lifetime, judge = lifetime_of(git, [record]), judge_of(project)
    if not ignored and _is_committed(git, project) and (told := _by_what_holds(git, project, record, lifetime)):
        return told
    if rejected := barred(lifetime, record, project):
        return str(rejected)
    if what := unwritten(lifetime, record, [judge], judge.needed(record.rule)):
        return f"no commit has {what} yet, and git takes who commits first for who wrote; {_first(lifetime, record)}"
    by = record.approved.by or ""
    called = git_name(project.root) if same_person(git_user(project.root), by) else ""
    why = written_by_approver(lifetime, record, [judge], judge.needed(record.rule), called)
    return f"{why}{who_may(lifetime, record, judge)}" if why else ""


def _first(lifetime: RecordHistory, record: Approvable) -> str:
    """Return who has to commit what of a record no commit has: whoever approves it may not have written it."""
    commit = committing(lifetime.prefix + record.record, record.id)
    if not lifetime.lies_in_head(record):
        return f"have {record.raised.by} commit it first: {commit}"
    return f"have who wrote that commit it first: {commit}; if it was you, {taking_back(lifetime, record)}"


def _committed_objection(git: Git, project: Project, record: Approvable) -> str:
    return objection_of(record, Approvals(project, git).ahead.judge)


def _is_committed(git: Git, project: Project) -> bool:
    """Say whether the commit that is checked out has a project's policy as it lies there, or neither has one."""
    path = project.records / STANDARD
    (known,) = git.objects([f"{git.head}:./{project.settings.records}/{STANDARD}"])
    try:
        lying = path.read_bytes() if path.exists() else None
    except OSError:
        return False
    plain = [each and each.replace(b"\r\n", b"\n") for each in (known, lying)]
    return plain[0] == plain[1]


def _by_what_holds(git: Git, project: Project, record: Approvable, lifetime: RecordHistory) -> str:
    """Return why an approval would not count by what is committed, and by whose policy; empty where it would."""
    ahead = Approvals(project, git).ahead
    told = objection_of(record, ahead.judge) if ahead.at else ""
    if not told:
        return ""
    others = (
        ", ".join(approvers_left(lifetime, record, ahead.judge)) if ahead.judge.terms.policy.names_approvers else ""
    )
    return f"{told}, by {ahead.judge.whose}{f': {others} may' if others else ''}"
