"""Looks for garbage while nobody waits: at what came with a document, and after some were closed at all that lives.

The first would hold up the key that is typed right after a long file was opened by a tenth of a second; the second
takes half a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from aseptic.analysis.documents import collector

PAUSE = 2.0
"""Seconds without a message after which nobody is taken to wait."""
LATEST = 60.0
"""Seconds after which somebody waits all the same: before the first look no garbage is taken away."""


class IdleCollection:
    """What opened documents brought and closed ones left behind, looked at when the last message is a while ago."""

    def __init__(
        self,
        heard: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nothing to look for. `heard` tells when the last message was done with, by the clock `now`."""
        self._heard, self._later, self._now = heard, later, now
        self._since: float | None = None
        """When a look became due."""
        self._opened = self._closed = False

    def opened(self) -> None:
        """Set what a document brought aside when it is quiet; where that is due already, do so for both at once.

        So a hundred that are opened one after another leave no more garbage than one.
        """
        if self._opened:
            self._opened = False
            collector.set_aside()
            return
        self._opened = True
        self._soon()

    def soon(self) -> None:
        """Look at everything when it is quiet, once for all that is closed until then."""
        self._closed = True
        self._soon()

    def _soon(self) -> None:
        if self._since is None:
            self._since = self._now()
            self._later(PAUSE, self._look)

    def _look(self) -> None:
        now = self._now()
        rest = self._heard() + PAUSE - now
        if rest > 0 and self._since is not None and now < self._since + LATEST:
            self._later(rest, self._look)
            return
        everything, new = self._closed, self._opened
        self._since, self._closed, self._opened = None, False, False
        if everything:
            collector.take_back()
        elif new:
            collector.set_aside()
