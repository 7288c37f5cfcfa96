"""What is known of a text from the one that it was before somebody typed in one of its lines."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cached_property, lru_cache

from attrs import define

_IN_LINE = re.compile(
    r"(?:\(\?i\))?(?:[ -#%-'*-Z_-~]|\\[bdwS\-./:@*|()\[\]{}+?\"'#]|\((?:\?(?:[:=!>]|<[=!]|P<\w+>)|(?!\?))|\)"
    r"|\[(?!\^)(?:[ -\[^-~]|\\[dw\-./:\[\]\"'])+\])+"
)
"""Patterns that neither find the end of a line nor look across it, nor for the ends of the text."""


@define(frozen=True, slots=False, eq=False)
class Past:
    """What an earlier text tells: all else is as it was but for one line."""

    line: str
    denied: Set[object]
    """What was asked for and not there."""
    made: frozenset[str] | None
    """The parts of names that its texts could make; None where that is not known."""

    @cached_property
    def lowered(self) -> str:
        """The line in lower case."""
        return self.line.lower()


@lru_cache(4096)
def stays_in_line(pattern: str) -> bool:
    """Say whether a pattern finds in a line alone all that it finds there in the whole text."""
    return _IN_LINE.fullmatch(pattern) is not None
