"""What was found on the way from a name to what it stands for, so that circles end and nothing is asked twice."""

from __future__ import annotations

from collections.abc import Callable

from aseptic.source.meaning import Meanings


class Trail:
    """What was found on the way to an answer. What is being looked at means nothing yet, so that circles end.

    Answers that no circle cut short hold for as long as the names do and may be `kept` from question to question.
    `cuts` counts the circles that were cut elsewhere.
    """

    def __init__(self, kept: dict[object, Meanings] | None = None, cuts: Callable[[], int] = int) -> None:
        self._kept: dict[object, Meanings] = {} if kept is None else kept
        self._cuts = cuts
        self._cut: dict[object, Meanings] = {}
        self._open: set[object] = set()
        self._circular = False

    @property
    def cut(self) -> bool:
        """Whether a circle cut an answer short, so that it may depend on what was asked first."""
        return bool(self._cut)

    def once(self, key: object, find: Callable[[], Meanings]) -> Meanings:
        """Return what was found under a key, or find it."""
        known = self._kept.get(key)
        if known is not None:
            return known
        if key in self._open or key in self._cut:
            self._circular = True
            return self._cut.get(key, ())
        self._open.add(key)
        outside, self._circular = self._circular, False
        cuts = self._cuts()
        found = find()
        self._open.discard(key)
        self._circular = self._circular or self._cuts() != cuts
        (self._cut if self._circular else self._kept)[key] = found
        self._circular = self._circular or outside
        return found
