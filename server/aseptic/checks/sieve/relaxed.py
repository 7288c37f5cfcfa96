"""A pattern for a text, made into one for the code that holds it.

Where `pattern` is found in a text, the relaxed one is found in code that writes this text letter by letter. A text
begins after a quote or a field and ends before one; what must not follow cannot be told from outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from attrs import frozen

_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<not>\(\?<?!)|(?P<open>\()|(?P<close>\))|.",
    re.DOTALL,
)
_UNUSUAL = re.compile(r"\(\?[a-zA-Z]*[xm]")
_BEGINS = ("^", r"\A")
_BEGUN = r"[\"'}:]"
_EDGES = {**dict.fromkeys(_BEGINS, rf"(?<={_BEGUN})"), "$": r"(?=[\"'{}\\]|\Z)", r"\Z": r"(?=[\"'{}]|\Z)", r"\B": ""}
_SIGN = r"\w\-/:@*|"
_PLAIN_ESCAPE = r"\\[dw.\-/:@*|]"
_SIGNS = re.compile(rf"(?:\(\?i\))?(?:{_PLAIN_ESCAPE}|\[(?:[.{_SIGN}]|{_PLAIN_ESCAPE})+\]|[()?+{_SIGN}]|\{{[\d,]+\}})+")


@frozen
class Relaxed:
    """A relaxed pattern."""

    pattern: str
    plain: bool
    """Whether what it finds consists of letters, digits and the signs inside names, paths and addresses."""


@lru_cache(4096)
def relaxed(pattern: str, whole: bool = True) -> Relaxed | None:
    """Return the relaxed pattern; None where it cannot be made.

    Not `whole` means that the text may begin and end anywhere, as a comment does.
    """
    if _UNUSUAL.search(pattern):
        return None
    kept = list(_kept(pattern))
    edges = _EDGES if whole else dict.fromkeys(_EDGES, "")
    plain = _SIGNS.fullmatch("".join(token for token in kept if token not in _EDGES)) is not None
    loose = [edges.get(token, token) for token in kept]
    if whole and kept and kept[0] in _BEGINS:
        loose[0] = _BEGUN  # which is found faster than what has to be looked for before each letter
    return Relaxed("".join(loose), plain)


@lru_cache(4096)
def searching(pattern: str) -> re.Pattern[str] | None:
    """Compile a pattern when it is first looked for; None where it is found everywhere, or is none.

    There are hundreds of them, and an open document asks for a few.
    """
    try:
        found = re.compile(pattern)
    except re.error:
        return None
    return None if found.search("") else found


def _kept(pattern: str) -> Iterator[str]:
    """Yield the tokens of a pattern without what must not stand before or after."""
    depth, forbidden = 0, 0  # brackets that are open, and at which depth something must not follow
    for token in _TOKEN.finditer(pattern):
        depth += bool(token["open"] or token["not"])
        if token["not"] and not forbidden:
            forbidden = depth
        if not forbidden:
            yield token[0]
        if token["close"]:
            forbidden = 0 if forbidden == depth else forbidden
            depth -= 1
