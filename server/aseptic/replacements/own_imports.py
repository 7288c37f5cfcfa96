"""Imports inside a function that nothing in it needs any more, whatever the rest of the module imports and reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from aseptic.replacements.leftover import imports_of, removal, texts_reading
from aseptic.source.parse import Parsed
from aseptic.source.span import Edit

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def own_removals(parsed: Parsed, edits: Sequence[Edit], name: str) -> Iterator[Edit]:
    """Yield the edits that take the import of a name out of a function where `edits` took its last use there.

    One that is imported more than once there stays, and one that a text or a comment of the chunk may read.
    """
    word = re.compile(rf"\b{re.escape(name)}\b")
    if any(word.search(edit.text) for edit in edits) or any("# type:" in line for line in parsed.lines):
        return
    imported = list(imports_of(parsed, name))
    for statement, alias in imported:
        function = _function_of(parsed, statement)
        if function is None or sum(_is_in(parsed, each, function) for each, _ in imported) > 1:
            continue
        uses = (*parsed.naming(function, name), *texts_reading(parsed, function, name))
        gone = [each for each in uses if _is_taken(parsed, each, edits)]
        edit = removal(parsed, statement, alias) if gone and len(gone) == len(uses) else None
        if edit:
            yield edit


def _function_of(parsed: Parsed, node: ast.AST) -> ast.AST | None:
    holder = parsed.parents.get(node)
    while holder is not None and not isinstance(holder, (*_FUNCTIONS, ast.ClassDef)):
        holder = parsed.parents.get(holder)
    return holder if isinstance(holder, _FUNCTIONS) else None


def _is_in(parsed: Parsed, node: ast.AST, outer: ast.AST) -> bool:
    return any(each is node for each in parsed.inside(outer))


def _is_taken(parsed: Parsed, node: ast.AST, edits: Sequence[Edit]) -> bool:
    """Whether an edit takes a node away; a declaration is no such one, as what it is of has to be somewhere."""
    if isinstance(node, ast.Global | ast.Nonlocal):
        return False
    span = parsed.span(node)
    return any(edit.span.start <= span.start and span.end <= edit.span.end for edit in edits)
