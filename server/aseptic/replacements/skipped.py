"""What a loop skips because it does not fit: an attribute that is not there, a line without what is looked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from aseptic.replacements.command import quoted
from aseptic.replacements.failing import quote, within
from aseptic.replacements.site import Site

_LINES = re.compile(r"\b(?:\w+_)?lines?\d?\b|\.split(?:lines)?\(|\breadlines\(", re.IGNORECASE)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def skipped(site: Site, tried: ast.Try) -> str:
    """Return what a log is given about one of many of which some fail by nature; "" where a failure is an error.

    So it is in a loop over lines, or over what may be there, whose first step takes an attribute by its name or an
    item by its number. What a line holds is not told: it may be somebody's.
    """
    loop = next((each for each in _round(site, tried) if isinstance(each, ast.For)), None)
    if loop is None or not isinstance(loop.target, ast.Name) or _is_loguru(site):
        return ""
    name, place = loop.target.id, f"in {within(site)}"
    literal = isinstance(loop.iter, ast.List | ast.Tuple | ast.Set) and all(map(_is_text, loop.iter.elts))
    asked = [each for node in _first(tried.body[0]) for each in ast.walk(node)]
    if any(_is_taken(each, name) for each in asked) or (literal and any(map(_is_numbered, asked))):
        return f"{quoted(f'skipped %s {place}', quote(site))}, {name}"
    lines = _LINES.search(f"{name} {site.text_of(loop.iter)}")
    return quoted(f"skipped a line {place}", quote(site)) if lines and any(map(_is_numbered, asked)) else ""


def _round(site: Site, node: ast.AST) -> Iterator[ast.AST]:
    for outer in site.above(node):
        if isinstance(outer, _FUNCTIONS):
            return
        yield outer


def _is_loguru(site: Site) -> bool:
    return any(each.startswith("loguru") for each in site.module_names.values())


def _first(statement: ast.stmt) -> list[ast.AST]:
    """Return what of a statement is done first."""
    match statement:
        case ast.For(iter=first) | ast.If(test=first) | ast.While(test=first):
            return [first]
        case ast.With(items=items):
            return [*items]
        case ast.Try() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return []
        case _:
            return [statement]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_taken(node: ast.AST, name: str) -> bool:
    """Whether the attribute is asked for that the loop names."""
    match node:
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Name(id=given)]):
            return given == name
        case _:
            return False


def _is_numbered(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(slice=ast.Constant(value=int()), ctx=ast.Load()):
            return True
        case _:
            return False
