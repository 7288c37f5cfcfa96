"""Where the finding of a record is by now, for who names the record alone: the whole project is looked at for it.

An editor has it looked at in a process of its own, as for a check of the workspace: run as a module, one line of JSON
says which project and record, and one line is the answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

from attrs import evolve

from aseptic.analysis.projects.project import Project
from aseptic.analysis.projects.storage import ANSWERS, STANDARDS, cache_folder
from aseptic.analysis.scanning.scan import Manner, scan
from aseptic.analysis.scanning.sweep import answering, started
from aseptic.analysis.sessions.session import Session
from aseptic.records.disposition import PLACE, Disposition, State, listed
from aseptic.standard.catalog import shipped
from aseptic.standard.plain import made, written

Met = Mapping[str, Disposition]
"""What is said of a record at each finding at which `check` names it, by file and line."""


def met(
    session: Session,
    project: Project,
    identity: str,
    here: Path,
    seen: Callable[[Path], None] = lambda _: None,
    kept: Path | None = None,
) -> Met:
    """Return that of a record, with the files as seen from a folder; `seen` is called with each that is looked at.

    `kept` is the folder of answers of runs before.
    """
    report = scan(session, [project.root], here, seen, Manner(kept=kept))
    said = ((file, each) for file in report.files for each in file.findings if each.disposition.names(identity))
    return {f"{file.shown}:{each.span.start.line + 1}": each.disposition for file, each in said}


def met_aside(root: Path, identity: str) -> Met:
    """Return the same as it is on disk, from a process of its own; nothing where that could not tell."""
    try:
        process = started(__name__, {"root": str(root), "id": identity})
    except OSError:
        return {}
    said, _ = process.communicate()
    return {} if process.returncode else {place: made(Disposition, each) for place, each in json.loads(said).items()}


def proposing(identity: str, places: Sequence[str]) -> str:
    """Return the command that proposes a record for its finding, with the place where one alone is known."""
    call = f"aseptic deviations propose {identity}"
    if len(places) == 1:
        return f"`{call} {quote(places[0])}`"
    return f"`{call} {PLACE}`" + (f", as {listed(places)}" if places else "")


def stands_elsewhere(identity: str, found: Met) -> Disposition | None:
    """Return how a record stands by a finding in another file than it names; None where none is known as its own.

    What is still to be approved is approved where it lies: its code is held against what is there.
    """
    stands = next(iter(found.values()), None)
    if stands is None or stands.covers:
        return stands
    call = proposing(identity, [*found])
    if stands.state is State.MOVED:
        return evolve(stands, mend=f"accept its new place in an editor, or propose it again there: {call}")
    note = f"{identity} {'may be' if stands.astray else 'is'} about what is in another file now"
    return evolve(stands, deviation=identity, note=note, mend=f"propose it there: {call}")


def _main() -> None:
    answering(_answer)


def _answer(asked: dict[str, str], tell: Callable[[Any], object]) -> None:
    root = Path(asked["root"])
    session = Session(shipped(cache_folder() / STANDARDS)[0], [root])
    found = met(session, session.project(root), asked["id"], root, kept=cache_folder() / ANSWERS)
    tell({place: written(each) for place, each in found.items()})


if __name__ == "__main__":
    _main()
