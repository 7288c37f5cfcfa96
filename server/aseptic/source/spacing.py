"""Blank lines typed or taken away between statements, of which a parser keeps nothing: what is below them moves."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from aseptic.source.chunk import Chunk, Kind
from aseptic.source.document import split_lines
from aseptic.source.parse import Parsed
from aseptic.source.reparse import is_apart, is_continued
from aseptic.source.span import Position, Span
from aseptic.source.ties import TIE

_BLANK = " \t\r\n"
_MARK = "\ufeff"


@frozen
class Spacing:
    """What blank lines did to the rest of a chunk."""

    line: int
    """Where they begin."""
    gone: int
    """How many there were."""
    came: int
    """How many there are."""

    def moved(self, span: Span) -> Span:
        """Return where a span is now that stood in the chunk before; one round the blank lines grew or shrank."""
        return span if self.came == self.gone else Span(self._moved(span.start), self._moved(span.end))

    def _moved(self, position: Position) -> Position:
        return evolve(position, line=self.below(position.line))

    def below(self, line: int) -> int:
        """Return where a line is now that stood in the chunk before."""
        return line + self.came - self.gone if line >= self.line + self.gone else line

    def is_apart(self, parsed: Parsed) -> bool:
        """Whether the lines lie between statements of what is there now, so that the tree is the same without them."""
        first = self.line + parsed.above - 0.5
        return is_apart(parsed.tree, first, first + self.came)


def spacing(before: Chunk, after: Chunk) -> Spacing | None:
    """Tell how a chunk differs from one in its place if it is by blank lines alone.

    None where it differs otherwise, and where a comment stands right above them that may be tied to what is below.
    """
    if after.kind is Kind.HEADER or after.kind is not before.kind or _MARK in (before.text[:1], after.text[:1]):
        return None
    old, new = split_lines(before.text), split_lines(after.text)
    first = _alike(old, new)
    rest = min(len(old), len(new)) - first
    last = _alike(old[::-1][:rest], new[::-1][:rest])
    gone, came = old[first : len(old) - last], new[first : len(new) - last]
    if any(each.strip(_BLANK) for each in (*gone, *came)):
        return None
    if not first or is_continued(old[first - 1]) or (TIE in after.text and old[first - 1].lstrip().startswith("#")):
        return None
    return Spacing(first, len(gone), len(came))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines are the same from the first on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (old, new) in pairs if old != new), min(len(one), len(other)))
