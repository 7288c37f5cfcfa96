"""What becomes of a value: the expressions that it goes into, also by the name that it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.replacements.site import Site


def fate(site: Site, node: ast.expr) -> Iterator[ast.AST]:
    """Yield what holds an expression, from the inside out in its statement, and the same for each use of its name."""
    yield from _holders(site, node)
    name, block = named(site, node), _home(site)
    for each in ast.walk(block) if name else ():
        read = isinstance(each, ast.Name | ast.Attribute) and isinstance(each.ctx, ast.Load)
        if read and ast.unparse(each) == name:
            yield from _holders(site, each)


def named(site: Site, node: ast.expr) -> str:
    """Return the name or attribute that a value is given; "" where it is given none."""
    match site.parsed.parents.get(node):
        case ast.Assign(targets=[ast.Name() | ast.Attribute() as target]) | ast.NamedExpr(target=target):
            return ast.unparse(target)
        case ast.AnnAssign(target=ast.Name() | ast.Attribute() as target):
            return ast.unparse(target)
        case _:
            return ""


def _home(site: Site) -> ast.AST:
    """Return the function round a site, without one the chunk."""
    functions = (each for each in site.above(site.node) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    return next(functions, site.parsed.tree)


def _holders(site: Site, node: ast.AST) -> Iterator[ast.AST]:
    parents = site.parsed.parents
    while (outer := parents.get(node)) is not None and not isinstance(outer, ast.stmt):
        yield outer
        node = outer
