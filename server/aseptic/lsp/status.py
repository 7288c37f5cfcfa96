"""The server's state, for clients that said they show it: `experimental.asepticStatus` among their capabilities."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from aseptic.analysis.inference.state import State

if TYPE_CHECKING:
    from aseptic.lsp.server import Server

STATUS = "aseptic/status"


def experimental(server: Server, name: str) -> bool:
    """Say whether the client named something of ours among its experimental capabilities."""
    told: Any = server.client_capabilities.experimental
    if isinstance(told, dict):
        return cast("dict[str, Any]", told).get(name) is True
    return getattr(told, name, False) is True


def shows_status(server: Server) -> bool:
    """Say whether the client asked for status notifications."""
    return experimental(server, "asepticStatus")


def tell_status(server: Server, state: State) -> None:
    """Tell how the worker is, and how many findings are hints for their age where that is wanted."""
    if shows_status(server):
        params: dict[str, Any] = {
            "worker": {
                "state": str(state.phase),
                "restarts": state.restarts,
                "replaced": state.replaced,
                "residentBytes": state.resident,
                "answered": state.answered,
                "timedOut": state.timed_out,
            }
        }
        if server.novelty_wanted:
            params["older"] = {"findings": server.novelty.older, "since": server.novelty.since}
        server.protocol.write(json.dumps({"jsonrpc": "2.0", "method": STATUS, "params": params}))


def worker_line(state: State) -> str:
    """Say how the worker is, for people."""
    held = "" if state.resident is None else f", {state.resident / 2**20:.0f} MiB resident"
    counts = f"{state.answered} documents answered, {state.timed_out} questions timed out"
    return f"{state.phase}{held}; {state.restarts} restarts, {state.replaced} replaced for their size; {counts}"
