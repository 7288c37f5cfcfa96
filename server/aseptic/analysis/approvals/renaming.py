"""Whether code is other code in which a few variables are called otherwise."""

from __future__ import annotations

import re

Lines = frozenset[bytes]
_DEFINITION = re.compile(rb"(?:async )?(?:def|class) \w+")
_NAME = re.compile(rb"[^\W\d]\w*")
FEWEST = 4
"""Lines by which code is known that is written otherwise."""


def definitions(lines: Lines) -> frozenset[bytes]:
    """Return the functions and classes that lines define, by name."""
    return frozenset(found[0] for each in lines if (found := _DEFINITION.match(each)))


def renames(lines: Lines, old: bytes) -> bool:
    """Say whether some text has most of these lines, but for names that are in one of them alone: few of those.

    With one name for all of them, code that is not the same soon looks it; so no more than a fourth may differ.
    """
    had = frozenset(_NAME.findall(old))
    names = frozenset(name for each in lines for name in _NAME.findall(each))
    others = names - had
    if len(lines) < FEWEST or not others or 4 * len(others) > len(names):
        return False
    bare = frozenset(b" ".join(each.split()) for each in old.splitlines())
    there = frozenset(_without(each, had - names) for each in bare)
    return 4 * sum(_without(each, others) in there for each in lines) >= 3 * len(lines)


def _without(line: bytes, names: frozenset[bytes]) -> bytes:
    return _NAME.sub(lambda found: b"_" if found[0] in names else found[0], line)
