"""Where the finding of a record is by now, for who names the record alone: the whole project is looked at for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from attrs import evolve

from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import scan
from aseptic.analysis.sessions.session import Session
from aseptic.cli.progress import watched
from aseptic.records.disposition import Disposition, State


def met(session: Session, project: Project, identity: str) -> dict[str, Disposition]:
    """Return what is said of a record at each finding at which `check` names it, by file and line."""
    with watched(session, [project.root]) as seen:
        report = scan(session, [project.root], Path.cwd().resolve(), seen)
    said = ((file, each) for file in report.files for each in file.findings if each.disposition.deviation == identity)
    return {f"{file.shown}:{each.span.start.line + 1}": each.disposition for file, each in said}


def proposing(identity: str, places: Sequence[str]) -> str:
    """Return the command that proposes a record for its finding, with the place where one alone is known."""
    call = f"aseptic deviations propose {identity}"
    if len(places) == 1:
        return f"`{call} {quote(places[0])}`"
    return f"`{call} FILE:LINE`" + (f", as {' or '.join(places)}" if places else "")


def stands_elsewhere(session: Session, project: Project, identity: str) -> Disposition | None:
    """Return how a record stands by a finding in another file than it names; None where none is known as its own.

    What is still to be approved is approved where it lies: its code is held against what is there.
    """
    found = met(session, project, identity)
    stands = next(iter(found.values()), None)
    if stands is None or stands.covers:
        return stands
    call = proposing(identity, [*found])
    if stands.state is State.MOVED:
        return evolve(stands, mend=f"accept its new place in an editor, or propose it again there: {call}")
    return evolve(stands, note=f"{identity} is about what is in another file now", mend=f"propose it there: {call}")
