"""A look at all that lives for garbage, once, when nobody has asked for anything for a while.

With each closed document it would take half a second, in which nobody is answered.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from aseptic.analysis.documents import collector

PAUSE = 2.0
"""Seconds without a message after which nobody is taken to wait."""


class IdleCollection:
    """What closed documents left behind, taken away when the last message is a while ago."""

    def __init__(
        self,
        heard: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nothing to look for. `heard` tells when the last message was done with, by the clock `now`."""
        self._heard, self._later, self._now = heard, later, now
        self._due = False

    def soon(self) -> None:
        """Look when it is quiet, once for all that is closed until then."""
        if not self._due:
            self._due = True
            self._later(PAUSE, self._look)

    def _look(self) -> None:
        rest = self._heard() + PAUSE - self._now()
        if rest > 0:
            self._later(rest, self._look)
            return
        self._due = False
        collector.take_back()
