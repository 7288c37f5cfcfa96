"""Text that is run to get a value, read as a literal instead."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site

_CODE = re.compile(
    r"code|expr|formula|func|cond|script|cmd|command|source|query|rule|lambda|stmt|statement", re.IGNORECASE
)
"""What the name of a text says that does more than stand for a value."""


def _is_outer(site: Site, text: ast.Name) -> bool:
    """Whether a function round the own one gives the text, as one that decorates: it may use the own one's names."""
    functions = [each for each in site.above(text) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    return any(_binds(each, text.id) for each in functions[1:]) and not _binds(functions[0], text.id)


def _binds(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> bool:
    given = function.args
    parameters = (*given.posonlyargs, *given.args, *given.kwonlyargs)
    stored = (each for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
    return any(each.arg == name for each in parameters) or any(each.id == name for each in stored)


def literal_value(site: Site, call: ast.Call) -> Replacement | None:
    """Write `ast.literal_eval(text)`; None where names are given, or the text is put together, or code by its name."""
    if site.called != "builtins.eval" or len(call.args) != 1 or call.keywords:
        return None
    text = call.args[0]
    if isinstance(site.parsed.parents.get(call), ast.Attribute | ast.Call):
        return None  # what is called, or has attributes of its own, is no literal
    if isinstance(text, ast.Name) and _is_outer(site, text):
        return None
    plain = isinstance(text, ast.Name | ast.Attribute | ast.Subscript)
    if not plain or _CODE.search(ast.unparse(text)) or "#" in site.text_of(call):
        return None
    new = renamed(site, call, "ast.literal_eval")
    title = "Read the value as a literal: ast.literal_eval, which raises for anything that is none"
    return new and Replacement(title, (new[0],), new[1])
