"""Answers already given: what a chunk's findings are, by its text and what its names stand for."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from attrs import frozen

from aseptic.checks.checker import Checker
from aseptic.source.chunk import Chunk
from aseptic.source.contribution import NOTHING, Contribution, contribution, plain
from aseptic.source.parse import Broken, Parsed, parse
from aseptic.source.view import View
from aseptic.standard.finding import Finding

_LOG = logging.getLogger(__name__)
_ANSWERS = 20_000
_TREES = 32
K = TypeVar("K")
V = TypeVar("V")


@frozen(eq=False)
class Checked:
    """What is known of a chunk: its findings, or why there are none."""

    findings: tuple[Finding, ...] = ()
    broken: Broken | None = None
    failed: str = ""
    """The kind of error that checking it raised; such a chunk is put aside and named, and ends nothing."""


CLEAN = Checked()
"""No detector can find anything in the chunk, so nobody parsed it."""


class _Recent(Generic[K, V]):
    """The last answers, so many of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = make()
        self._kept[key] = made
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        self._kept.clear()


class Memo:
    """Remembers for one checker. What it answers never depends on what it remembers."""

    def __init__(self, checker: Checker) -> None:
        self.checker = checker
        self._answers: _Recent[tuple[str, str, View], Checked] = _Recent(_ANSWERS)
        self._contributions: _Recent[tuple[str, str, str], Contribution] = _Recent(_ANSWERS)
        self._trees: _Recent[tuple[str, str], Parsed | Broken] = _Recent(_TREES)

    def parsed(self, chunk: Chunk) -> Parsed | Broken:
        """Return the chunk's tree."""
        return self._trees.get((chunk.text, chunk.kind), lambda: parse(chunk))

    def contribution(self, chunk: Chunk) -> Contribution:
        """Return what the chunk binds."""
        quick = plain(chunk)
        if quick is not None:
            return quick
        key = (chunk.text, chunk.kind, chunk.owner)
        return self._contributions.get(key, lambda: self._read(chunk))

    def _read(self, chunk: Chunk) -> Contribution:
        try:
            return contribution(chunk, self.parsed(chunk))
        except Exception as error:  # code nested deeper than any person writes, say, binds nothing that we can tell
            _LOG.warning("the names of a chunk could not be read: %s", type(error).__name__)
            return NOTHING

    def checked(self, chunk: Chunk, view: View) -> Checked:
        """Return the chunk's findings under this view of its names."""
        if not self.checker.concerns(chunk, view):
            return CLEAN
        return self._answers.get((chunk.text, chunk.kind, view), lambda: self._check(chunk, view))

    def _check(self, chunk: Chunk, view: View) -> Checked:
        parsed = self.parsed(chunk)
        if isinstance(parsed, Broken):
            return Checked(broken=parsed)
        try:
            return Checked(self.checker.check(parsed, view))
        except Exception as error:  # one odd chunk must not end the analysis of the others
            _LOG.warning("a chunk could not be checked: %s", type(error).__name__, exc_info=error)
            return Checked(failed=type(error).__name__)
