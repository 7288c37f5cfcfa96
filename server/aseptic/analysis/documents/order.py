"""Where each chunk stands among those that bind anything, by which it is told what ran before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aseptic.source.blocks import Blocks
from aseptic.source.contribution import NOTHING, Contribution
from aseptic.source.cut import Cut

Order = tuple[int, int, int | None]
"""How many chunks that bind anything stand above a chunk, that number with the chunk itself, and in a notebook how
many stand above the next cell, of which any may have run before."""


def orders(
    contributions: Blocks[Contribution], cut: Cut, walls: Sequence[int], first: int = 0, end: int | None = None
) -> Iterator[Order]:
    """Yield where the chunks from the one at `first` to before the one at `end` stand."""
    above, below = sum(_counts(contributions, first)), None
    cells = [cut.at(line) for line in walls]
    nearest = first  # the chunk with which the next cell begins
    renewed = contributions if first == 0 and end is None else contributions[first:end]
    for index, each in enumerate(renewed, first):
        if cells and index >= nearest:
            nearest = next((cell for cell in cells if cell > index), len(contributions))
            below = sum(_counts(contributions, nearest))
        until = above + (each is not NOTHING)
        yield above, until, below
        above = until


def _count(contributions: Sequence[Contribution]) -> int:
    return sum(each is not NOTHING for each in contributions)


def _counts(contributions: Blocks[Contribution], end: int) -> Iterator[int]:
    """Yield how many chunks bind anything, block by block up to the chunk at `end`."""
    for block, (first, count) in zip(contributions.blocks, contributions.each(_count), strict=True):
        if first + len(block.items) > end:
            yield _count(block.items[: max(end - first, 0)])
            return
        yield count
