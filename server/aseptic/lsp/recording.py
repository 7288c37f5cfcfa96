"""The commands that record deviations: a record is complete on disk before anybody is asked to show it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, cast

from aseptic.analysis.deviations.recording import Recorded, find, unrecordable
from aseptic.analysis.deviations.recording import record_deviation as record
from aseptic.analysis.deviations.silencing import HalfWrittenError, silenced, turn, turnable
from aseptic.analysis.sessions.snapshot import ChunkFinding
from aseptic.lsp.edits import apply, workspace_edit
from aseptic.lsp.positions import range_out
from aseptic.lsp.server import Server
from aseptic.lsp.showing import say, show
from aseptic.lsp.shown import refresh
from aseptic.lsp.targets import Spot, spot
from aseptic.records.deviation import DEVIATION
from aseptic.records.ground import Ground
from aseptic.source.document import split_lines

_LOG = logging.getLogger(__name__)


def record_deviation(
    server: Server, address: Any = None, key: Any = None, more: Any = None, *_: Any
) -> dict[str, str] | None:
    """Record a deviation from the finding that `key` names in the document at `address`.

    An editor that asked the person for them gives `kind` and `reason` in `more`.
    """
    found = _pointed_at(server, address, key)
    if found is None:
        return None
    here, placed = found
    if why := unrecordable(here.snapshot.project, placed):
        return say(server, why)
    try:
        kind, reason = _said(more)
        recorded = record(here.snapshot, placed, kind or Ground.ACCEPTED_RISK, reason)
    except OSError as error:
        refresh(server)  # it may be that somebody else recorded one
        return _unwritten(server, here, error)
    refresh(server)
    return _shown(server, recorded)


def turn_silencer(
    server: Server, address: Any = None, key: Any = None, more: Any = None, *_: Any
) -> dict[str, str] | None:
    """Record what a silencing comment hides, and put the records' ids in its place.

    `key` names the finding that the comment is; kind and reason in `more` come before what the comment says.
    """
    found = _pointed_at(server, address, key)
    if found is None:
        return None
    here, placed = found
    snapshot = here.snapshot
    hidden = silenced(snapshot.project, snapshot.lines, snapshot.findings, placed)
    if hidden is None or not turnable(snapshot.project, hidden):
        return say(server, "The comment silences nothing that a deviation may be recorded for")
    try:
        turned = turn(snapshot, hidden, *_said(more))
    except HalfWrittenError as error:
        stands = f"Recorded so far: {', '.join(error.ids)}" if error.ids else "Nothing is recorded"
        why = f"the record for {error.rule} could not be written in {_folder(here)}: {error}"
        return say(server, f"{stands}, and the comment stays: {why}; turn it again when that is mended")
    ids = ", ".join(turned.ids)
    instead = f"{ids} stands for the comment now; write '# deviation: {ids}' in its place"
    apply(server, workspace_edit(server, here, [turned.edit]), f"Name {ids}", lambda: say(server, instead))
    refresh(server)
    return _shown(server, turned.first) if turned.first else {"id": turned.ids[0]}


def _pointed_at(server: Server, address: Any, key: Any) -> tuple[Spot, ChunkFinding] | None:
    """Return the document and the finding that a command is about; what is wrong with it is said."""
    if not isinstance(address, str) or not isinstance(key, dict):
        return say(server, "A deviation is recorded for a finding: use its code action")
    book = server.books.get(server.cells.get(address, server.home))
    if not (book.address if book else address).startswith("file:"):
        return say(server, "A deviation is recorded for a file: save this document first")
    refresh(server)
    here = spot(server, address)
    if here is None:
        return say(server, f"{server.path(address).name} is not open; open it and try again")
    placed = find(here.snapshot, cast("dict[str, Any]", key))
    return (here, placed) if placed else say(server, "The finding has changed or is gone; ask for its actions again")


def _unwritten(server: Server, here: Spot, error: OSError) -> None:
    say(server, f"The deviation could not be written in {_folder(here)}: {error.strerror or error}")


def _folder(here: Spot) -> Path:
    return here.snapshot.project.records / DEVIATION.folder


def _shown(server: Server, recorded: Recorded) -> dict[str, str]:
    place = range_out(split_lines(recorded.text), recorded.place, server.encoding)
    show(server, recorded.path, place, f"{recorded.id} is recorded in {recorded.path}; write its justification")
    return {"id": recorded.id, "uri": server.addresses.address(recorded.path)}


def _said(more: Any) -> tuple[Ground | None, str]:
    """Return the kind and the reason that a person gave; what is no kind of ours is none."""
    given = cast("dict[str, Any]", more) if isinstance(more, dict) else {}
    kind, reason = given.get("kind"), given.get("reason")
    ground = Ground(kind) if kind in list(Ground) else None
    return ground, reason if isinstance(reason, str) else ""
