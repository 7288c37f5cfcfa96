"""What git says of renamed files, on which some records rest: asked in another thread, and shown when it is known."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from aseptic.analysis.matching.renames import Renames
from aseptic.analysis.projects.project import Project
from aseptic.lsp.listener import Listener
from aseptic.lsp.server import Server

_LOG = logging.getLogger(__name__)


class Renaming(Listener):
    """The questions of a client's projects; `shown` has one of them shown anew."""

    def __init__(self, server: Server, shown: Callable[[Path], object]) -> None:
        self._server = server
        self._shown = shown
        self._loop = asyncio.get_running_loop()
        self._asking: dict[Renames, asyncio.Task[None]] = {}

    def asked(self, renames: Renames) -> None:
        """Hear that there is something to ask; it is asked when the message at hand is done with."""
        self._begin(renames)

    async def answered(self, project: Project) -> None:
        """Wait until git told what was asked about a project; whoever waits may be cancelled alone."""
        renames = self._server.session.renames(project)
        while renames.waiting:
            await asyncio.wait([self._begin(renames)])

    def _begin(self, renames: Renames) -> asyncio.Task[None]:
        if renames not in self._asking:
            self._asking[renames] = self._loop.create_task(self._learn(renames))
        return self._asking[renames]

    async def _learn(self, renames: Renames) -> None:
        changed = False
        try:
            while renames.waiting:
                changed |= renames.take(await asyncio.to_thread(renames.ask()))
        except Exception:
            _LOG.exception("git could not be asked about renamed files")
            renames.waiting.clear()
        finally:
            del self._asking[renames]
        if changed:
            self._shown(renames.root)
