"""The texts that code writes, found without parsing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_OPENING = re.compile(r"""\#[^\r\n]*+|(?P<prefix>(?<!\w)[rRbBuUfFtT]{1,2})?+(?P<quote>"{3}|'{3}|"|')""")
_SHORT = {quote: re.compile(rf"(?:[^\\{quote}\r\n]|\\(?:\r\n|.))*+{quote}", re.DOTALL) for quote in "\"'"}
_LONG = {
    quote * 3: re.compile(rf"(?:[^\\{quote}]|\\.|{quote}(?!{quote}{quote}))*+{quote * 3}", re.DOTALL) for quote in "\"'"
}
_CLOSING = {**_SHORT, **_LONG}
_VOID = re.compile(r"(?:\s|\\|#[^\r\n]*+)*+")


Literal = tuple[int, int, int, int]
"""Where a text starts, where its first letter is, and where it ends without and with its quotes."""


def literals(text: str) -> tuple[Literal, ...] | None:
    """Return the texts of some code, in order.

    None where that cannot be told: a field has quotes of its own, as Python 3.12 has them.
    """
    found: list[Literal] = []
    for each in _literals(text):
        if each is None:
            return None
        found.append(each)
    return tuple(found)


def joins_texts(text: str, found: tuple[Literal, ...] | None) -> bool:
    """Say whether two of the texts found follow one another, which Python reads as one, or whether nobody can tell."""
    if found is None:
        return True
    return any(_VOID.fullmatch(text, before[3], after[0]) for before, after in pairwise(found))


def written_texts(text: str, found: tuple[Literal, ...] | None) -> str:
    """Return what stands between quotes, each text on lines of its own; all of it where that cannot be told."""
    return text if found is None else "\n".join(f'"{text[first:last]}"' for _, first, last, _ in found)


def _literals(text: str) -> Iterator[Literal | None]:
    place = 0
    while match := _OPENING.search(text, place):
        place = match.end()
        quote = match["quote"]
        closing = _CLOSING[quote].match(text, place) if quote else None
        if closing is None:
            continue  # a comment; or a quote that nobody closed, and then the chunk does not parse
        last = closing.end() - len(quote)
        if "f" in (match["prefix"] or "").lower() and text.count("{", place, last) != text.count("}", place, last):
            yield None
            return
        yield match.start(), place, last, closing.end()
        place = closing.end()
