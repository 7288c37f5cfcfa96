"""What says the contrary of a test."""

from __future__ import annotations

import ast

from aseptic.replacements.site import Site
from aseptic.replacements.whole_number import is_whole

_OPPOSITE: dict[type[ast.cmpop], str] = {
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Eq: "!=",
    ast.NotEq: "==",
}
"""Not those of size: `nan` is neither below a limit nor at or above it."""
_REVERSE: dict[type[ast.cmpop], str] = {ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<"}
"""Those of size, where both sides are counts."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOSE = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.NamedExpr)


def denied(site: Site, test: ast.expr) -> str:
    """Return the source of what says the contrary of a test."""
    text = site.text_of(test)
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return site.text_of(operand)
        case ast.BoolOp(op=ast.Or(), values=values):
            return " and ".join(bracketed(site, each) for each in values)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if _is_sized(site, test) and type(op) in _REVERSE:
            return f"{site.text_of(left)} {_REVERSE[type(op)]} {site.text_of(right)}"
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPPOSITE:
            return f"{site.text_of(left)} {_OPPOSITE[type(op)]} {site.text_of(right)}"
        case _:
            return f"not ({text})" if isinstance(test, _LOOSE) else f"not {text}"


def bracketed(site: Site, test: ast.expr) -> str:
    """Return what denies one of several tests, as an operand of `and`."""
    loose = isinstance(test, ast.UnaryOp) and isinstance(test.operand, _LOOSE)
    contrary = denied(site, test)
    return f"({contrary})" if loose and not isinstance(test, ast.BoolOp) else contrary


def _is_sized(site: Site, test: ast.Compare) -> bool:
    """Whether the length of something is compared with a number that is written out, or with another length."""
    sides = (test.left, *test.comparators)
    return any(_is_length(site, each) for each in sides) and all(_is_count(site, each) for each in sides)


def _is_length(site: Site, node: ast.expr) -> bool:
    """Whether a value counts something, and is no `nan`: a length, an array's dimensions, what `range` is given,
    a name that is said to be a whole number."""
    match node:
        case ast.Call(func=ast.Name(id="len")) | ast.Attribute(attr="ndim"):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=index):
            return not isinstance(index, ast.Slice | ast.Tuple)
        case ast.Name(id=name):
            return name in _ranged(site) or is_whole(site, name)
        case _:
            return False


def _ranged(site: Site) -> frozenset[str]:
    """Return the names that the function gives to `range`, alone or one more or less."""
    function = next((each for each in site.above(site.node) if isinstance(each, _FUNCTIONS)), None)
    calls = (each for each in (ast.walk(function) if function else ()) if isinstance(each, ast.Call))
    given = (
        each for call in calls if isinstance(call.func, ast.Name) and call.func.id == "range" for each in call.args
    )
    found = (each.left if isinstance(each, ast.BinOp) else each for each in given)
    return frozenset(each.id for each in found if isinstance(each, ast.Name))


def _is_count(site: Site, node: ast.expr) -> bool:
    match node:
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub() | ast.Mult()):
            return _is_count(site, left) and _is_count(site, right)
        case ast.Constant(value=value):
            return type(value) is int
        case _:
            return _is_length(site, node)
