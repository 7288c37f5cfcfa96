"""The commands that record deviations: a record is complete on disk before anybody is asked to show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from lsprotocol.types import MessageType

from aseptic.analysis.deviations.offered_permit import offered
from aseptic.analysis.deviations.recording import Recorded, drafted, find, unrecordable
from aseptic.analysis.deviations.silencing import HalfWrittenError, Turned, prepared, silenced, turnable
from aseptic.analysis.sessions.snapshot import ChunkFinding
from aseptic.lsp.commands.turns import Answer, Rest, Work, turns
from aseptic.lsp.edits import apply, workspace_edit
from aseptic.lsp.pushing.shown import refresh
from aseptic.lsp.server import Server
from aseptic.lsp.showing import say, show
from aseptic.lsp.targets import Spot, spot
from aseptic.lsp.translation.positions import range_out
from aseptic.records.decisions import Refused
from aseptic.records.deviation import DEVIATION
from aseptic.records.ground import Ground
from aseptic.source.document import split_lines
from aseptic.source.printable import printable


def record_deviation(server: Server, address: Any = None, key: Any = None, more: Any = None, *_: Any) -> Rest | Answer:
    """Record a deviation from the finding that `key` names in the document at `address`.

    An editor that asked the person for them gives `kind` and `reason` in `more`.
    """
    return _in_turn(server, address, key, partial(_recording, server, more))


def _recording(server: Server, more: Any, here: Spot, placed: ChunkFinding) -> Work:
    if why := unrecordable(here.snapshot.project, placed):
        raise Refused(why)
    kind, reason = _said(more)
    under = offered(here.snapshot, placed.finding.rule)
    draft = drafted(here.snapshot, placed, kind or Ground.ACCEPTED_RISK, reason, under.identity)

    def write(seal: Callable[[], None]) -> Recorded:
        try:
            return draft.recorded(seal)
        except OSError as error:
            why = error.strerror or error
            raise Refused(f"The deviation could not be written in {_folder(here)}: {why}") from None

    def tell(recorded: Recorded) -> Answer:
        refresh(server)
        if under.said:
            say(server, printable(f"{recorded.id}: {under.said}"), MessageType.Info)
        return _shown(server, recorded)

    return Work(write, tell)


def turn_silencer(server: Server, address: Any = None, key: Any = None, more: Any = None, *_: Any) -> Rest | Answer:
    """Record what a silencing comment hides, and put the records' ids in its place.

    `key` names the finding that the comment is; kind and reason in `more` come before what the comment says.
    """
    return _in_turn(server, address, key, partial(_turning, server, more))


def _turning(server: Server, more: Any, here: Spot, placed: ChunkFinding) -> Work:
    snapshot = here.snapshot
    hidden = silenced(snapshot.project, snapshot.lines, snapshot.findings, placed)
    if hidden is None or not turnable(snapshot.project, hidden):
        raise Refused("The comment silences nothing that a deviation may be recorded for")
    turning = prepared(snapshot, hidden, *_said(more))

    def write(seal: Callable[[], None]) -> Sequence[Recorded]:
        try:
            return turning.recorded(seal)
        except HalfWrittenError as error:
            stands = f"Recorded so far: {', '.join(error.ids)}" if error.ids else "Nothing is recorded"
            why = f"the record for {error.rule} could not be written in {_folder(here)}: {error}"
            raise Refused(f"{stands}, and the comment stays: {why}; turn it again when that is mended") from None

    return Work(write, lambda written: _turned(server, here, turning.turned(written)))


def _turned(server: Server, here: Spot, turned: Turned) -> Answer:
    ids = ", ".join(turned.ids)
    instead = f"{ids} stands for the comment now; write '# deviation: {ids}' in its place"
    now = spot(server, here.address)
    if now is not None and now.snapshot.analysis.document is here.snapshot.analysis.document:
        apply(server, workspace_edit(server, here, [turned.edit]), f"Name {ids}", lambda: say(server, instead))
    else:
        say(server, instead)  # it was edited while git was asked, and the edit's place may be another's now
    refresh(server)
    return _shown(server, turned.first) if turned.first else {"id": turned.ids[0]}


def _in_turn(server: Server, address: Any, key: Any, begin: Callable[[Spot, ChunkFinding], Work]) -> Rest | Answer:
    """Do a command about a finding when its turn has come."""
    if not isinstance(address, str) or not isinstance(key, dict):
        return say(server, "A deviation is recorded for a finding: use its code action")
    book = server.books.get(server.cells.get(address, server.home))
    if not (book.address if book else address).startswith("file:"):
        return say(server, "A deviation is recorded for a file: save this document first")
    path = server.cells.get(address) or server.path(address)
    return turns(server).take(path, lambda: begin(*_pointed_at(server, address, cast("dict[str, Any]", key))))


def _pointed_at(server: Server, address: str, key: dict[str, Any]) -> tuple[Spot, ChunkFinding]:
    """Return the document and the finding that a command is about. Raises Refused."""
    here = spot(server, address)
    if here is None:
        raise Refused(f"{server.path(address).name} is not open; open it and try again")
    placed = find(here.snapshot, key)
    if placed is None:
        raise Refused("The finding has changed or is gone; ask for its actions again")
    return here, placed


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
