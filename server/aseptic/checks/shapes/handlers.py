"""Handlers that swallow every error, and jumps that drop one that is on its way."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.checks.detector import Subject
from aseptic.checks.narrowing.failure import lost_work

_ALL = frozenset({"Exception", "BaseException"})
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def silent_handlers(node: ast.AST, subject: Subject) -> Iterator[ast.AST]:
    """Yield the handlers of a `try` that catch all errors, do nothing, and so hide that work was not done."""
    if isinstance(node, ast.Try | ast.TryStar):
        for handler in node.handlers:
            if _catches_all(handler.type) and _is_empty(handler, node) and lost_work(handler, "", subject):
                yield handler


def _catches_all(caught: ast.expr | None) -> bool:
    match caught:
        case None:
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in _ALL
        case ast.Tuple(elts=parts):
            return any(map(_catches_all, parts))
        case _:
            return False


def _is_empty(handler: ast.ExceptHandler, statement: ast.Try | ast.TryStar) -> bool:
    """Whether a handler does nothing. A bare `return` is nothing where the work itself returns no value."""
    answers = any(isinstance(each, ast.Return) and each.value is not None for each in _own(statement.body))
    return all(
        isinstance(each, ast.Pass)
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        or (isinstance(each, ast.Return) and each.value is None and not answers)
        for each in handler.body
    )


def jumps_in_finally(node: ast.AST, _: Subject) -> Iterator[ast.AST]:
    """Yield what leaves a `finally` block before its end: the error that is on its way is gone then."""
    if isinstance(node, ast.Try | ast.TryStar):
        for each in _own(node.finalbody):
            if isinstance(each, ast.Return):
                yield each
        yield from _leaving(node.finalbody)


def _own(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the nodes of a block that run with it: none of a function or class inside."""
    stack: list[ast.AST] = list(reversed(statements))
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, _FUNCTIONS):
            stack.extend(reversed(list(ast.iter_child_nodes(node))))


def _leaving(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the jumps out of a loop that is round the block."""
    stack: list[ast.AST] = list(reversed(statements))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Break | ast.Continue):
            yield node
        if isinstance(node, _LOOPS):
            stack.extend(reversed(node.orelse))
        elif not isinstance(node, _FUNCTIONS):
            stack.extend(reversed(list(ast.iter_child_nodes(node))))
