"""What stands above a deviated statement, and above a record on which somebody has to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attrs import frozen

from aseptic.analysis.deviations.dossier import Dossier
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.feedback.dossier import dossier_line
from aseptic.feedback.permits import permit_line
from aseptic.records.deviation import Deviation, Status
from aseptic.records.disposition import Disposition, State

_LOST = frozenset((State.STALE, State.MOVED, State.AMBIGUOUS, State.AMENDED, State.EXPIRED))
"""How a record stands that was made for a statement and covers it no more, though nobody decided against it."""


@frozen
class Lens:
    """One line above a line, and where it leads."""

    line: int
    title: str
    path: Path
    target: int


def lenses(snapshot: Snapshot) -> Iterator[Lens]:
    """Yield a lens above each statement that a deviation is recorded for; none where no record speaks of any.

    Where the record covers it no more, the lens says why and what to do, as the finding does.
    """
    project = snapshot.project
    if not project.shelf.deviations:
        return
    records = {each.id: each for each in project.deviations}
    told: set[tuple[int, str]] = set()
    for placed in snapshot.findings:
        record = records.get(placed.disposition.deviation)
        line, state = placed.node.start.line, placed.disposition.state
        if record is not None and (state.recorded or state in _LOST) and (line, record.id) not in told:
            told.add((line, record.id))
            yield Lens(line, _said(record, placed.disposition), project.root / record.record, 0)


def record_lenses(
    project: Project, path: Path, looked_up: Callable[[str], Dossier | None], beforehand: Iterable[str] = ()
) -> Iterator[Lens]:
    """Yield the lens above a record that waits for a decision; it leads to the code, of a permit to its approval.

    `beforehand` tells by what alone an approval would count: a lens each, which lead to the record.
    """
    yield from (Lens(0, each, path, 0) for each in beforehand)
    permit = next((each for each in project.shelf.permits if project.root / each.record == path), None)
    if permit is not None:
        yield Lens(0, permit_line(project, permit), path, permit.line("approved"))
    record = next((each for each in project.deviations if project.root / each.record == path), None)
    if record is None or not _waits(record):
        return
    found = looked_up(record.id)
    if found is not None:
        yield Lens(0, dossier_line(found), project.root / record.path, found.line or 0)


def _waits(record: Deviation) -> bool:
    amended = record.status is Status.APPROVED and record.approved.of != record.digest
    return record.status is Status.PROPOSED or amended


def _said(record: Deviation, disposition: Disposition) -> str:
    if disposition.state in _LOST:
        return disposition.advice
    if disposition.doubted:
        return disposition.note
    return f"{record.id} {disposition.state.value} until {record.expires.isoformat()}"
