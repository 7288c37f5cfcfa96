"""The whole text of a query that a piece of SQL is part of, and the call that runs it."""

from __future__ import annotations

import ast

from aseptic.replacements.site import Site


def query_of(site: Site) -> ast.expr | None:
    """Return the whole text that the found piece of SQL is part of, or that the call found gets first."""
    node: ast.AST = site.node
    match node:
        case ast.Call(func=ast.Attribute(attr="execute" | "raw"), args=[first, *_]):
            return first
        case _:
            pass
    while _goes_on(node, outer := site.parsed.parents.get(node)):
        node = outer or node
    return node if isinstance(node, ast.expr) else None


def _goes_on(node: ast.AST, outer: ast.AST | None) -> bool:
    """Whether what holds a piece makes a longer text of it: by `+`, by `%`, by `.format(…)`."""
    match outer:
        case ast.BinOp():
            return True
        case ast.Attribute(attr=name):
            return name == "format"
        case ast.Call(func=function):
            return function is node
        case _:
            return False


def run_of(site: Site, query: ast.expr, names: str) -> ast.Call | None:
    """Return the call of one of these methods that gets the query and nothing else; None where there is none.

    The query may have a name, where the very next statement runs it and nothing else reads the name.
    """
    match site.parsed.parents.get(query):
        case ast.Call() as call:
            return call if _runs(call, query, names) else None
        case ast.Assign(targets=[ast.Name(id=name)]) as named:
            return _run_below(site, named, name, names)
        case _:
            return None


def _runs(call: ast.Call, query: ast.expr, names: str) -> bool:
    match call:
        case ast.Call(func=ast.Attribute(attr=name), args=[only], keywords=[]):
            return only is query and name in names.split()
        case _:
            return False


def _run_below(site: Site, named: ast.Assign, name: str, names: str) -> ast.Call | None:
    parents = site.parsed.parents
    functions = (each for each in site.above(named) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    function = next(functions, None)
    uses = site.parsed.naming(function, name) if function else ()
    read = [each for each in uses if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)]
    if len(uses) != 2 or len(read) != 1:
        return None
    call = parents.get(read[0])
    if not isinstance(call, ast.Call) or not _runs(call, read[0], names):
        return None
    statement = next(each for each in site.above(call) if isinstance(each, ast.stmt))
    return call if _is_next(parents.get(named), named, statement) else None


def given_above(site: Site, call: ast.Call, name: ast.Name) -> ast.expr | None:
    """Return what the statement right above a call gives to a name that nothing else reads; else the name itself."""
    statement = next((each for each in site.above(call) if isinstance(each, ast.stmt)), None)
    holder = site.parsed.parents.get(statement) if statement else None
    function = next(
        (each for each in site.above(call) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)), None
    )
    uses = site.parsed.naming(function, name.id) if function else ()
    for each in uses if len(uses) == 2 else ():
        match site.parsed.parents.get(each):
            case ast.Assign(targets=[ast.Name(id=own)], value=value) as above if own == name.id:
                return value if statement and _is_next(holder, above, statement) else name
            case _:
                pass
    return name


def _is_next(block: ast.AST | None, first: ast.stmt, second: ast.stmt) -> bool:
    """Whether one statement stands right below another, so that no value changes between them."""
    for part in ("body", "orelse", "finalbody"):
        statements: list[ast.AST] = getattr(block, part, [])
        if first in statements:
            place = statements.index(first)
            return statements[place + 1 : place + 2] == [second]
    return False
