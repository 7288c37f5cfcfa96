"""What is gone with a record's file that git had, and the way back."""

from __future__ import annotations

from aseptic.analysis.approvals.approvable import Approvable, decided, read_as
from aseptic.analysis.approvals.governing import judge_of
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.projects.project import Project
from aseptic.records.amending import history_of
from aseptic.records.deviation import CLOSED
from aseptic.standard.policy import Proof

_ANEW = "commit that, and have somebody else approve it again, for git proves an approval by the commit that brings it"


def approvable(project: Project) -> tuple[Approvable, ...]:
    """Return all of a project's records that people approve."""
    return (*project.deviations, *project.shelf.permits)


def loss_of(name: str, lifetime: RecordHistory, project: Project) -> str:
    """Return what is gone with a record's file that was decided on; empty where nothing is, or another has it."""
    records = approvable(project)
    for commit, text in lifetime.gone[name].items():
        then = read_as(name, text)
        if then is None or not was_decided(then) or any(_took_over(each, then, lifetime) for each in records):
            continue
        said = f"the record is gone, on which somebody had decided ({then.status.value} in commit {commit[:12]})"
        if heir := next((each for each in records if type(each) is type(then) and each.id == then.id), None):
            # Put back under the name that it had, it would be the second of its id, and not the one that counts.
            return f"{said}; {heir.record} has its id now, so write there what `{lifetime.showing(name, commit)}` says"
        back = f"{said}; `{lifetime.restoring(name, commit)}` has it back"
        apart = then.status not in CLOSED and lifetime.git.show(lifetime.head, name) is None
        proved = apart and judge_of(project).needed(then.rule) is not Proof.CLAIMED
        return f"{back}; {_ANEW}" if proved else back
    return ""


def was_decided(then: Approvable) -> bool:
    """Say whether somebody had approved a record, or closed it."""
    return then.approved.given or then.status in CLOSED


def _took_over(now: Approvable, then: Approvable, lifetime: RecordHistory) -> bool:
    """Say whether a record is one that lay in another file, and tells what was decided there."""
    entries, alike = history_of(then.page), now.id == then.id or now.justification == then.justification
    renamed = bool(entries) and now.id.rpartition("-")[2] == then.id.rpartition("-")[2]  # by a new form of ids
    if type(now) is not type(then) or not (alike or renamed):
        return False
    if entries:
        return frozenset(entries) <= frozenset(history_of(now.page))
    return any(decided(each) == decided(then) for each in (now, *lifetime.versions(now)))
