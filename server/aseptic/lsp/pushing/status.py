"""The server's state, for clients that said they show it: `experimental.asepticStatus` among their capabilities."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from aseptic.analysis.inference.state import WRITABLE, State, lacks
from aseptic.lsp.pushing.watching import watches
from aseptic.lsp.server import Server
from aseptic.version import __version__

if TYPE_CHECKING:
    from aseptic.analysis.projects.project import Project
    from aseptic.analysis.sessions.snapshot import Snapshot

STATUS = "aseptic/status"
_PAUSE = 0.2
"""Seconds in which changes are told as one."""


def experimental(server: Server, name: str) -> bool:
    """Say whether the client named something of ours among its experimental capabilities."""
    told: Any = server.client_capabilities.experimental
    if isinstance(told, dict):
        return cast("dict[str, Any]", told).get(name) is True
    return getattr(told, name, False) is True


def shows_status(server: Server) -> bool:
    """Say whether the client asked for status notifications."""
    return experimental(server, "asepticStatus")


def tell_status(server: Server, more: Mapping[str, Any] = MappingProxyType({})) -> None:
    """Tell how the server is now; `more` is what a feature says of itself in place of what it says when it is asked."""
    if shows_status(server):
        reporting(server).tell(more)


class Reporting:
    """Tells a client how the server is when that is another than it was told last."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._wanted = shows_status(server)
        self._told: dict[str, Any] = {}
        self._due: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """Look again in a moment; what changes meanwhile is told as one."""
        if self._wanted and self._due is None:
            self._due = asyncio.get_running_loop().call_later(_PAUSE, self._look)

    def tell(self, more: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Tell what is so now."""
        params = {**_standing(self._server), **more}
        if params != self._told:
            self._told = params
            self._server.protocol.write(json.dumps({"jsonrpc": "2.0", "method": STATUS, "params": params}))

    def _look(self) -> None:
        self._due = None
        self.tell()


def reporting(server: Server) -> Reporting:
    """Return what tells a client how the server is."""
    return server.part(Reporting)


def _standing(server: Server) -> dict[str, Any]:
    projects = server.session.open_projects
    said = {
        "version": __version__,
        "standard": _standard(projects[0]) if projects else None,
        "projects": [
            {
                "root": server.addresses.address(each.root),
                "records": each.settings.records,
                "standard": _standard(each),
            }
            for each in projects
        ],
        "findings": sum(
            _open(server.session.snapshot(path)) for path in server.session.paths if path not in server.lost
        ),
        "watching": watches(server),
        "analysing": any(each.busy for each in server.listeners),
        **worker_said(State()),
    }
    for each in server.listeners:
        said |= each.said()
    return said


def worker_said(state: State) -> dict[str, Any]:
    """Say how the worker is, for a status."""
    resident = {} if state.resident is None else {"residentBytes": state.resident}
    lacking = {"lacking": state.lacking} if state.lacking else {}
    return {
        "worker": {
            "state": str(state.phase),
            "restarts": state.restarts,
            "replaced": state.replaced,
            **resident,
            "answered": state.answered,
            "timedOut": state.timed_out,
            "failed": state.failed,
            "heldBack": state.held,
            **lacking,
        }
    }


def _standard(project: Project) -> dict[str, str] | None:
    head = project.standard.head
    return head and {"name": head.standard, "version": head.version, "digest": project.standard.digest}


def _open(snapshot: Snapshot) -> int:
    """Return how many findings of a document the gate has something to say about."""
    return sum(
        len(group.found) if group.words is None else sum(not stands.state.passes for *_, stands in group.words)
        for group in snapshot.groups
    )


def worker_line(state: State) -> str:
    """Say how the worker is, for people."""
    held = "" if state.resident is None else f", {state.resident / 2**20:.0f} MiB resident"
    counts = f"{state.answered} documents answered, {state.timed_out} questions timed out"
    if state.failed:
        counts += f", {state.failed} not checked, as inference failed"
    if state.held:
        counts += f", {state.held} not checked until other files are saved"
    if state.lacking:
        counts += f"; {lacks(state.lacking)}; {WRITABLE}"
    return f"{state.phase}{held}; {state.restarts} restarts, {state.replaced} replaced for their size; {counts}"
