"""Whether reasons say in other words alone what others said before.

Who only dodges swaps words, turns clauses round, leaves some out or adds a phrase: most of what is said stays. A new
argument is about the same thing, and has its name and some small words in common with the old one, which weigh little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_STEM = 5
"""Letters of a word by which it is known whatever its ending."""
_KNOWN = 0.6
"""Of what reasons say, by letters, that has to stand in the others."""
_LEFT = 1 / 3
"""Of those others, that has to be left: in a long text most words of a short one are found by chance."""


def reworded(then: str, now: str) -> bool:
    """Say whether what a text says now is in the main what another said, in whatever order and form of the words."""
    old, new = ({*re.findall(r"\w+", each.casefold())} for each in (then, now))
    return _share(new, old) >= _KNOWN and _share(old, new) >= _LEFT


def _share(some: Iterable[str], others: Iterable[str]) -> float:
    """Return how much of some words others are, by their letters: what is short is of use everywhere."""
    stems, words = {each[:_STEM] for each in others}, [*some]
    known = sum(len(each) for each in words if each[:_STEM] in stems)
    return known / max(1, sum(map(len, words)))
