"""The texts that code writes, found without parsing it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENING = re.compile(r"""\#[^\r\n]*+|(?P<prefix>(?<!\w)[rRbBuUfFtT]{1,2})?+(?P<quote>"{3}|'{3}|"|')""")
_SHORT = {quote: re.compile(rf"(?:[^\\{quote}\r\n]|\\(?:\r\n|.))*+{quote}", re.DOTALL) for quote in "\"'"}
_LONG = {
    quote * 3: re.compile(rf"(?:[^\\{quote}]|\\.|{quote}(?!{quote}{quote}))*+{quote * 3}", re.DOTALL) for quote in "\"'"
}
_CLOSING = {**_SHORT, **_LONG}
_VOID = re.compile(r"(?:\s|\\|#[^\r\n]*+)*+")


class UnclearError(ValueError):
    """A field with quotes of its own, as Python 3.12 has them: where its text ends cannot be told in this way."""


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
        if "f" in (match["prefix"] or "").lower() and text.count("{", place, last) != text.count("}", place, last):
            raise UnclearError
        yield match.start(), place, last, closing.end()
        place = closing.end()
