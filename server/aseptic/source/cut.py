"""Text to chunks, and chunks again after an edit with only the lines round the edit looked at.

The cut is a function of the text alone, so an edited document is cut as a fresh one would be. It must serve code
that does not parse, too: an unclosed bracket ends where a line can only be a new statement (`def` at the level
of the chunk), and a string that swallows such a line is believed only when what it belongs to parses.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from attrs import frozen

from aseptic.source.boundary import Level, Piece, next_piece
from aseptic.source.chunk import Chunk, Kind
from aseptic.source.document import Change

_INDENT = re.compile(r"[ \t\f]*")


@frozen(eq=False)
class Cut:
    """A document's chunks in order; together they hold every line exactly once."""

    chunks: tuple[Chunk, ...]
    starts: tuple[int, ...]
    """The line on which each chunk begins."""
    far: tuple[tuple[int, int], ...] = ()
    """Chunks whose end was decided further down than the next chunk's beginning: (their start, that line)."""

    def at(self, line: int) -> int:
        """Return the index of the chunk that holds `line`."""
        return max(bisect_right(self.starts, line) - 1, 0)

    def level(self, index: int) -> Level:
        """Return the level at which the chunk at `index` begins."""
        chunk = self.chunks[index]
        if chunk.kind is not Kind.MEMBER:
            return Level()
        indent = _INDENT.match(chunk.text)
        return Level(chunk.owner, indent.group().rpartition("\f")[2] if indent else "")


@frozen
class Recut:
    """What an edit did to a cut: old chunks `first:old_end` gave way to new ones `first:new_end`."""

    cut: Cut
    first: int
    old_end: int
    new_end: int


def cut(lines: Sequence[str]) -> Cut:
    """Cut a whole text."""
    return _joined(list(_pieces(lines, 0, Level())))


def recut(old: Cut, lines: Sequence[str], change: Change) -> Recut:
    """Cut the text after a change, and reuse every chunk that the change cannot have touched."""
    first = max(old.at(change.first) - 1, 0)
    for start, reach in old.far:
        if start <= change.first <= reach:
            first = min(first, old.at(start))
    fresh: list[Piece] = []
    old_end = len(old.chunks)
    for piece in _pieces(lines, old.starts[first], old.level(first)):
        same = _same_boundary(old, piece, change)
        if same is not None:
            old_end = same
            break
        fresh.append(piece)
    middle = _joined(fresh)
    shift = change.shift
    tail = old.starts[old_end:]
    moved = tuple([start + shift for start in tail]) if shift else tail
    first_line = old.starts[first]
    last_line = old.starts[old_end] if old_end < len(old.starts) else None
    far = (
        *(pair for pair in old.far if pair[0] < first_line),
        *middle.far,
        *((start + shift, reach + shift) for start, reach in old.far if last_line is not None and start >= last_line),
    )
    renewed = Cut(
        (*old.chunks[:first], *middle.chunks, *old.chunks[old_end:]),
        (*old.starts[:first], *middle.starts, *moved),
        far,
    )
    return Recut(renewed, first, old_end, first + len(fresh))


def _pieces(lines: Sequence[str], place: int, level: Level) -> Iterator[Piece]:
    while place < len(lines):
        piece = next_piece(lines, place, level)
        yield piece
        place += piece.chunk.height
        level = piece.following


def _same_boundary(old: Cut, piece: Piece, change: Change) -> int | None:
    """Return the old chunk that begins where `piece` does, past the change and at the same level."""
    if piece.start < change.new_end:
        return None
    line = piece.start - change.shift
    index = bisect_left(old.starts, line)
    if index >= len(old.starts) or old.starts[index] != line:
        return None
    return index if old.level(index) == piece.level else None


def _joined(pieces: Sequence[Piece]) -> Cut:
    return Cut(
        tuple([piece.chunk for piece in pieces]),
        tuple([piece.start for piece in pieces]),
        tuple((piece.start, piece.reach) for piece in pieces if piece.reach > piece.start + piece.chunk.height),
    )
