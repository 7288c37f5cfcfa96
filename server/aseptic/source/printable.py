"""Characters that move, colour or reorder what a terminal or an editor shows: nothing to print as they are."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, further ends of lines, and what reorders text."""
_ANYWHERE = re.compile(rf"{_UNPRINTABLE.pattern}|[\t\n]")

_LONGEST, _END = 80, 30
"""Characters of a name that is shown, and of its end where it is longer."""


def unprintable(text: str) -> str:
    """Return the first such character as Python escapes it; empty where there is none."""
    found = _UNPRINTABLE.search(text)
    return _escaped(found) if found else ""


def printable(text: str) -> str:
    """Return a text of some lines with such characters escaped, as `\\x1b`."""
    return _UNPRINTABLE.sub(_escaped, text)


def on_one_line(text: str) -> str:
    """Return the same on one line: ends of lines are escaped, too."""
    return _ANYWHERE.sub(_escaped, text)


def short(text: str) -> str:
    """Return a name to put into a sentence: on one line, and of a very long one how it begins and ends."""
    text = on_one_line(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - _END - 1]}…{text[-_END:]}"


def _escaped(found: re.Match[str]) -> str:
    return ascii(found[0])[1:-1]
