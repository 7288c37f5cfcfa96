"""The texts that code writes, found without parsing it."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator

_SHORT = r"[^\\{0}\r\n]*+(?:\\(?:\r\n|[\s\S])[^\\{0}\r\n]*+)*+"
_LONG = r"[^\\{0}]*+(?:(?:\\[\s\S]|{0}(?!{0}{0}))[^\\{0}]*+)*+"
_BODIES = {'"""': _LONG.format('"'), "'''": _LONG.format("'"), '"': _SHORT.format('"'), "'": _SHORT.format("'")}
_QUOTES = dict(zip(_BODIES, "DSds", strict=True))
_LITERAL = re.compile(
    r"\#[^\r\n]*+|" + "|".join(f"{each}(?:(?P<{_QUOTES[each]}>{body}){each})?+" for each, body in _BODIES.items())
)
"""A comment, a text with its quotes, or quotes that nobody closed, and then the chunk does not parse.

Each begins with a letter of its own, which is found faster than a prefix that may be missing.
"""
_PREFIX = frozenset("rRbBuUfFtT")
_QUOTED_FIELD = re.compile(r"\{[^{}]*[\"']")
_VOID = re.compile(r"(?:\s|\\|#[^\r\n]*+)*+")
_ESCAPE = re.compile(
    r"\\(?:(?P<code>x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|N\{(?P<name>[^}]*)\}|(?P<octal>[0-7]{1,3})"
    r"|(?P<end>\r\n?|\n)|.)",
    re.DOTALL,
)


class UnclearError(ValueError):
    """A field with texts of its own: what they are, and since Python 3.12 where its text ends, cannot be told so."""


def joins_texts(text: str) -> bool:
    """Say whether two texts follow one another, which Python reads as one, or whether that cannot be told."""
    last = -1
    try:
        for start, _, _, end in _literals(text):
            if last >= 0 and _VOID.fullmatch(text, last, start):
                return True
            last = end
    except UnclearError:
        return True
    return False


def written_texts(text: str) -> str:
    """Return what stands between quotes, each text on lines of its own; all of it where that cannot be told."""
    try:
        return "\n".join(f'"{text[first:last]}"' for _, first, last, _ in _literals(text))
    except UnclearError:
        return text


def read_texts(text: str) -> str | None:
    """Return what the texts say, joined as Python joins them, each on lines of its own; None where nobody can tell."""
    said: list[str] = []
    last = -1
    try:
        for start, first, end, after in _literals(text):
            raw = "r" in text[start:first].lower()
            body = text[first:end] if raw else _ESCAPE.sub(_letter, text[first:end])
            if last >= 0 and _VOID.fullmatch(text, last, start):
                said[-1] += body
            else:
                said.append(body)
            last = after
    except UnclearError:
        return None
    return "\n".join(said)


def _letter(escape: re.Match[str]) -> str:
    """Return what an escape stands for, as far as that is any letter of a word."""
    if escape["end"]:
        return ""
    if escape["name"] is not None:
        try:
            return unicodedata.lookup(escape["name"])
        except KeyError:
            return escape[0]
    number = int(escape["code"][1:], 16) if escape["code"] else int(escape["octal"], 8) if escape["octal"] else -1
    return chr(number) if 0 <= number <= sys.maxunicode else escape[0]


def _literals(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield where each text starts, where its first letter is, and where it ends without and with its quotes."""
    for match in _LITERAL.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        first, last = match.span(kind)
        start = _prefixed(text, match.start())
        if start < first and "f" in text[start:first].lower():
            closed = text.count("{", first, last) == text.count("}", first, last)
            if not closed or _QUOTED_FIELD.search(text, first, last):
                raise UnclearError
        yield start, first, last, match.end()


def _prefixed(text: str, quote: int) -> int:
    """Return where the prefix of a text begins, of which the quote is known."""
    start = quote
    while start and quote - start < 2 and text[start - 1] in _PREFIX:
        start -= 1
    return quote if start and (text[start - 1].isalnum() or text[start - 1] == "_") else start
