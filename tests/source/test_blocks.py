"""A sequence in blocks is the sequence, whatever was spliced, and asks again only of what is new."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseptic.source.blocks import Blocks, differing

SIZES = st.sampled_from([0, 1, 2, 31, 33, 127, 128, 129, 256, 257, 600, 1000])
SPLICES = st.lists(st.tuples(st.integers(0, 1100), st.integers(0, 400), SIZES), max_size=8)


@given(size=SIZES, splices=SPLICES)
def test_splices_are_those_of_a_list(size: int, splices: list[tuple[int, int, int]]) -> None:
    plain, blocks = list(range(size)), Blocks.of(range(size))
    for wanted, length, count in splices:
        first = min(wanted, len(plain))
        end, fresh = min(first + length, len(plain)), [-at for at in range(count)]
        before = blocks
        blocks = before.spliced(first, end, fresh)
        plain[first:end] = fresh
        old, new = differing(before, blocks)
        assert len(new) - len(old) == len(blocks) - len(before)
        assert len(new) <= count + 1024
    assert list(blocks) == plain
    assert blocks == tuple(plain) and len(blocks) == len(plain)
    assert [blocks[at] for at in range(len(plain))] == plain
    assert [blocks[-at - 1] for at in range(len(plain))] == plain[::-1]
    assert [first + at for first, items in blocks.each(tuple) for at in range(len(items))] == list(range(len(plain)))
    assert sum(total for _, total in blocks.each(sum)) == sum(plain)


@given(size=SIZES, first=st.integers(-300, 1100), end=st.integers(-300, 1100))
def test_slices_are_those_of_a_tuple(size: int, first: int, end: int) -> None:
    blocks = Blocks.of(range(size))
    assert blocks[first:end] == tuple(range(size))[first:end]
    assert blocks[first:end:-2] == tuple(range(size))[first:end:-2]


@given(size=SIZES, changed=st.dictionaries(st.integers(0, 999), st.integers(), max_size=9))
def test_replaced_items_are_those_of_a_list(size: int, changed: dict[int, int]) -> None:
    inside = {index: value for index, value in changed.items() if index < size}
    plain = list(range(size))
    for index, value in inside.items():
        plain[index] = value
    assert list(Blocks.of(range(size)).replaced(inside)) == plain


def test_what_is_not_there_is_an_index_error() -> None:
    for index in (3, -4):
        with pytest.raises(IndexError):
            Blocks.of("abc")[index]
    assert not Blocks.of(()) and list(Blocks.of(())) == []


def test_a_question_is_asked_again_of_renewed_blocks_only() -> None:
    asked: list[int] = []

    def question(items: tuple[int, ...]) -> int:
        asked.append(len(items))
        return sum(items)

    blocks = Blocks.of(range(10_000))
    assert sum(answer for _, answer in blocks.each(question)) == sum(range(10_000))
    asked.clear()
    edited = blocks.spliced(5_000, 5_002, [1, 2, 3])
    assert sum(answer for _, answer in edited.each(question)) == sum(range(10_000)) - 5_000 - 5_001 + 6
    assert len(asked) == 1 and asked[0] < 300
    assert len(differing(blocks, edited)[1]) == asked[0]
