"""Where strings, brackets and continuations stand at the end of a line: all that cutting needs of Python's lexis.

The scan follows Python 3.12, in which a replacement field of an f-string may hold any quote; older code is a
subset of that. A string with single quotes ends with its line even when nobody closed it, so that a quote typed
a moment ago spoils one line and not the file.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from aseptic.source.document import line_end


class Lexis(NamedTuple):
    """The state between two lines."""

    depth: int = 0
    """Brackets still open."""
    quote: str = ""
    """The quote of a string that goes on, or empty."""
    joined: bool = False
    """The line ended in a backslash, so the next one belongs to it."""

    @property
    def clean(self) -> bool:
        """Whether a new statement may begin on the next line."""
        return not (self.depth or self.quote or self.joined)


CLEAN = Lexis()

_DULL = re.compile(r"[^\"'()\[\]{}#\\]*")
_PARTS = (
    r"""(?P<prefix>(?<!\w)[rRbBuUfFtT]{1,2})?(?P<quote>"{3}|'{3}|"|')"""
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<hash>\#)"
)
_OPENING = re.compile(_PARTS)
_IN_FIELD = re.compile(_PARTS + "|(?P<spec>:)")
_DEEPEST = 50
"""Fields within fields that are followed; Python itself stops at 150 and nobody writes three."""
_BODY = {quote: re.compile(rf"(?:[^\\{quote}]|\\.)*", re.DOTALL) for quote in "\"'"}
_LONG_BODY = {quote * 3: re.compile(rf"(?:[^\\{quote}]|\\.|{quote}(?!{quote}{quote}))*", re.DOTALL) for quote in "\"'"}


@lru_cache(maxsize=16_384)
def advance(line: str, state: Lexis) -> Lexis:
    """Return the state after `line`, given the one before it."""
    stop = line_end(line)
    place, depth = 0, state.depth
    if state.quote:
        place, quote = _through_string(line, 0, stop, state.quote)
        if quote:
            return Lexis(depth, quote, False)
    elif _DULL.fullmatch(line, 0, stop):
        return CLEAN if state is CLEAN or not (depth or state.joined) else Lexis(depth)
    while place < stop:
        match = _OPENING.search(line, place, stop)
        if match is None:
            break
        place = match.end()
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth = max(depth - 1, 0)
        elif match["hash"]:
            return Lexis(depth)
        else:
            quote = match["quote"]
            if _formatted(match):
                place = _through_formatted(line, place, stop, quote)
            else:
                place, quote = _through_string(line, place, stop, quote)
                if quote:
                    return Lexis(depth, quote, False)
    joined = stop < len(line) and line[:stop].endswith("\\")
    return Lexis(depth, "", joined)


def _through_string(line: str, place: int, stop: int, quote: str) -> tuple[int, str]:
    """Walk a string's body; return the place after it, and the quote where it goes on in the next line."""
    body = _LONG_BODY[quote] if len(quote) == 3 else _BODY[quote]
    match = body.match(line, place, stop)
    end = match.end() if match else place
    if line.startswith(quote, end, stop):
        return end + len(quote), ""
    if len(quote) == 3:
        return stop, quote
    return stop, quote if line[place:stop].endswith("\\") and stop < len(line) else ""


def _through_formatted(line: str, place: int, stop: int, quote: str, level: int = 0) -> int:
    """Walk an f-string on one line, into its fields and out again; return the place after it."""
    while place < stop:
        letter = line[place]
        if letter == quote:
            return place + 1
        if letter == "\\":
            place += 2
        elif letter == "{":
            double = line.startswith("{{", place)
            place = place + 2 if double else _through_field(line, place + 1, stop, level + 1)
        else:
            place += 1
    return stop


def _through_field(line: str, place: int, stop: int, level: int) -> int:
    """Walk a replacement field to after its closing brace, or to the end of the line."""
    if level > _DEEPEST:
        return stop
    depth = 0
    while place < stop:
        match = _IN_FIELD.search(line, place, stop)
        if match is None or match["hash"]:
            return stop
        place = match.end()
        if match["open"]:
            depth += 1
        elif match["close"]:
            if depth == 0:
                return place
            depth -= 1
        elif match["spec"]:
            if depth == 0:
                return _through_spec(line, place, stop, level)
        elif _formatted(match):
            place = _through_formatted(line, place, stop, match["quote"], level)
        else:
            place, _ = _through_string(line, place, stop, match["quote"])
    return stop


def _through_spec(line: str, place: int, stop: int, level: int) -> int:
    """Walk a format specification, in which quotes are only fill, to after the field's closing brace."""
    while place < stop:
        if line[place] == "}":
            return place + 1
        place = _through_field(line, place + 1, stop, level + 1) if line[place] == "{" else place + 1
    return stop


def _formatted(match: re.Match[str]) -> bool:
    """Whether the string that opens here is an f-string or t-string with single quotes."""
    return len(match["quote"]) == 1 and any(letter in "fFtT" for letter in match["prefix"] or "")


def string_closes(line: str, place: int) -> bool:
    """Say whether the one-line string whose prefix begins at `place` is closed before the line ends."""
    match = _OPENING.match(line, place)
    if match is None or not match["quote"] or len(match["quote"]) == 3:
        return True
    if _formatted(match):
        end = _through_formatted(line, match.end(), len(line), match["quote"])
        return line[end - 1 : end] == match["quote"] and end > match.end()
    return _through_string(line, match.end(), len(line), match["quote"])[0] <= len(line)
