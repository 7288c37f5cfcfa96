"""Which lines are touched: a diff by lines, and what edits add to it until the next one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseptic.source.document import Document, split_lines
from aseptic.source.span import Edit, Span
from aseptic.source.touched import Touched

BEFORE = "a\nb\nc\nd\ne\n"


def since(text: str, before: str = BEFORE) -> Touched:
    return Touched.since(split_lines(before), Document.of(text))


def lines(found: Touched) -> list[int]:
    return [at for at in range(len(found.document.lines)) if found.touches(at, at)]


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        (BEFORE, []),
        (BEFORE.replace("\n", "\r\n"), []),
        ("a\nb\nX\nd\ne\n", [2]),
        ("new\n" + BEFORE, [0]),
        (BEFORE + "new\n", [5]),
        ("a\nX\nb\nc\nY\nd\ne\n", [1, 4]),
        ("", []),
    ],
)
def test_lines_that_differ_are_touched(text: str, touched: list[int]) -> None:
    assert lines(since(text)) == touched


def test_all_of_a_new_text_is_touched() -> None:
    assert lines(Touched.since(None, Document.of(BEFORE))) == [0, 1, 2, 3, 4, 5]


def test_what_was_taken_away_touches_those_that_held_it_together() -> None:
    found = since("a\nb\nd\ne\n")
    assert lines(found) == []
    assert found.touches(1, 2)
    assert not found.touches(0, 1)
    assert not found.touches(2, 3)


def test_edits_touch_until_the_text_is_compared_again() -> None:
    found = since("a\nX\nc\nd\ne\n")
    document, _ = found.document.edited(Edit(Span.of(0, 0, 0, 0), "new\n"))
    moved = found.followed(document)
    assert lines(moved) == [0, 2]
    back, _ = document.edited(Edit(Span.of(4, 0, 4, 0), "y"))
    assert lines(moved.followed(back)) == [0, 2, 4]
    again, _ = back.edited(Edit(Span.of(4, 0, 4, 1), ""))
    assert lines(moved.followed(back).followed(again)) == [0, 2, 4]
    assert lines(Touched.since(split_lines(BEFORE), again)) == [0, 2]


TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=8).map("".join)


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_new_is_ever_taken_for_old(before: str, then: str, now: str) -> None:
    """Lines that are said to be untouched stood in the text before, in their order, after an edit, too."""
    document = Document.of(now)
    for found in (Touched.since(split_lines(before), document), since(then, before).followed(document)):
        assert found.document is document
        rest = iter(split_lines(before))
        assert all(line in rest for at, line in enumerate(document.lines) if not found.touches(at, at))


@given(TEXTS)
def test_a_text_that_is_as_it_was_is_untouched(text: str) -> None:
    assert lines(since(text, text)) == []
