"""A spliced document is the document that its whole text would make."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aseptic.source.document import Change, Document, merged, split_lines
from aseptic.source.span import Edit, Position, Span

PIECES = st.sampled_from(["a", "bc", "\n", "\r", "\r\n", "\x0c", "\x1c", "\x85", "\u2028", "é", "😀", " "])
TEXTS = st.lists(PIECES, max_size=12).map("".join)
PLACES = st.builds(Position, st.integers(-1, 14), st.integers(-1, 14))


def whole(text: str, edit: Edit) -> str:
    """Splice by the offsets of the whole text: the slow way."""
    document = Document.of(text)

    def offset(position: Position) -> int:
        place = document.clamp(position)
        return sum(map(len, document.lines[: place.line])) + place.column

    start, end = sorted((offset(edit.span.start), offset(edit.span.end)))
    return text[:start] + edit.text + text[end:]


@given(TEXTS)
def test_lines_end_only_where_python_and_the_protocol_end_them(text: str) -> None:
    lines = split_lines(text)
    assert "".join(lines) == text
    assert len(lines) == len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@given(TEXTS, st.lists(st.tuples(PLACES, PLACES, TEXTS), max_size=5))
def test_splicing_equals_making_anew(text: str, edits: list[tuple[Position, Position, str]]) -> None:
    document, changes, before = Document.of(text), [], Document.of(text)
    for start, end, new in edits:
        edit = Edit(Span(start, end), new)
        expected = whole(document.text, edit)
        document, change = document.edited(edit)
        changes.append(change)
        assert document.lines == Document.of(expected).lines
    change = merged(changes)
    if change is not None:
        assert document.lines[: change.first] == before.lines[: change.first]
        assert document.lines[change.new_end :] == before.lines[change.old_end :]


def test_an_edit_says_which_lines_it_touched() -> None:
    document, change = Document.of("a\nb\nc\n").edited(Edit(Span.of(1, 0, 1, 1), "x\ny"))
    assert document.text == "a\nx\ny\nc\n"
    assert change == Change(1, 2, 3)


def test_a_line_feed_typed_after_a_carriage_return_makes_one_line_end() -> None:
    document, _ = Document.of("a\rb").edited(Edit(Span.of(1, 0, 1, 0), "\n"))
    assert document.lines == ("a\r\n", "b")
