"""Whether a reason was written at all, as far as its words alone tell."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from aseptic.source.document import split_lines

_CODE = re.compile(r"`[^`]*`")
_WORDS = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)*")
_MARKS = ("TODO", "TBD", "FIXME")
_PLACEHOLDER = re.compile(rf"\b(?:{'|'.join(_MARKS)})\b")
_UNFINISHED = re.compile(rf"[ \t>*_-]*(?:{'|'.join(_MARKS)})\b", re.IGNORECASE)
_LATER = ("later", "soon", "eventually", "tomorrow", "someday")
"""Words by which something is put off."""
_HINTS = (*_MARKS, *(each.upper() for each in _LATER))
_PUT_OFF = frozenset(_LATER) | frozenset(
    (
        "a add and as at be by come do done explain explained fill filled fix fixed for get i in is it justified "
        "justify look me much must need needed needs of on or out please possible put reason reasons same shall should "
        "something sometime sort that the them there these this time to up us we will with write written"
    ).split()
)
"""Words that say nothing but that something is to be done, beside those."""


def weight(text: str) -> int:
    """Return how much a text says, in characters: a wide one, as of Chinese and Japanese, says as much as two."""
    return len(text) if text.isascii() else sum(1 + (east_asian_width(each) in "WF") for each in text)


def too_short(text: str, shortest: int) -> str:
    """Return by how much a text is too short, as the end of a sentence."""
    size = weight(text)
    wide = " (a wide one counts as two)" * (size > len(text))
    return f"{size} of at least {shortest} characters{wide}"


def unfinished(text: str) -> bool:
    """Say whether a reason is still to be written, whatever its length."""
    if text.isascii() and not any(mark in text.upper() for mark in _HINTS):  # most are, and hold none
        return False
    if _put_off(text):
        return True
    return any(_UNFINISHED.match(line) or _PLACEHOLDER.search(_CODE.sub("", line)) for line in split_lines(text))


def _put_off(text: str) -> bool:
    """Say whether a text says only that something will be done another time."""
    words = {each.casefold() for each in re.findall(r"[^\W\d_]+", text)}
    return words <= _PUT_OFF and not words.isdisjoint(_LATER)


def says_nothing(text: str) -> bool:
    """Say whether a text is as good as none: one letter or one word, over and over."""
    letters: set[str] = set()
    words: list[str] = []
    for found in _WORDS.finditer(text):  # the first two words tell it of most texts
        words.append(found[0].casefold())
        letters.update(words[-1])
        if len(letters) >= 4 and words[-1] != words[0]:
            return False
    return len(letters) < 4 or len(words) > 1
