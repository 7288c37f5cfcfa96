"""What git has to say of one deviation or permit, asked where somebody looks at it: no keystroke waits for it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from attrs import evolve, frozen

from aseptic.analysis.approvals.amendment import amendment
from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.governing import judge_of
from aseptic.analysis.approvals.let_through import let_through_beforehand
from aseptic.analysis.approvals.objections import objection_of
from aseptic.analysis.approvals.premise_changes import Change, changes, on_disk
from aseptic.analysis.approvals.provenance import provenance
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.identity import git_user
from aseptic.records.approval import Approval
from aseptic.records.deviation import CLOSED, Deviation, Status
from aseptic.records.permit import Permit
from aseptic.standard.policy import Proof


@frozen
class Remembered:
    """What git remembers of a record."""

    changes: tuple[Change, ...] = ()
    """What of it, or of the ground that it rests on, is not as it was when it was approved."""
    proof: str = ""
    """How well its approval is proved, where the policy asks for more than anybody's word."""
    beforehand: tuple[str, ...] = ()
    """By what alone an approval would count that whoever looks may give."""


NOTHING = Remembered()


def remembered(session: Session, project: Project, identity: str) -> Callable[[], Remembered] | None:
    """Return what asks git about an approved or proposed record, in whatever thread; None for any other.

    What the session has to tell is taken at once: git is asked about what is open now.
    """
    records = (*project.deviations, *project.shelf.permits)
    record = next((each for each in records if each.id == identity), None)
    if record is None or record.status in CLOSED:
        return None
    today = session.today()
    if record.status is Status.PROPOSED:
        return lambda: Remembered(beforehand=beforehand(project, record, today))
    if isinstance(record, Permit):
        return lambda: Remembered(proof=_proof(Git(project.root), project, record))
    return _of_approved(session, project, record)


def _of_approved(session: Session, project: Project, deviation: Deviation) -> Callable[[], Remembered]:
    digest = session.beside(project).digest
    pinned = {each.code: each.digest for each in deviation.premises}
    pinned |= {each.verified_by: each.digest for each in deviation.measures}
    shaken = any(was and digest(name) not in (was, "") for name, was in pinned.items())
    paths = {name.partition("::")[0] for name in pinned}
    opened = {path: text for path in paths if (text := _open_text(session, project, path)) is not None}

    def now(path: str) -> str | None:
        return opened[path] if path in opened else on_disk(project, path)

    def ask() -> Remembered:
        git = Git(project.root)
        shown = changes(git, project, deviation, now) if shaken else ()
        return Remembered((*amendment(git, deviation), *shown), _proof(git, project, deviation))

    return ask


def _open_text(session: Session, project: Project, path: str) -> str | None:
    place = project.root / path
    return "".join(session.snapshot(place).lines) if session.is_open(place) else None


def beforehand(project: Project, record: Approvable, today: datetime.date) -> tuple[str, ...]:
    """Return by what alone an approval of a proposed record would count, where git's user may give it."""
    given = Approval(git_user(project.root), today, record.digest)
    after = evolve(record, approved=given)
    after = evolve(after, status=Status.APPROVED) if isinstance(after, Deviation) else after
    return () if objection_of(after, judge_of(project)) else tuple(let_through_beforehand(project, after))


def _proof(git: Git, project: Project, record: Approvable) -> str:
    found = provenance(git, project, record)
    if found.lack:
        return f"{found.told}: `aseptic check` and the gate count it as proposed"
    shown = f"git shows it as '{found.proof.words}', as the policy asks" if found.needed is not Proof.CLAIMED else ""
    return "; ".join(filter(None, (shown, found.unkept, found.doubt)))
