"""A secret that stands in the source, taken from the environment."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.command import quote_of
from aseptic.replacements.naming import name_written
from aseptic.replacements.on_purpose import chosen_setting
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.setting import value_of
from aseptic.replacements.site import Site
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_CHANGE = re.compile(r"\s*#\s*(?:todo\W*)?(?:please )?(?:change|replace|set)(?: (?:me|this|it))?[^\w#]*", re.IGNORECASE)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_TAKEN = {"PWD": "PASSWORD", "PASS": "PASSWORD"}
"""Names of variables that stand for something else in every shell, or for nothing to speak of."""


def secret_from_environment(site: Site) -> Replacement | None:
    """Write `os.environ["NAME"]`, where the secret is given to a name; None for the default of a field or parameter.

    It is looked up when the module is read, and a start without it fails: nothing works with no secret. One in the
    body of a class is left where another class stands beside it, which may be the one that is used.
    """
    name, literal = _named(site), value_of(site)
    if not name or chosen_setting(site) or not (isinstance(literal, ast.Constant) and isinstance(literal.value, str)):
        return None
    written = name_written(site, "os.environ")
    if written is None or "\n" in site.text_of(literal):
        return None
    quote = quote_of(site, literal)
    variable = _TAKEN.get(name.upper(), name.upper())
    span = site.parsed.span(literal)
    note = _stale(site, span)
    edits = [Edit(span, f"{written.text}[{quote}{variable}{quote}]"), *([Edit(note)] if note else [])]
    when = "" if any(isinstance(each, _FUNCTIONS) for each in site.above(site.node)) else " at import"
    title = f"Take the secret from the environment{when}: {variable}, which raises where it is missing"
    settled = frozenset({site.text(note).strip()} if note else ())
    return Replacement(title, tuple(edits), written.imports, against=_others(site), settled=settled)


def _stale(site: Site, literal: Span) -> Span | None:
    """Return a comment behind a secret that asks for another one, with the blanks before it."""
    line = site.parsed.lines[literal.end.line]
    match = _CHANGE.fullmatch(line[literal.end.column : line_end(line)])
    return Span(literal.end, Position(literal.end.line, line_end(line))) if match else None


def _others(site: Site) -> re.Pattern[str] | None:
    """Return what finds other classes beside the one that holds a secret: the import of one would fail for all."""
    classes = (each.name for each in site.above(site.node) if isinstance(each, ast.ClassDef) and each.name != "_")
    owner = site.owner or next(classes, "")
    return re.compile(rf"class\s+(?!{re.escape(owner)}\b)") if owner else None


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
