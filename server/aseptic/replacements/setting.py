"""What a setting or a call is given, where a rewrite has to look into it."""

from __future__ import annotations

import ast

from aseptic.replacements.site import Site


def value_of(site: Site) -> ast.expr | None:
    """Return what a setting at this site gets: assigned, under a key, by keyword, as the second of a pair."""
    node = site.node
    match node:
        case ast.Assign(value=value) | ast.keyword(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return value
        case ast.Tuple(elts=[_, value]):
            return value
        case ast.expr():
            holder = site.parsed.parents.get(node)
            if isinstance(holder, ast.Dict) and node in holder.keys:
                return holder.values[holder.keys.index(node)]
            return node
        case _:
            return None


def given_to(site: Site) -> tuple[ast.expr, ...]:
    """Return the expressions that a call gets as its arguments; else what a setting gets, or what stands there."""
    call = site.call
    if call is None or (isinstance(site.node, ast.keyword)):
        value = value_of(site)
        return () if value is None else (value,)
    return (*call.args, *(keyword.value for keyword in call.keywords))
