"""A secret that stands in the source, taken from the environment."""

from __future__ import annotations

import ast

from aseptic.replacements.command import quote_of
from aseptic.replacements.naming import name_written
from aseptic.replacements.on_purpose import chosen_setting
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.setting import value_of
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_TAKEN = {"PWD": "PASSWORD", "PASS": "PASSWORD"}
"""Names of variables that stand for something else in every shell, or for nothing to speak of."""


def secret_from_environment(site: Site) -> Replacement | None:
    """Write `os.environ["NAME"]`, where the secret is given to a name; None for the default of a field or parameter.

    It is looked up when the module is read, and a start without it fails: nothing works with no secret.
    """
    name, literal = _named(site), value_of(site)
    if not name or chosen_setting(site) or not (isinstance(literal, ast.Constant) and isinstance(literal.value, str)):
        return None
    written = name_written(site, "os.environ")
    if written is None or "\n" in site.text_of(literal):
        return None
    quote = quote_of(site, literal)
    variable = _TAKEN.get(name.upper(), name.upper())
    edit = Edit(site.parsed.span(literal), f"{written.text}[{quote}{variable}{quote}]")
    title = f"Take the secret from the environment: {variable}, which raises where it is missing"
    return Replacement(title, (edit,), written.imports)


def _named(site: Site) -> str:
    """Return the name that the secret is given; "" where it is none, as in a comparison."""
    node = site.node
    holder = node if isinstance(node, ast.Assign) else site.parsed.parents.get(node)
    match holder:
        case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)]):
            return name
        case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(name)))]) if name.isidentifier():
            return name
        case ast.Dict():
            key = node.value if isinstance(node, ast.Constant) else None
            return key if isinstance(key, str) and key.isidentifier() else ""
        case _:
            return ""
