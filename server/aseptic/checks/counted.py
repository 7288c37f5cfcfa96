"""Whether a condition has made sure that a name is a number, or nothing at all, where it is read."""

from __future__ import annotations

import ast

from aseptic.checks.detector import Subject

_NUMBERS = frozenset({"int", "float", "bool", "Decimal"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def is_number_there(node: ast.expr, subject: Subject) -> bool:
    """Say whether an `if` round a name holds only of numbers, of None and of the empty text.

    The name has got no other value since: none of its bindings stands between the condition and the reader.
    """
    parents, inner = subject.parsed.parents, node
    while isinstance(node, ast.Name) and inner in parents and not isinstance(inner, _FUNCTIONS):
        outer = parents[inner]
        within = outer.body if isinstance(outer, ast.If) else [outer.body] if isinstance(outer, ast.IfExp) else []
        if isinstance(outer, ast.If | ast.IfExp) and inner in within and _holds_of_numbers(outer.test, node.id):
            stored = (each.lineno for each in subject.stores.get(node.id, ()))
            return not any(outer.lineno <= line <= node.lineno for line in stored)
        inner = outer
    return False


def _holds_of_numbers(test: ast.expr, name: str) -> bool:
    match test:
        case ast.BoolOp(op=ast.And(), values=parts):
            return any(_holds_of_numbers(each, name) for each in parts)
        case ast.BoolOp(op=ast.Or(), values=parts):
            return all(_holds_of_numbers(each, name) for each in parts)
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=asked), kinds]):
            each = kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]
            return asked == name and all(isinstance(kind, ast.Name) and kind.id in _NUMBERS for kind in each)
        case ast.Compare(left=ast.Name(id=asked), ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(value=value)]):
            return asked == name and value in (None, "")
        case _:
            return False
