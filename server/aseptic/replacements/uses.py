"""Where a value that has a name is read, and what gave it the name."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from aseptic.replacements.site import Site

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def reads_of(site: Site, given: ast.AST, name: str) -> Sequence[ast.Name] | None:
    """Return every place that reads a name in the function that gives it a value at `given`.

    None where the name is the module's or a class's, since what else reads it is out of sight.
    """
    holder = next((each for each in site.above(given) if isinstance(each, (*_FUNCTION, ast.ClassDef))), None)
    if not isinstance(holder, _FUNCTION):
        return None
    uses = site.parsed.naming(holder, name)
    if any(isinstance(each, ast.Global | ast.Nonlocal) for each in uses):
        return None
    return [each for each in uses if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)]


def once_given(site: Site, name: str) -> ast.expr | None:
    """Return what the function gives a name, by an assignment or as what a `with` enters, where nothing else does."""
    function = next((each for each in site.above(site.node) if isinstance(each, _FUNCTION)), site.parsed.tree)
    uses = site.parsed.naming(function, name)
    stored = [each for each in uses if not (isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load))]
    match site.parsed.parents.get(stored[0]) if len(stored) == 1 else None:
        case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(value=ast.expr() as value):
            return value
        case ast.withitem(context_expr=value):
            return value
        case _:
            return None
