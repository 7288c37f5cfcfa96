"""The way to an answer: what was found on it is not looked for again, circles end, and so does what leads too far."""

from __future__ import annotations

from collections.abc import Callable

from aseptic.source.meaning import Meanings

DEEPEST = 24
"""Answers that rest on one another beyond which nobody looks further: what rests on more is undecided.

Each may take some thirty of the interpreter's thousand calls inside one another, where arguments are nested, too.
"""
Kept = dict[object, tuple[Meanings, int]]
"""Answers, each with how many rest on one another in it, itself counted."""


class _TooDeepError(Exception):
    """An answer rests on too many others, and so does whatever rests on it."""

    def __init__(self, height: int) -> None:
        super().__init__(height)
        self.height = height
        """How many rest on one another at least."""


class Trail:
    """What was found on the way to an answer. What is being looked at means nothing yet, so that circles end.

    Answers that no circle cut short hold for as long as the names do and may be `kept` from question to question.
    `cuts` counts the circles that were cut elsewhere. Whether an answer rests on too many does not depend on what was
    asked first: it is told by what it rests on, and not by how far the question came.
    """

    def __init__(self, kept: Kept | None = None, cuts: Callable[[], int] = int) -> None:
        self._kept: Kept = {} if kept is None else kept
        self._cuts = cuts
        self._cut: dict[object, Meanings] = {}
        self._open: set[object] = set()
        self._circular = False
        self.cut = False
        """Whether a circle cut an answer short, so that it may depend on what was asked first."""
        self._height = 0
        """How many answers rest on one another below what is being looked at, as far as they were found."""

    def once(self, key: object, find: Callable[[], Meanings]) -> Meanings:
        """Return what was found under a key, or find it."""
        known = self._kept.get(key)
        if known is not None:
            return self._rested(*known)
        if key in self._open or key in self._cut:
            self._circular = True
            return self._cut.get(key, ())
        if len(self._open) >= DEEPEST:
            raise _TooDeepError(1)
        self._open.add(key)
        outside, self._circular = self._circular, False
        beside, self._height = self._height, 0
        cuts, found = self._cuts(), ()
        try:
            found = find()
            height = self._height + 1
        except _TooDeepError as error:
            height = error.height + 1
            if height <= DEEPEST:
                raise _TooDeepError(height) from None  # what rests on it is too deep, it itself perhaps not
        finally:
            self._open.discard(key)
            self._height = beside
            self._circular = self._circular or self._cuts() != cuts
            circular, self._circular = self._circular, self._circular or outside
        found = found if height <= DEEPEST else ()
        if circular:
            self.cut = True
            # Whatever was found inside may lack what was being looked at, but the whole does not.
            if self._open:
                self._cut[key] = found
            else:
                self._cut.clear()
        else:
            self._kept[key] = found, height
        return self._rested(found, height)

    def _rested(self, found: Meanings, height: int) -> Meanings:
        """Return an answer to what rests on it; too many make that undecided, too."""
        if height > DEEPEST and self._open:
            raise _TooDeepError(height)
        self._height = max(self._height, height)
        return found
