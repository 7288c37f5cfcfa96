"""Which pieces the words of a text hold. The words of a project repeat, so each is looked at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from attrs import define, field

_RUN = re.compile(r"[a-z_][a-z0-9_]*")
_SHORTEST = 2
_MOST = 200_000


@lru_cache(4096)
def run_of(piece: str) -> str:
    """Return the longest part of a piece that lies inside one word; empty where none tells words apart."""
    found = max(_RUN.findall(piece), key=len, default="")
    return found if len(found) >= _SHORTEST and piece.isascii() else ""


@define
class Vocabulary:
    """Pieces of words, in lower case, and what words were found to hold."""

    runs: frozenset[str]
    _any: re.Pattern[str] = field(init=False)
    _met: set[str] = field(factory=set[str])
    _telling: dict[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    """The words among those met that hold any, with the runs that they hold."""

    def __attrs_post_init__(self) -> None:
        self._any = re.compile(_trie(sorted(self.runs)) or r"(?!)")

    def held(self, words: frozenset[str]) -> set[str]:
        """Return the runs that any of the words holds."""
        fresh = words - self._met
        if fresh:
            if len(self._met) > _MOST:
                self._met.clear()
            self._met |= fresh
            for word in fresh:
                lowered = word.lower()
                if self._any.search(lowered):
                    self._telling[word] = tuple(run for run in self.runs if run in lowered)
        found: set[str] = set()
        for word in words & self._telling.keys():
            found.update(self._telling[word])
        return found


def _trie(texts: Iterable[str]) -> str:
    """Return the alternatives by their first letters, which a pattern rules out one by one."""
    groups = groupby(texts, key=lambda text: text[0])
    return "|".join(f"{letter}(?:{'|'.join(text[1:] for text in group)})" for letter, group in groups)
