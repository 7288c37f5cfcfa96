"""Text to chunks, and chunks again after an edit with only the lines round the edit looked at.

The cut is a function of the text alone, so an edited document is cut as a fresh one would be. It must serve code
that does not parse, too: an unclosed bracket ends where a line can only be a new statement (`def` at the level
of the chunk), and a string that swallows such a line is believed only when what it belongs to parses.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from attrs import define, frozen

from aseptic.source.blocks import Blocks
from aseptic.source.boundary import Level, Piece, next_piece
from aseptic.source.chunk import Chunk, Kind
from aseptic.source.document import Change
from aseptic.source.skimming import Skim

_INDENT = re.compile(r"[ \t\f]*")


@define(frozen=True, slots=False, eq=False)
class Cut:
    """A document's chunks in order; together they hold every line exactly once."""

    chunks: Blocks[Chunk]
    over: Blocks[int]
    """Of each chunk, how many lines below its end had a say in where it ends."""

    @cached_property
    def first_lines(self) -> tuple[int, ...]:
        """The line on which each block of chunks begins."""
        heights = [places[-1] for _, places in self.chunks.each(_places)]
        return (0, *accumulate(heights[:-1]))

    @property
    def starts(self) -> tuple[int, ...]:
        """The line on which each chunk begins."""
        blocks = zip(self.first_lines, self.chunks.each(_places), strict=True)
        return tuple([first + place for first, (_, places) in blocks for place in places[:-1]])

    def start(self, index: int) -> int:
        """Return the line on which the chunk at `index` begins; past the last chunk, the line after the text."""
        block = bisect_right(self.chunks.firsts, index) - 1
        return self.first_lines[block] + self._places_of(block)[index - self.chunks.firsts[block]]

    def part(self, first: int, end: int) -> Cut:
        """Return the chunks of the lines from `first`, on which one begins, to before `end`, as a text of their own."""
        left, right = self.at(first), self.at(end - 1) + 1
        return Cut(Blocks.of(self.chunks[left:right]), Blocks.of(self.over[left:right]))

    def at(self, line: int) -> int:
        """Return the index of the chunk that holds `line`."""
        block = max(bisect_right(self.first_lines, line) - 1, 0)
        inside = bisect_right(self._places_of(block)[:-1], line - self.first_lines[block]) - 1
        return self.chunks.firsts[block] + max(inside, 0)

    def level(self, index: int) -> Level:
        """Return the level at which the chunk at `index` begins."""
        chunk = self.chunks[index]
        if chunk.kind is not Kind.MEMBER:
            return Level()
        indent = _INDENT.match(chunk.text)
        return Level(chunk.owner, indent.group().rpartition("\f")[2] if indent else "")

    def concerned(self, line: int) -> int:
        """Return the first chunk whose end a change on `line` may move: mostly the one before the one that holds it."""
        here = max(self.at(line) - 1, 0)
        for block, (first, far) in enumerate(self.over.each(_far)):
            if first > here:
                break
            if far and self.first_lines[block] + self._places_of(block)[-1] + max(far)[0] >= line:
                reaching = (first + at for over, at in far if self.start(first + at + 1) + over >= line)
                found = next(reaching, here)
                if found < here:
                    return found
        return here

    def _places_of(self, block: int) -> tuple[int, ...]:
        return self.chunks.blocks[block].answer(_places)


def _places(chunks: tuple[Chunk, ...]) -> tuple[int, ...]:
    """Return the lines on which chunks begin, counted from the first one's, and the one after them all."""
    return (0, *accumulate([chunk.height for chunk in chunks]))


def _far(over: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Return on how many lines below their ends chunks depend, with their places in the block, where they do."""
    return tuple([(lines, at) for at, lines in enumerate(over) if lines])


@frozen
class Recut:
    """What an edit did to a cut: old chunks `first:old_end` gave way to new ones `first:new_end`."""

    cut: Cut
    first: int
    old_end: int
    new_end: int


def cut(lines: Sequence[str], walls: Sequence[int] = ()) -> Cut:
    """Cut a whole text; a chunk begins at each of the `walls`, whatever stands above."""
    return _joined(list(_pieces(tuple(lines), 0, Level(), walls, None if walls else Skim(lines))))


def _joined(pieces: Sequence[Piece]) -> Cut:
    return Cut(Blocks.of([piece.chunk for piece in pieces]), Blocks.of(map(_over, pieces)))


def recut(old: Cut, lines: Sequence[str], change: Change, walls: Sequence[int] = ()) -> Recut:
    """Cut the text after a change, and reuse every chunk that the change cannot have touched."""
    first = old.concerned(change.first)
    fresh: list[Piece] = []
    old_end = len(old.chunks)
    for piece in _pieces(lines, old.start(first), old.level(first), walls):
        same = _same_boundary(old, piece, change)
        if same is not None:
            old_end = same
            break
        fresh.append(piece)
    same = next((at for at, piece in enumerate(fresh) if not _unchanged(old, first + at, old_end, piece)), len(fresh))
    first, fresh = first + same, fresh[same:]
    chunks = old.chunks.spliced(first, old_end, [piece.chunk for piece in fresh])
    over = old.over.spliced(first, old_end, [_over(piece) for piece in fresh])
    return Recut(Cut(chunks, over), first, old_end, first + len(fresh))


def _pieces(
    lines: Sequence[str], place: int, level: Level, walls: Sequence[int], skim: Skim | None = None
) -> Iterator[Piece]:
    for wall in (*(each for each in walls if each > place), len(lines)):
        part = lines[:wall] if wall < len(lines) else lines
        while place < wall:
            piece = next_piece(part, place, level, skim)
            yield piece
            place += piece.chunk.height
            level = piece.following
        level = Level()


def _same_boundary(old: Cut, piece: Piece, change: Change) -> int | None:
    """Return the old chunk that begins where `piece` does, past the change and at the same level."""
    if piece.start < change.new_end:
        return None
    line = piece.start - change.shift
    index = old.at(line)
    if old.start(index) != line:
        return None
    return index if old.level(index) == piece.level else None


def _unchanged(old: Cut, index: int, end: int, piece: Piece) -> bool:
    """Whether a piece is the chunk that stood there before, as mostly the one above an edit is."""
    return index < end and old.chunks[index] == piece.chunk and old.over[index] == _over(piece)


def _over(piece: Piece) -> int:
    return piece.reach - piece.start - piece.chunk.height
