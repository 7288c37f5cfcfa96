"""The source of a text, read piece by piece, so that what is not changed is written as it was.

Python's own parser misplaces what stands in formatted texts before 3.12, and keeps no escapes.
"""

from __future__ import annotations

import re

from attrs import frozen

_START = re.compile(r"(?i)([frbu]{0,2})(\"\"\"|'''|\"|')")
_BETWEEN = re.compile(r"[ \t\f\r\n\\]*")


@frozen
class Raw:
    """Source between the quotes, with doubled braces of a formatted text as single ones."""

    text: str


@frozen
class Field:
    """An expression that is put in."""

    text: str
    plain: bool = True
    """It has no format of its own: no `:>8`, no `!r`."""


@frozen
class Joint:
    """The end of one literal, blanks, and the beginning of the next."""

    text: str


Piece = Raw | Field | Joint


def pieces_of(source: str) -> tuple[str, str, tuple[Piece, ...]] | None:
    """Return the opening (prefix less `f`, quote), the last quote and the pieces of one or more adjacent literals.

    None where anything else stands there: a comment, bytes, a field within the format of a field.
    """
    pieces: list[Piece] = []
    opening, quote, at = "", "", 0
    while at < len(source):
        blanks = _BETWEEN.match(source, at)
        start = _START.match(source, blanks.end() if blanks else at)
        if start is None or "b" in start[1].lower():
            return None
        prefix = start[1].replace("f", "").replace("F", "")
        if opening:
            pieces.append(Joint(quote + source[at : start.start()] + prefix + start[2]))
        else:
            opening = prefix + start[2]
        quote = start[2]
        inside = _inside(source, start.end(), quote, formatted=prefix != start[1])
        if inside is None:
            return None
        pieces.extend(inside[0])
        at = inside[1]
    return (opening, quote, tuple(pieces)) if opening else None


def _inside(source: str, at: int, quote: str, *, formatted: bool) -> tuple[list[Piece], int] | None:
    """Read up to the closing quote; return the pieces and the place behind it."""
    pieces: list[Piece] = []
    text = ""
    while at < len(source):
        if source.startswith(quote, at):
            return [*pieces, Raw(text)], at + len(quote)
        letter = source[at]
        if letter == "\\":
            if source.startswith("\\N{", at):
                return None
            text, at = text + source[at : at + 2], at + 2
        elif formatted and letter in "{}" and source[at : at + 2] == 2 * letter:
            text, at = text + letter, at + 2
        elif formatted and letter == "{":
            found = _field(source, at + 1)
            if found is None:
                return None
            pieces += [Raw(text), found[0]]
            text, at = "", found[1]
        else:
            text, at = text + letter, at + 1
    return None


def _field(source: str, at: int) -> tuple[Field, int] | None:
    """Read a field from behind its brace; return it and the place behind its closing brace."""
    start, depth = at, 0
    while at < len(source):
        letter = source[at]
        if letter in "'\"":
            at = source.find(letter, at + 1)
            if at < 0:
                return None
        elif letter in "([{":
            depth += 1
        elif depth and letter in ")]}":
            depth -= 1
        elif not depth and (letter in ":}" or (letter == "!" and source[at + 1 : at + 2] != "=")):
            end = source.find("}", at)
            rest = source[at:end]
            if end < 0 or "{" in rest or source[start:at].rstrip().endswith("="):
                return None
            return Field(source[start:at].strip(), rest in ("", "!s")), end + 1
        at += 1
    return None
