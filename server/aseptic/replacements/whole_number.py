"""Names that are said to stand for whole numbers, which are below a limit, or at or above it: none is `nan`."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.site import Site
from aseptic.replacements.statement import above_in

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WHOLE = re.compile(r"""["']?(?:Optional\[int\]|typing\.Optional\[int\]|int(?:\s*\|\s*None)?|None\s*\|\s*int)["']?""")
"""Annotations of whole numbers. None passes no test of size, it raises a TypeError either way."""


def is_whole(site: Site, name: str) -> bool:
    """Say whether the function has a name only once, annotated as an `int`, or has it tested for one above the site."""
    function = next((each for each in site.above(site.node) if isinstance(each, _FUNCTIONS)), None)
    if function is None:
        return False
    uses = site.parsed.naming(function, name)
    bound = [each for each in uses if not isinstance(each, ast.Name) or not isinstance(each.ctx, ast.Load)]
    if len(bound) != 1:
        return False
    holder = site.parsed.parents.get(bound[0])
    told = bound[0].annotation if isinstance(bound[0], ast.arg) else getattr(holder, "annotation", None)
    if isinstance(told, ast.expr) and _WHOLE.fullmatch(site.text_of(told)):
        return True
    return any(_asks(each, name) for each in above_in(site, function))


def _asks(statement: ast.stmt, name: str) -> bool:
    """Whether nothing goes on past a statement unless a name is an `int`."""
    match statement:
        case ast.Assert(test=test):
            return _is_asked(test, name)
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=test), body=[*_, ast.Raise() | ast.Return()], orelse=[]):
            return _is_asked(test, name)
        case _:
            return False


def _is_asked(test: ast.expr, name: str) -> bool:
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=asked), ast.Name(id="int")]):
            return asked == name
        case ast.BoolOp(op=ast.And(), values=values):
            return any(_is_asked(each, name) for each in values)
        case _:
            return False
