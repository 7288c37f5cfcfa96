"""What `:=` binds in a statement, and from where on: it may stand where what it is in is not gone through whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.source.binding import Binding
from aseptic.source.term import term

Place = tuple[int, int]
_LEFT_OUT = (ast.BoolOp, ast.Compare, ast.ExceptHandler, ast.match_case, ast.Assert)
"""What may be left before its end."""
_TURNED = (ast.IfExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
"""What is not gone through in the order of the text."""


def walrus(statement: ast.stmt) -> Iterator[tuple[Binding, Place, Place]]:
    """Yield what `:=` binds in a statement, functions and statements inside it left out.

    With each stands the place where its value is read, and the one from which on it holds.
    """
    stack: list[tuple[ast.AST, bool, Place | None]] = [(statement, False, None)]
    while stack:
        node, perhaps, since = stack.pop()
        perhaps = perhaps or isinstance(node, (*_LEFT_OUT, *_TURNED))
        if isinstance(node, _TURNED) and since is None:
            since = node.lineno, node.col_offset
        if isinstance(node, ast.NamedExpr):
            start = node.lineno, node.col_offset
            end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
            yield Binding(node.target.id, term(node.value), conditional=perhaps), start, since or end
        children = [each for each in ast.iter_child_nodes(node) if not isinstance(each, ast.stmt | ast.Lambda)]
        stack.extend((each, perhaps, since) for each in reversed(children))
