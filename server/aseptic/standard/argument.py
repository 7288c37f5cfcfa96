"""Whether a name that an entry gives an argument can be one, and whether what is banned has arguments at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aseptic.standard.detect import Banned, Used

_WHOLE = frozenset(("*", "**", "self"))
_PLACE = re.compile(r"[0-9]{1,2}")
_SOLE = frozenset((Used.ITEM, Used.COMPARED, Used.ASSIGNED, Used.DEMANDED))
"""Uses that have one argument, and no names for it."""
_NONE = frozenset((Used.REFERENCE, Used.IMPORT))
Fault = tuple[str, str, str]
"""The key at fault, from the entry on, what is wrong with it, and the cure."""


def odd_arguments(entry: Banned) -> Iterator[Fault]:
    """Yield where an entry asks for an argument that no code can give."""
    named = [(f"{key}.{name}", name) for key in ("when", "unless") for name in getattr(entry, key)]
    named += [(f"missing[{number}]", name) for number, name in enumerate(entry.missing)]
    for key, name in named:
        if entry.used in _NONE:
            yield key, f"what is used as {entry.used} has no arguments", "leave the condition out"
        elif entry.used in _SOLE and name != "0":
            yield key, f"what is used as {entry.used} has one argument, and that is 0", "write 0"
        elif name not in _WHOLE and not all(map(_is_argument, name.split("/"))):
            cure = "write a keyword (mode), a position from 0 to 99 (1), both (mode/1), *, ** or self"
            yield key, f"no argument is called '{name}'", cure


def _is_argument(part: str) -> bool:
    return part == "**" or part.isidentifier() or _PLACE.fullmatch(part) is not None
