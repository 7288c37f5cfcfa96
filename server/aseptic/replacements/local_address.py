"""An address that means every network, to the local one or to what the site sets."""

from __future__ import annotations

import ast

from aseptic.replacements.command import quote_of
from aseptic.replacements.naming import name_written
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_EVERYWHERE = "0.0.0.0"
_LOCAL = "127.0.0.1"
_VARIABLE = "BIND_ADDRESS"
"""The variable that is read where no constant gives it a name."""


def only_local(site: Site) -> Replacement | None:
    """Write the local address; None where a condition chooses the open one, since somebody meant it then."""
    literal = _literal(site)
    if literal is None:
        return None
    quote = quote_of(site, literal)
    edit = Edit(site.parsed.span(literal), f"{quote}{_LOCAL}{quote}")
    return Replacement(f"Bind to this machine only: {_LOCAL}", (edit,))


def from_environment(site: Site) -> Replacement | None:
    """Read the address from the environment, with the local one where nothing is set."""
    literal, written = _literal(site), name_written(site, "os.environ")
    if (
        literal is None
        or written is None
        or (isinstance(site.parsed.parents.get(literal), ast.Call) and _is_read(site))
    ):
        return None
    quote, variable = quote_of(site, literal), _variable(site, literal)
    text = f"{written.text}.get({quote}{variable}{quote}, {quote}{_LOCAL}{quote})"
    title = f"Let the site set the address: {variable} from the environment, else {_LOCAL}"
    return Replacement(title, (Edit(site.parsed.span(literal), text),), written.imports)


def _literal(site: Site) -> ast.Constant | None:
    node = site.node
    if not (isinstance(node, ast.Constant) and node.value == _EVERYWHERE) or "#" in site.text_of(node):
        return None
    for outer in site.above(node):
        if isinstance(outer, ast.If | ast.IfExp | ast.Match):
            return None
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            break
    return node


def _is_read(site: Site) -> bool:
    """Whether the literal is the fallback of a variable already."""
    call = site.parsed.parents.get(site.node)
    return isinstance(call, ast.Call) and site.meaning(call.func) in ("os.environ.get", "os.getenv")


def _variable(site: Site, literal: ast.Constant) -> str:
    match site.parsed.parents.get(literal):
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if name.isupper():
            return name
        case _:
            return _VARIABLE
