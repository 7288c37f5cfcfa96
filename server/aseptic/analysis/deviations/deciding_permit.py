"""A decision on a permit, which is approved or rejected and has no code of its own to look at."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

from aseptic.analysis.deviations.decided_file import (
    Decided,
    Seal,
    Taking,
    as_on_disk,
    hold_to_name,
    open_line,
    write,
)
from aseptic.analysis.deviations.deciding_by_git import hold_to_git, hold_to_signature, permit_by_git, warned
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.identity import git_user
from aseptic.records.announcing import announced
from aseptic.records.decisions import Refused
from aseptic.records.permit import Permit, read_permit
from aseptic.records.permit_decisions import not_permitted, permitted
from aseptic.records.verb import Verb


def permit_decision(session: Session, project: Project, identity: str, verb: Verb, reason: str) -> Taking:
    """Look at a permit that is to be approved or rejected, and return what does it. Raises Refused."""
    permit = next(each for each in project.shelf.permits if each.id == identity)
    if verb not in (Verb.APPROVE, Verb.REJECT):
        raise Refused(f"{identity} is a permit, which is approved, rejected or deleted; end it by its 'expires'")
    path = project.root / permit.record
    if verb is Verb.APPROVE:
        hold_to_name(path, identity)
    before, found = as_on_disk(path, permit, read_permit)
    return partial(_permit_taken, project, path, before, verb is Verb.APPROVE, found, session.today(), reason)


def _permit_taken(
    project: Project,
    path: Path,
    before: bytes,
    approves: bool,
    found: Permit,
    today: datetime.date,
    reason: str,
    seal: Seal,
    signed: bool,
) -> Decided:
    text, who, terms = before.decode("utf-8"), git_user(project.root), project.terms
    way = permit_by_git(project, found, who, today, found.expires if approves else today)
    text = (
        permitted(found, text, who, today, terms, way)
        if approves
        else not_permitted(found, text, who, today, terms, reason, way)
    )
    after = read_permit(found.record, text)[0] if approves else None
    if after is not None:
        hold_to_git(project, after)
        hold_to_signature(project, after, signed)
    seal(text)
    write(project.root, path, before, text, found.id)
    line = None if approves or reason.strip() else open_line(path, text)
    said = announced(Verb.APPROVE if approves else Verb.REJECT, found, who)
    said += warned(project, after, signed) if after is not None else ""
    return Decided(found.id, path, text, said, line)
