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


def literal_value(site: Site, call: ast.Call) -> Replacement | None:
    """Write `ast.literal_eval(text)`; None where names are given, or the text is put together, or code by its name."""
    if site.called != "builtins.eval" or len(call.args) != 1 or call.keywords:
        return None
    text = call.args[0]
    plain = isinstance(text, ast.Name | ast.Attribute | ast.Subscript)
    if not plain or _CODE.search(ast.unparse(text)) or "#" in site.text_of(call):
        return None
    new = renamed(site, call, "ast.literal_eval")
    title = "Read it as a literal: ast.literal_eval, which raises for anything that is none"
    return new and Replacement(title, (new[0],), new[1])
