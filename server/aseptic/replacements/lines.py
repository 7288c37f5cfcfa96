"""An expression over several lines, on one: as a formatter writes it wherever it fits."""

from __future__ import annotations

import ast
import re

_OPENED = re.compile(r"(?<=[(\[{])\s*\n\s*")
_CLOSED = re.compile(r"\s*\n\s*(?=[)\]}])")
_BETWEEN = re.compile(r"\s*\n\s*")
_KEPT = re.compile(r",\s*\n\s*[)\]}]|#|\\|\"\"\"|'''")
"""What keeps the lines apart: a comma before the closing bracket, a comment, a text over lines."""


def on_one_line(text: str, room: int) -> str:
    """Return an expression on one line of so many columns; as it was where it does not fit, or is not to be joined."""
    if "\n" not in text or _KEPT.search(text):
        return text
    joined = _BETWEEN.sub(" ", _CLOSED.sub("", _OPENED.sub("", text)))
    return joined if len(joined) <= room and _same(joined, text) else text


def _same(one: str, other: str) -> bool:
    try:
        return ast.dump(ast.parse(f"({one})")) == ast.dump(ast.parse(f"({other})"))
    except (SyntaxError, ValueError):
        return False
