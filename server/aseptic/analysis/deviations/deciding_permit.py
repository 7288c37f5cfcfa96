"""A decision on a permit, which has no code of its own to look at."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from attrs import evolve

from aseptic.analysis.deviations.decided_file import (
    Decided,
    Seal,
    Taking,
    as_on_disk,
    hold_to_name,
    open_line,
    write,
)
from aseptic.analysis.deviations.deciding_by_git import (
    hold_to_git,
    hold_to_signature,
    leaving_alone,
    permit_by_git,
    warned,
    way_back,
)
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.identity import git_user
from aseptic.records.announcing import announced
from aseptic.records.permit import read_permit
from aseptic.records.permit_decisions import PermitCase, permit_decided
from aseptic.records.verb import Verb


def permit_decision(session: Session, project: Project, identity: str, verb: Verb, reason: str) -> Taking:
    """Look at a permit on which somebody decides, and return what does it. Raises Refused."""
    permit = next(each for each in project.shelf.permits if each.id == identity)
    path = project.root / permit.record
    if verb is Verb.APPROVE:
        hold_to_name(path, identity)
    before, found = as_on_disk(path, permit, read_permit)
    case = PermitCase(found, before.decode("utf-8"), "", session.today(), project.terms, reason)
    return partial(_permit_taken, project, path, before, verb, case)


def _permit_taken(
    project: Project, path: Path, before: bytes, verb: Verb, case: PermitCase, seal: Seal, signed: bool
) -> Decided:
    permit, case = case.permit, evolve(case, who=git_user(project.root))
    if verb is not Verb.WITHDRAW:
        case = permit_by_git(project, case, case.today if verb is Verb.REJECT else permit.expires)
    text = permit_decided(verb, case)
    after = read_permit(permit.record, text)[0] or permit
    way = ""
    if verb is Verb.APPROVE:
        hold_to_git(project, after)
        hold_to_signature(project, after, signed)
        way = warned(project, after, signed)
    elif verb is Verb.PROPOSE:
        way = leaving_alone(project, permit, after, case.today)
    elif verb is Verb.WITHDRAW:
        way = way_back(project, path, before, "take 'withdrawn' out of")
    seal(text)
    write(project.root, path, before, text, permit.id)
    line = open_line(path, text) if verb is Verb.REJECT and not case.reason.strip() else None
    return Decided(permit.id, path, text, announced(verb, after, case.who) + way, line)
