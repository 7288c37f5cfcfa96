"""What says the contrary of a test."""

from __future__ import annotations

import ast

from aseptic.replacements.site import Site

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
_LOOSE = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.NamedExpr)


def denied(site: Site, test: ast.expr) -> str:
    """Return the source of what says the contrary of a test."""
    text = site.text_of(test)
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return site.text_of(operand)
        case ast.BoolOp(op=ast.Or(), values=values):
            return " and ".join(bracketed(site, each) for each in values)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if _is_sized(test) and type(op) in _REVERSE:
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


def _is_sized(test: ast.Compare) -> bool:
    """Whether the length of something is compared with a number that is written out, or with another length."""
    sides = (test.left, *test.comparators)
    return any(map(_is_length, sides)) and all(map(_is_count, sides))


def _is_length(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "len"


def _is_count(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub() | ast.Mult()):
            return _is_count(left) and _is_count(right)
        case ast.Constant(value=value):
            return type(value) is int
        case _:
            return _is_length(node)
