"""The safe replacements of a text, found step by step: what one save did not wait for goes on for the next one."""

from __future__ import annotations

import asyncio
import logging

from aseptic.analysis.fixing.replacing import stands
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.feedback.actions import fixes
from aseptic.lsp.server import Server
from aseptic.lsp.targets import Spot, spot
from aseptic.source.span import Edit

_MOST = 4
"""Documents of which it is known how far the search came."""
_LOG = logging.getLogger(__name__)


class Fixing:
    """The search in one document as it was at one instant."""

    def __init__(self, here: Spot) -> None:
        self.edits: list[Edit] = []
        """What was found; it makes no sense before the search is done."""
        self.done = False
        self.snapshot = here.snapshot
        self._address = here.address
        self._steps = fixes(here.snapshot)
        self._task: asyncio.Task[None] | None = None

    def holds(self, snapshot: Snapshot) -> bool:
        """Whether it is of the same text under the same records."""
        ours = self.snapshot
        return (
            snapshot.analysis is ours.analysis
            and snapshot.project is ours.project
            and list(map(stands, snapshot.findings)) == list(map(stands, ours.findings))
        )

    def step(self) -> None:
        """Look at one more finding."""
        found = next(self._steps, None)
        self.done = found is None
        self.edits.extend(found or ())

    def go_on(self, server: Server) -> None:
        """Search on while nobody waits, as long as the text stays what it is."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._rest(server))

    async def _rest(self, server: Server) -> None:
        try:
            while not self.done:
                await asyncio.sleep(0)
                there = spot(server, self._address)
                if there is None or there.snapshot.analysis is not self.snapshot.analysis:
                    break
                self.step()
        except Exception:  # half a search is none: the next save begins anew, and is told if that fails again
            _LOG.exception("fix-all failed for %s", self._address)
        if not self.done:
            forget(server, self)


def _none(_: Server) -> dict[str, Fixing]:
    return {}


def searches(server: Server) -> dict[str, Fixing]:
    """Return how far the search came in documents whose save did not wait for all of it, by their address."""
    return server.part(_none)


def fixing(server: Server, here: Spot) -> Fixing:
    """Return the search in a document, which may have begun for an earlier save of the same text."""
    every = searches(server)
    known = every.pop(here.address, None)
    if known is None or not known.holds(here.snapshot):
        known = Fixing(here)
    every[here.address] = known
    for oldest in list(every)[:-_MOST]:
        del every[oldest]
    return known


def forget(server: Server, search: Fixing) -> None:
    """Let go of a search that came to nothing."""
    every = searches(server)
    for address in [address for address, each in every.items() if each is search]:
        del every[address]
