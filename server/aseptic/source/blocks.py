"""A long sequence in blocks, so that a splice copies a block and the list of blocks, and not everything.

What is known of a block as a whole, such as its height, is found out once and kept with it. So a question about a
document of fifty thousand lines costs a look at every block and an answer for the one that an edit renewed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, groupby
from typing import Any, Generic, TypeVar, cast, overload

from attrs import field, frozen

_SIZE = 128
_LEAST = 32
"""A block that got smaller than this takes in its neighbour."""
T = TypeVar("T")
S = TypeVar("S")
A = TypeVar("A")


@frozen(eq=False)
class Block(Generic[T]):
    """Some items in a row."""

    items: tuple[T, ...]
    _answers: dict[Any, Any] = field(factory=dict[Any, Any], init=False, repr=False)

    def answer(self, question: Callable[[tuple[T, ...]], A]) -> A:
        """Return what a pure function says of the items, which it is asked once; it must not be made on the spot."""
        if question not in self._answers:
            self._answers[question] = question(self.items)
        return cast("A", self._answers[question])


@frozen(eq=False)
class Blocks(Sequence[T]):
    """A sequence that is never changed; `spliced` returns another, which shares most blocks with it."""

    blocks: tuple[Block[T], ...]
    """At least one."""
    firsts: tuple[int, ...]
    """The index of each block's first item."""

    @staticmethod
    def of(items: Iterable[S]) -> Blocks[S]:
        """Put items into blocks."""
        return _joined(_cut(tuple(items)))

    def __len__(self) -> int:
        return self.firsts[-1] + len(self.blocks[-1].items)

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(block.items for block in self.blocks)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            first, end, step = index.indices(len(self))
            return self._slice(first, end) if step == 1 else tuple(self)[index]
        if index < 0:
            index += len(self)
        if index < 0:
            raise IndexError("no such item")
        at = bisect_right(self.firsts, index) - 1
        return self.blocks[at].items[index - self.firsts[at]]

    def __eq__(self, other: object) -> bool:
        """Whether the other sequence has equal items, in blocks or not."""
        return tuple(self) == tuple(cast("Iterable[Any]", other)) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def spliced(self, first: int, end: int, items: Sequence[T]) -> Blocks[T]:
        """Return the sequence with the items `first:end` replaced."""
        left = bisect_right(self.firsts, first) - 1
        right = bisect_right(self.firsts, max(end - 1, first)) - 1
        head = self.blocks[left].items[: first - self.firsts[left]]
        middle = (*head, *items, *self.blocks[right].items[end - self.firsts[right] :])
        if len(middle) < _LEAST and right + 1 < len(self.blocks):
            right += 1
            middle += self.blocks[right].items
        return _joined((*self.blocks[:left], *_cut(middle), *self.blocks[right + 1 :]))

    def replaced(self, changed: Mapping[int, T]) -> Blocks[T]:
        """Return the sequence with other items at some indexes."""
        blocks = list(self.blocks)
        for at, indexes in groupby(sorted(changed), lambda index: bisect_right(self.firsts, index) - 1):
            items = list(blocks[at].items)
            for index in indexes:
                items[index - self.firsts[at]] = changed[index]
            blocks[at] = Block(tuple(items))
        return Blocks(tuple(blocks), self.firsts)

    def each(self, question: Callable[[tuple[T, ...]], A]) -> Iterator[tuple[int, A]]:
        """Yield, of each block, the index of its first item and what a function says of its items."""
        return ((first, block.answer(question)) for first, block in zip(self.firsts, self.blocks, strict=True))

    def _slice(self, first: int, end: int) -> tuple[T, ...]:
        if first >= end:
            return ()
        left, right = bisect_right(self.firsts, first) - 1, bisect_right(self.firsts, end - 1) - 1
        start = self.firsts[left]
        if left == right:
            return self.blocks[left].items[first - start : end - start]
        whole = chain.from_iterable(block.items for block in self.blocks[left : right + 1])
        return tuple(whole)[first - start : end - start]


def differing(before: Blocks[T], after: Blocks[T]) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """Leave out the blocks that two sequences share at the beginning and at the end."""
    old, new = before.blocks, after.blocks
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] is not new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] is not new[-1 - at]), shorter - head)
    kept = (old[head : len(old) - tail], new[head : len(new) - tail])
    before_left, after_left = (tuple(chain.from_iterable(block.items for block in each)) for each in kept)
    return before_left, after_left


def _cut(items: tuple[T, ...]) -> tuple[Block[T], ...]:
    if len(items) <= 2 * _SIZE:
        return (Block(items),)
    return tuple(Block(items[at : at + _SIZE]) for at in range(0, len(items), _SIZE))


def _joined(blocks: tuple[Block[T], ...]) -> Blocks[T]:
    """Put blocks together; an empty one stays only where there is no other."""
    kept = tuple([block for block in blocks if block.items]) or blocks[:1]
    return Blocks(kept, (0, *accumulate([len(block.items) for block in kept[:-1]])))
