"""Whether two texts of a module say the same and differ in comments, blank lines and layout alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from itertools import takewhile

from aseptic.source.cut import Cut

_OWNER = "class _:\n"
_TELLING = re.compile(r"#[ \t]*type:[^\r\n]*")
"""A comment that tells a type, as it was written before there were annotations."""
_INDENTED = re.compile(r"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n))*[ \t]")


def same_code(lines: Sequence[str], cut: Cut, others: Sequence[str]) -> bool:
    """Say whether a module's lines, cut into chunks, are the same code as others; of what does not parse nobody knows.

    Only the chunks that hold a difference are parsed, and the one above, which ends too early where it is broken.
    """
    most = min(len(lines), len(others))
    above = _equal(lines, others)
    if above == len(lines) == len(others):
        return True
    if not lines:
        return False
    below = min(_equal(lines[::-1], others[::-1]), most - above)
    start = cut.start(max(cut.at(above) - 1, 0))
    last = cut.at(len(lines) - below)
    for end in (cut.start(min(last + more, len(cut.chunks))) for more in (1, 2)):  # a class's header needs a member
        ours = _said("".join(lines[start:end]))
        if ours is not None:
            return ours == _said("".join(others[start : len(others) - (len(lines) - end)]))
    return False


def _equal(some: Sequence[str], others: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))


def _said(text: str) -> tuple[str, list[str]] | None:
    try:
        tree = ast.parse(_OWNER + text if _INDENTED.match(text) else text)
        return ast.dump(tree), _TELLING.findall(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
