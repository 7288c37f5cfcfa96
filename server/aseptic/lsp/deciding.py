"""The commands that decide on a deviation. Each writes the record alone, or tells in one line why it does not."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, cast

from lsprotocol import types

from aseptic.analysis.deciding import decide
from aseptic.lsp.places import spot
from aseptic.lsp.server import Server
from aseptic.lsp.showing import say, show
from aseptic.lsp.sync import refresh
from aseptic.records.decisions import Refused, Verb

_ABOUT_A_FINDING = frozenset((Verb.PROPOSE, Verb.ACCEPT_MOVE, Verb.MEAN_THIS))


def _decide(
    verb: Verb, server: Server, address: Any = None, identity: Any = None, more: Any = None, *_: Any
) -> dict[str, str] | None:
    """Decide on the deviation `identity` of the project that the document at `address` belongs to.

    `more` is the key of the finding that is meant, or the reason of a rejection.
    """
    if not isinstance(address, str) or not isinstance(identity, str):
        return say(server, "A decision is about one deviation: use its code action")
    refresh(server)
    place = _place(server, address, more) if verb in _ABOUT_A_FINDING else None
    if verb in _ABOUT_A_FINDING and place is None:
        return say(server, f"{identity}: this is decided at a finding in an open document; use its code action")
    project = server.session.project(_path(server, address))
    try:
        done = decide(server.session, project, identity, verb, place, more if isinstance(more, str) else "")
    except Refused as refusal:
        return say(server, str(refusal))
    refresh(server)
    if done.line is not None:
        line = types.Position(done.line, 0)
        end = types.Position(done.line + 1, 0)
        show(server, done.path, types.Range(line, end), f"{done.id} is rejected; say why in {done.path}")
    return {"id": done.id, "uri": server.addresses.address(done.path)}


def _path(server: Server, address: str) -> Path:
    """Return the file that a document is part of: of a cell its notebook's."""
    return server.cells.get(address) or server.path(address)


def _place(server: Server, address: str, key: Any) -> tuple[Path, dict[str, Any]] | None:
    if not isinstance(key, dict) or spot(server, address) is None:
        return None
    return _path(server, address), cast("dict[str, Any]", key)


approve = partial(_decide, Verb.APPROVE)
reject = partial(_decide, Verb.REJECT)
propose = partial(_decide, Verb.PROPOSE)
renew = partial(_decide, Verb.RENEW)
withdraw = partial(_decide, Verb.WITHDRAW)
accept_move = partial(_decide, Verb.ACCEPT_MOVE)
mean_this = partial(_decide, Verb.MEAN_THIS)
