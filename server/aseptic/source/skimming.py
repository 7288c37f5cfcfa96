"""Lines that cannot matter to the cut, skipped many at a time.

A statement is dull that is indented deeper than where chunks begin, with all its lines, and closes all that it opens
in the plainest way: no backslash, no prefix of a string, no more than a few brackets within brackets. Nearly all
statements of nearly all code are. What is skipped is what `boundary` would have walked through to no effect.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

_DEEPEST = 5
_PLAIN = r"[^\"'#()\[\]{}\\\r\n\f]++"
_SHORT = r"(?<!\w)\"(?!\"\")[^\"\\\r\n]*+\"|(?<!\w)'(?!'')[^'\\\r\n]*+'"


@lru_cache(512)
def _dull(indent: str) -> re.Pattern[str]:
    """Return the pattern of dull lines where chunks begin at an indentation."""
    deeper = rf"{re.escape(indent)}[ \t]"
    newline = rf"\r?\n(?={deeper}|[ \t]*+\r?\n)"
    long = "|".join(
        rf"(?<!\w){quote * 3}(?:[^{quote}\\\r\n\f]|{quote}(?!{quote * 2})|{newline})*+{quote * 3}" for quote in "\"'"
    )
    text = rf"{_PLAIN}|{_SHORT}|{long}"
    inner = rf"(?:{text}|#[^\r\n]*+|{newline})*+"
    for _ in range(_DEEPEST):
        inner = rf"(?:{text}|#[^\r\n]*+|{newline}|[(\[{{]{inner}[)\]}}])*+"
    code = rf"{deeper}[ \t]*+(?:{text}|[(\[{{]{inner}[)\]}}])*+"
    return re.compile(rf"(?:(?:[ \t]*+(?:#[^\r\n]*+)?|{code}(?:#[^\r\n]*+)?)\r?\n)*+")


class Skim:
    """A text, to be skipped through."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = "".join(lines)
        self._starts = [0, *accumulate(map(len, lines))]

    def past(self, place: int, indent: str) -> int:
        """Return the first line from `place` on that is not dull."""
        match = _dull(indent).match(self._text, self._starts[place])
        return bisect_left(self._starts, match.end(), place) if match else place
