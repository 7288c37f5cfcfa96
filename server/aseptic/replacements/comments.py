"""Comments stay, whatever is replaced round them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from aseptic.source.comments import comment_columns
from aseptic.source.document import line_end
from aseptic.source.parse import Parsed
from aseptic.source.span import Edit, Span


def keeps_comments(parsed: Parsed, edits: Sequence[Edit], settled: Container[str] = ()) -> bool:
    """Say whether every comment stands in the text after edits of a chunk, too, but for those that are settled."""
    found = ((comment, edit) for edit in edits for comment in _comments(parsed, edit.span))
    return all(comment in edit.text or comment in settled for comment, edit in found)


def _comments(parsed: Parsed, span: Span) -> Iterator[str]:
    """Yield the comments in a span."""
    start, end, lines = span.start, span.end, parsed.lines
    if not any("#" in line for line in lines[start.line : end.line + 1]):
        return
    columns = comment_columns(lines)
    for number in range(start.line, end.line + 1):
        line = lines[number] if number < len(lines) else ""
        column = line.find("#") if columns is None else columns.get(number, -1)
        first = start.column if number == start.line else 0
        last = end.column if number == end.line else len(line)
        if first <= column < last:
            yield line[column : line_end(line)]
