"""Columns between the protocol's encodings and ours, which counts code points. Only this module knows them."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from aseptic.source.span import Position, Span

Encoding = types.PositionEncodingKind
UTF8, UTF16, UTF32 = Encoding.Utf8, Encoding.Utf16, Encoding.Utf32


def outward(line: str, column: int, encoding: Encoding) -> int:
    """Turn our column on `line` into the client's."""
    if encoding is UTF32 or line.isascii():
        return column
    before = line[:column]
    if encoding is UTF8:
        return len(before.encode("utf-8", "surrogatepass"))
    return column + sum(letter > "\uffff" for letter in before)


def inward(line: str, character: int, encoding: Encoding) -> int:
    """Turn the client's column on `line` into ours; inside a character means before it."""
    if encoding is UTF32 or line.isascii():
        return min(max(character, 0), len(line))
    units = 0
    for column, letter in enumerate(line):
        width = len(letter.encode("utf-8", "surrogatepass")) if encoding is UTF8 else 1 + (letter > "\uffff")
        if units + width > character:
            return column
        units += width
    return len(line)


def position_in(lines: Sequence[str], position: types.Position, encoding: Encoding) -> Position:
    """Turn the client's position into ours; one past the text stays past it, and is clamped by the document."""
    if 0 <= position.line < len(lines):
        return Position(position.line, inward(lines[position.line], position.character, encoding))
    return Position(position.line, max(position.character, 0))


def span_in(lines: Sequence[str], given: types.Range, encoding: Encoding) -> Span:
    """Turn the client's range into ours."""
    return Span(position_in(lines, given.start, encoding), position_in(lines, given.end, encoding))


def range_out(lines: Sequence[str], span: Span, encoding: Encoding) -> types.Range:
    """Turn our span into the client's range."""
    return types.Range(_position_out(lines, span.start, encoding), _position_out(lines, span.end, encoding))


def _position_out(lines: Sequence[str], position: Position, encoding: Encoding) -> types.Position:
    line = lines[position.line] if position.line < len(lines) else ""
    return types.Position(position.line, outward(line, position.column, encoding))
