"""The command that records a deviation: the record is complete on disk before anybody is asked to show it."""

from __future__ import annotations

import logging
from typing import Any, cast

from lsprotocol import types

from aseptic.analysis.recording import find
from aseptic.analysis.recording import record_deviation as record
from aseptic.lsp.places import spot
from aseptic.lsp.server import Server
from aseptic.lsp.showing import say, show
from aseptic.lsp.sync import refresh
from aseptic.records.deviation import DEVIATION, Ground

_LOG = logging.getLogger(__name__)


def record_deviation(
    server: Server, address: Any = None, key: Any = None, more: Any = None, *_: Any
) -> dict[str, str] | None:
    """Record a deviation from the finding that `key` names in the document at `address`.

    An editor that asked the person for them gives `kind` and `reason` in `more`.
    """
    if not isinstance(address, str) or not isinstance(key, dict):
        return say(server, "A deviation is recorded for a finding: use its code action")
    book = server.books.get(server.cells.get(address, server.home))
    if not (book.address if book else address).startswith("file:"):
        return say(server, "A deviation is recorded for a file: save this document first")
    refresh(server)
    here = spot(server, address)
    if here is None:
        return say(server, f"{server.path(address).name} is not open; open it and try again")
    snapshot = here.snapshot
    sight = find(snapshot, cast("dict[str, Any]", key))
    if sight is None:
        return say(server, "The finding has changed or is gone; ask for its actions again")
    try:
        recorded = record(snapshot, sight, *_said(more))
    except OSError as error:
        place = snapshot.project.records / DEVIATION.folder
        return say(server, f"The deviation could not be written in {place}: {error.strerror or error}")
    refresh(server)
    place = types.Range(types.Position(recorded.line, 0), types.Position(recorded.line, recorded.width))
    show(server, recorded.path, place, f"{recorded.id} is recorded in {recorded.path}; write its justification")
    return {"id": recorded.id, "uri": server.addresses.address(recorded.path)}


def _said(more: Any) -> tuple[Ground, str]:
    """Return the kind and the reason that a person gave; what is no kind of ours is not believed."""
    given = cast("dict[str, Any]", more) if isinstance(more, dict) else {}
    kind, reason = given.get("kind"), given.get("reason")
    ground = Ground(kind) if kind in list(Ground) else Ground.ACCEPTED_RISK
    return ground, reason if isinstance(reason, str) else ""
