"""Whether a condition has made sure that a name is a number, or nothing at all, where it is read."""

from __future__ import annotations

import ast

from aseptic.checks.detector import Subject

_NUMBERS = frozenset({"int", "float", "bool", "Decimal"})
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def is_number_there(node: ast.expr, subject: Subject) -> bool:
    """Say whether an `if` round a name holds only of numbers, of None and of the empty text.

    The name has got no other value since: none of its bindings stands between the condition and the reader.
    """
    parents, inner, end = subject.parsed.parents, node, node.lineno
    while isinstance(node, ast.Name) and inner in parents and not isinstance(inner, _FUNCTIONS):
        outer = parents[inner]
        within = outer.body if isinstance(outer, ast.If) else [outer.body] if isinstance(outer, ast.IfExp) else []
        if isinstance(outer, ast.If | ast.IfExp) and inner in within and _holds_of_numbers(outer.test, node.id):
            bound = (getattr(each, "lineno", 0) for each in subject.parsed.inside(outer) if _binds(each, node.id))
            return not any(line <= end for line in bound)
        if isinstance(outer, _LOOPS):
            end = outer.end_lineno or end  # what is bound below comes round again
        inner = outer
    return False


def _binds(node: ast.AST, name: str) -> bool:
    """Whether a node gives a name another value."""
    match node:
        case ast.Name(id=bound, ctx=ast.Store() | ast.Del()):
            return bound == name
        case ast.MatchAs(name=bound) | ast.MatchStar(name=bound) | ast.MatchMapping(rest=bound):
            return bound == name
        case ast.ExceptHandler(name=bound) | ast.FunctionDef(name=bound) | ast.AsyncFunctionDef(name=bound):
            return bound == name
        case ast.ClassDef(name=bound):
            return bound == name
        case ast.alias(name=whole, asname=bound):
            return (bound or whole.partition(".")[0]) == name
        case _:
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
