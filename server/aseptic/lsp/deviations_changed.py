"""When a client's list of deviations is out of date: for clients that say `experimental.asepticDeviations`."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from aseptic.lsp.listener import Listener
from aseptic.lsp.server import Server
from aseptic.lsp.status import experimental

if TYPE_CHECKING:
    from aseptic.analysis.projects.project import Project
    from aseptic.analysis.sessions.snapshot import Snapshot

CHANGED = "aseptic/deviationsChanged"
_PAUSE = 0.3
"""Seconds in which changes are told as one."""
_Stand = tuple[str, str, int]
"""A deviation, how it stands, and the line of its finding."""


class Listing(Listener):
    """What a client's list was made of, as far as it is cheap to know: the records, and the open documents.

    A keystroke only leaves its document to be looked at; all that came meanwhile is looked at once.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._wanted = experimental(server, "asepticDeviations")
        self._projects: dict[Path, Project] = {}
        self._stands: dict[Path, tuple[_Stand, ...]] = {}
        self._shown: dict[Path, Snapshot] = {}
        """Documents that were not looked at since they were shown."""
        self._news = False
        self._due: asyncio.TimerHandle | None = None

    def shown(self, path: Path, snapshot: Snapshot) -> None:
        """Have it looked at how the deviations of an open document stand now."""
        if self._wanted:
            self._shown[path] = snapshot
            self._soon()

    def closed(self, path: Path) -> None:
        """Note that a document is as it is on disk again."""
        self._shown.pop(path, None)
        if self._stands.pop(path, ()):
            self._news = True
            self._soon()

    def refreshed(self) -> None:
        """Have it looked at whether the records are other ones."""
        if self._wanted:
            self._soon()

    def _soon(self) -> None:
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(_PAUSE, self._look)

    def _look(self) -> None:
        self._due = None
        shown, self._shown = self._shown, {}
        news, self._news = self._news, False
        for path, snapshot in shown.items():
            now = _stands(snapshot)
            if self._stands.get(path, ()) != now:
                self._stands[path] = now
                news = True
        if self._other_records() or news:
            self._server.protocol.write(json.dumps({"jsonrpc": "2.0", "method": CHANGED, "params": {}}))

    def _other_records(self) -> bool:
        now = {each.root: each for each in self._server.session.projects}
        known, self._projects = self._projects, now
        return any(known.get(root) is not each for root, each in now.items())


def listing(server: Server) -> Listing:
    """Return what the client's list of deviations was made of."""
    return server.part(Listing)


def _stands(snapshot: Snapshot) -> tuple[_Stand, ...]:
    if not snapshot.project.shelf.deviations:
        return ()
    return tuple(
        [
            (said.deviation, said.state.value, group.line + start + finding.span.start.line)
            for group in snapshot.groups
            if group.words is not None
            for (start, _, (finding, _)), (_, _, said) in zip(group.found, group.words, strict=False)
            if said.deviation
        ]
    )
