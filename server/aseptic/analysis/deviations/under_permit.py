"""Deviations in bulk under a permit: one for each finding of a cause that comments silence, while the limit lasts."""

from __future__ import annotations

from collections.abc import Iterator

from aseptic.analysis.deviations.pointing import opened
from aseptic.analysis.deviations.recording import Recorded, record_deviation
from aseptic.analysis.deviations.silencing import likely, silenced
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.records.permission import fitting
from aseptic.records.permit import Permit
from aseptic.records.permitting import Cause


def record_under(session: Session, project: Project, permit: Permit, cause: Cause) -> Iterator[Recorded]:
    """Write a deviation under an approved permit for each finding of a cause, until it allows no more; yield each.

    Raises OSError, and `pointing.Missed` for a file that cannot be read any more.
    """
    uses = sum(each.permit == permit.id and each.id in project.terms.uses for each in project.deviations)
    for path in cause.paths:
        snapshot = opened(session, project.root / path, path)
        for placed, reason in _meant(project, snapshot, cause):
            if not fitting([permit], cause.rule, path, project.deviations, snapshot.today, project.terms):
                return
            if permit.limit is not None and uses >= permit.limit:
                return
            uses += 1
            kind, said = likely(path, reason), _said(permit, reason)
            yield record_deviation(snapshot, placed, kind, said, permit.id, permit.why_not)


def _meant(project: Project, snapshot: Snapshot, cause: Cause) -> Iterator[tuple[ChunkFinding, str]]:
    """Yield the findings that comments silence for the cause and that have no record, each once."""
    met: set[int] = set()
    wanted = " ".join(cause.reason.split()).casefold()
    for comment in snapshot.findings:
        found = silenced(project, snapshot.lines, snapshot.findings, comment)
        if found is None or " ".join(found.reason.split()).casefold() != wanted:
            continue
        for placed in found.findings:
            own = placed.finding.rule == cause.rule and not placed.disposition.state.recorded
            if own and id(placed) not in met:
                met.add(id(placed))
                yield placed, found.reason


def _said(permit: Permit, reason: str) -> str:
    said = f", which said: {reason}" if reason else ", which said no reason"
    return f"It stands under {permit.id} in place of the comment that silenced it{said}"
