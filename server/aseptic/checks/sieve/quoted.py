"""The texts that code writes, found without parsing it."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator

_OPENING = re.compile(r"""\#[^\r\n]*+|(?P<prefix>(?<!\w)[rRbBuUfFtT]{1,2})?+(?P<quote>"{3}|'{3}|"|')""")
_SHORT = {quote: re.compile(rf"(?:[^\\{quote}\r\n]|\\(?:\r\n|.))*+{quote}", re.DOTALL) for quote in "\"'"}
_LONG = {
    quote * 3: re.compile(rf"(?:[^\\{quote}]|\\.|{quote}(?!{quote}{quote}))*+{quote * 3}", re.DOTALL) for quote in "\"'"
}
_CLOSING = {**_SHORT, **_LONG}
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
    place = 0
    while match := _OPENING.search(text, place):
        place = match.end()
        quote = match["quote"]
        closing = _CLOSING[quote].match(text, place) if quote else None
        if closing is None:
            continue  # a comment; or a quote that nobody closed, and then the chunk does not parse
        last = closing.end() - len(quote)
        if "f" in (match["prefix"] or "").lower():
            closed = text.count("{", place, last) == text.count("}", place, last)
            if not closed or _QUOTED_FIELD.search(text, place, last):
                raise UnclearError
        yield match.start(), place, last, closing.end()
        place = closing.end()
