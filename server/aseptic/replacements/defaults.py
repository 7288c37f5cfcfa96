"""What stands for a value where it cannot be had: nothing, as it was said above what was tried."""

from __future__ import annotations

import ast

from aseptic.replacements.site import Site
from aseptic.replacements.statement import above_in

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def falls_back(site: Site, tried: ast.Try) -> bool:
    """Say whether all that is tried is to get values, and that each which is read below was None or empty before.

    A number, a truth or a text that means something is no such default: it would pass for what was not got.
    """
    if any(isinstance(each, ast.Expr | ast.Delete | ast.With | ast.For | ast.While) for each in tried.body):
        return False  # something is done
    stored = [each for each in _inside(tried) if isinstance(each, ast.Name | ast.Attribute | ast.Subscript)]
    stored = [each for each in stored if isinstance(each.ctx, ast.Store)]
    names = {each.id for each in stored if isinstance(each, ast.Name)}
    function = next((each for each in site.above(tried) if isinstance(each, _FUNCTIONS)), None)
    if function is None or not names or len(names) < len({ast.unparse(each) for each in stored}):
        return False
    read = {name for name in names if _is_read_below(site, function, tried, name)}
    return bool(read) and read <= _empty_above(site, tried, function)


def _inside(tried: ast.Try) -> list[ast.AST]:
    return [node for statement in tried.body for node in ast.walk(statement)]


def _is_read_below(site: Site, function: ast.AST, tried: ast.Try, name: str) -> bool:
    end = site.parsed.span(tried).end
    uses = (each for each in site.parsed.naming(function, name) if isinstance(each, ast.Name))
    return any(isinstance(each.ctx, ast.Load) and site.parsed.span(each).start >= end for each in uses)


def _empty_above(site: Site, tried: ast.Try, function: ast.AST) -> set[str]:
    """Return the names that are None or empty when the `try` begins: so given above it, or asked by a condition."""
    found = set[str]()
    for each in sorted(above_in(site, function), key=lambda each: each.lineno):
        match each:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                found = found | {name} if _is_empty(value) else found - {name}
            case _:
                stored = (node for node in ast.walk(each) if isinstance(node, ast.Name))
                found -= {node.id for node in stored if isinstance(node.ctx, ast.Store)}
    inner: ast.AST = tried
    for outer in site.above(tried):
        match outer:
            case ast.If(
                test=ast.Compare(left=ast.Name(id=name), ops=[ast.Is()], comparators=[ast.Constant(value=None)])
            ):
                found |= {name} if inner in outer.body else set()
            case _ if outer is function:
                break
            case _:
                pass
        inner = outer
    return found


def _is_empty(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=None | ""):
            return True
        case ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Tuple(elts=[]):
            return True
        case ast.Call(func=ast.Name(id="dict" | "list" | "set" | "tuple"), args=[], keywords=[]):
            return True
        case _:
            return False
