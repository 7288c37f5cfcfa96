"""A replacement that would take a comment with it is not offered."""

from __future__ import annotations

from typing import Any

import pytest

from aseptic.replacements.comments import keeps_comments
from aseptic.source.chunk import Chunk, Kind
from aseptic.source.parse import Parsed, parse
from aseptic.source.span import Edit, Span

GOING = "def f(pump):{0}    breakpoint({1}){0}    pump.stop(){0}"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_comment_in_brackets_that_go(bench: Any, end: str) -> None:
    assert len(bench.offers(GOING.format(end, f"{end}    "))) == 1
    assert bench.rules(GOING.format(end, f"  # until it is mended{end}    "))
    assert bench.offers(GOING.format(end, f"  # until it is mended{end}    ")) == []


@pytest.mark.parametrize(
    ("span", "text", "kept"),
    [
        (Span.of(0, 4, 1, 8), "", False),
        (Span.of(0, 4, 1, 8), "g(  # é\n1)", True),
        (Span.of(0, 4, 0, 6), "", True),
        (Span.of(0, 8, 0, 11), "", False),
        (Span.of(1, 4, 1, 7), "", True),
        (Span.of(1, 0, 1, 8), "", True),
    ],
)
@pytest.mark.parametrize("kind", [Kind.STATEMENT, Kind.MEMBER])
def test_what_is_a_comment(kind: Kind, span: Span, text: str, kept: bool) -> None:
    parsed = parse(Chunk("    f(  # é\n    '#')\n" if kind is Kind.MEMBER else "if x:\n    f(  # é\n    '#')\n", kind))
    assert isinstance(parsed, Parsed)
    moved = span if kind is Kind.MEMBER else span.moved(1)
    assert keeps_comments(parsed, [Edit(moved, text)]) is kept
