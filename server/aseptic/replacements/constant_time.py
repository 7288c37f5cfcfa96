"""Two digests compared in a time that does not depend on them."""

from __future__ import annotations

import ast

from aseptic.replacements.naming import name_written
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_TITLE = "Compare the digests with hmac.compare_digest, which raises for text beside bytes, and beyond ASCII"


def constant_time(site: Site) -> Replacement | None:
    """Write `hmac.compare_digest(a, b)` for `a == b`, and `not …` of it for `a != b`."""
    node = site.node
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or "#" in site.text_of(node):
        return None
    if any(_may_be_none(each) for each in (node.left, *node.comparators)):
        return None
    written = name_written(site, "hmac.compare_digest")
    if written is None or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
        return None
    text = f"{written.text}({site.text_of(node.left)}, {site.text_of(node.comparators[0])})"
    if isinstance(node.ops[0], ast.NotEq):
        holder = site.parsed.parents.get(node)
        loose = isinstance(holder, ast.expr) and not isinstance(holder, ast.BoolOp | ast.IfExp | ast.Call)
        text = f"(not {text})" if loose else f"not {text}"
    return Replacement(_TITLE, (Edit(site.parsed.span(node), text),), written.imports)


def _may_be_none(node: ast.expr) -> bool:
    """Whether a value may be missing, which `compare_digest` does not take: `headers.get("X-Token")`."""
    match node:
        case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[_], keywords=[]):
            return True
        case _:
            return False
