"""Tests that say which records they verify: `# verifies: DEV-0007` above a definition, or in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from aseptic.source.record_id import RECORD_ID
from aseptic.source.requoting import tree_of

_ID = RECORD_ID
_COMMENT = re.compile(rf"#[ \t]*verifies:[ \t]*({_ID.pattern}(?:[ \t,]+{_ID.pattern})*)")


def verifying(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each record that is named so, with the dotted definition that verifies it; empty for the module."""
    marked = [(number, match[1]) for number, line in enumerate(lines, 1) if (match := _COMMENT.search(line))]
    if not marked:
        return
    try:
        tree = tree_of("".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    found = list(_definitions(tree.body, ""))
    for number, ids in marked:
        around = [name for first, last, name in found if first <= number <= last]
        below = next(
            (name for first, _, name in found if first > number and not _code_between(lines, number, first)), ""
        )
        for identity in _ID.findall(ids):
            yield identity, below or (around[-1] if around else "")


def _definitions(body: Sequence[ast.stmt], scope: str) -> Iterator[tuple[int, int, str]]:
    """Yield first line, last line and dotted name of every definition, the outer before the inner."""
    for each in body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{scope}.{each.name}" if scope else each.name
            first = min([each.lineno, *(one.lineno for one in each.decorator_list)])
            yield first, each.end_lineno or first, name
            yield from _definitions(each.body, name)


def _code_between(lines: Sequence[str], number: int, first: int) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in lines[number : first - 1])
