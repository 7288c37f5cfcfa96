"""A digest that others hold, by what becomes of it: who has the old value meets another one when the hash changes."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.fate import fate, named
from aseptic.replacements.site import Site
from aseptic.source.dotted import dotted

_SAME = re.compile(r"\breproduc|\bconsistent|\bstable\b|\bdeterminis|\brepeatab", re.IGNORECASE)
"""What a comment says of a value that stays the same from one run to the next."""
_SEALS = re.compile(r"finger_?print|thumb_?print|seal", re.IGNORECASE)
"""What a function is called whose digest tells the genuine from the altered."""
_DIGESTS = frozenset({"digest", "hexdigest"})
_WRITING = frozenset({"dump", "dumps", "write", "writelines", "writerow", "writerows"})
_HOLDING = (ast.BinOp, ast.Dict, ast.FormattedValue, ast.JoinedStr, ast.List, ast.Tuple)
"""What holds a value as it is."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NEAR = 6
"""Lines above a hash in which a comment is about it."""


def is_kept(site: Site, call: ast.Call) -> bool:
    """Say whether a digest is returned, written or cut to a length, or a comment above says that it stays the same.

    A seal is none: that it changes is what the change is for.
    """
    functions = [each for each in site.above(call) if isinstance(each, _FUNCTIONS)]
    if any(_SEALS.search(each.name) for each in functions):
        return False
    digests = [each for each in fate(site, call) if _is_digest(each)]
    uses = [use for each in digests if isinstance(each, ast.expr) for use in _uses(site, each, functions)]
    return any(_goes_out(site, each) for each in uses) or any(map(_SAME.search, _said(site, call)))


def _is_digest(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _DIGESTS


def _uses(site: Site, digest: ast.expr, functions: list[ast.FunctionDef | ast.AsyncFunctionDef]) -> list[ast.expr]:
    """Return a digest, and where its name is read in its function."""
    name = named(site, digest)
    nodes = (each for each in ast.walk(functions[0]) if isinstance(each, ast.Name)) if functions and name else ()
    return [digest, *(each for each in nodes if each.id == name and isinstance(each.ctx, ast.Load))]


def _goes_out(site: Site, value: ast.expr) -> bool:
    inner: ast.AST = value
    for outer in site.above(value):
        match outer:
            case ast.Subscript(value=held, slice=ast.Slice()) if held is inner:
                return True
            case ast.Return() | ast.Yield():
                return True
            case ast.Attribute(attr="decode" | "encode" | "lower" | "upper"):
                inner = outer
            case ast.Call(func=function) if function is inner:
                inner = outer
            case ast.Call(func=function):
                return (dotted(function) or getattr(function, "attr", "")).rpartition(".")[2] in _WRITING
            case _ if not isinstance(outer, _HOLDING):
                return False
            case _:
                inner = outer
    return False


def _said(site: Site, call: ast.Call) -> list[str]:
    """Return the comments near a hash, and above it in its block."""
    line = site.parsed.span(call).start.line
    near = site.parsed.lines[max(line - _NEAR, 0) : line + 1]
    return [each.partition("#")[2] for each in near if "#" in each]
