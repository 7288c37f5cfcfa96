"""What `:=` binds in a statement, and from where on: it may stand where what it is in is not gone through whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.source.binding import Binding
from aseptic.source.term import term

Place = tuple[int, int]
_LEFT_OUT = (ast.BoolOp, ast.Compare, ast.ExceptHandler, ast.match_case, ast.Assert)
"""What may be left before its end: all but its beginning may not come about."""
_TURNED = (ast.IfExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
"""What is not gone through in the order of the text."""


def walrus(statement: ast.stmt) -> Iterator[tuple[Binding, Place, Place]]:
    """Yield what `:=` binds in a statement, functions and statements inside it left out.

    With each stands the place where its value is read, and the one from which on it holds.
    """
    stack: list[tuple[ast.AST, bool, Place | None]] = [(statement, False, None)]
    while stack:
        node, perhaps, since = stack.pop()
        if isinstance(node, _TURNED) and since is None:
            since = node.lineno, node.col_offset
        if isinstance(node, ast.NamedExpr):
            start = node.lineno, node.col_offset
            end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
            yield Binding(node.target.id, term(node.value), conditional=perhaps), start, since or end
        left = isinstance(node, (*_LEFT_OUT, *_TURNED))
        surely = _begun(node)
        children = [each for each in ast.iter_child_nodes(node) if not isinstance(each, ast.stmt | ast.Lambda)]
        stack.extend((each, perhaps or (left and each is not surely), since) for each in reversed(children))


def _begun(node: ast.AST) -> ast.AST | None:
    """Return what of an expression comes about whenever it does itself."""
    match node:
        case ast.BoolOp(values=[first, *_]) | ast.Compare(left=first) | ast.IfExp(test=first):
            return first
        case _:
            return None
