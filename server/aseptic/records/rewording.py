"""Whether reasons say in other words alone what others said before.

Who only dodges swaps words, turns clauses round, leaves some out or adds a phrase: most of what is said stays. A new
argument is about the same thing, and has its name and some small words in common with the old one, which weigh little.
Where a script puts no blanks between words, each two characters that follow one another count as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

_STEM = 5
"""Letters of a word by which it is known whatever its ending."""
_KNOWN = 0.6
"""Of what one of two texts says, by letters, that has to stand in the other."""
_LEFT = 0.45
"""And of the other in the one: in a long text most words of a short one are found by chance, and who adds more than
was there argues anew."""
_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The letters of Chinese and Japanese."""
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W{_UNSPACED}]+")


def reworded(then: str, now: str) -> bool:
    """Say whether two texts say in the main the same, whichever was first, in whatever order and form of the words."""
    old, new = ({*_words(each.casefold())} for each in (then, now))
    less, more = sorted((_share(new, old), _share(old, new)))
    return more >= _KNOWN and less >= _LEFT


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        if re.match(f"[{_UNSPACED}]", word):
            yield from map("".join, pairwise(word)) if len(word) > 1 else word
        else:
            yield word


def _share(some: Iterable[str], others: Iterable[str]) -> float:
    """Return how much of some words others are, by their letters: what is short is of use everywhere."""
    stems, words = {each[:_STEM] for each in others}, [*some]
    known = sum(len(each) for each in words if each[:_STEM] in stems)
    return known / max(1, sum(map(len, words)))
