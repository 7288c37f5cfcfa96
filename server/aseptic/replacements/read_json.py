"""A pickle that is read from a file, to JSON."""

from __future__ import annotations

import ast

from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site

_LOADERS = frozenset({"pickle.load"})
_TITLE = "Read JSON instead: json.load (what writes the file has to write JSON, too)"


def read_json(site: Site, call: ast.Call) -> Replacement | None:
    """Call `json.load` for a file that a `with open` gave; None for any other source, or where pickle's errors count.

    What is packed, sent or kept in memory as a pickle is seldom plain, and its other end stands elsewhere.
    """
    if site.called not in _LOADERS or len(call.args) != 1 or call.keywords or not isinstance(call.args[0], ast.Name):
        return None
    above = list(site.above(call))
    opened = any(_opens(each, call.args[0].id) for each in above)
    if not opened or any(_catches(site, each) for each in above):
        return None
    new = renamed(site, call, "json.load")
    return new and Replacement(_TITLE, (new[0],), new[1])


def _opens(node: ast.AST, name: str) -> bool:
    items = node.items if isinstance(node, ast.With | ast.AsyncWith) else []
    return any(
        isinstance(item.optional_vars, ast.Name)
        and item.optional_vars.id == name
        and isinstance(item.context_expr, ast.Call)
        and ast.unparse(item.context_expr.func).rpartition(".")[2] == "open"
        and "gzip" not in ast.unparse(item.context_expr.func)
        for item in items
    )


def _catches(site: Site, node: ast.AST) -> bool:
    handlers = node.handlers if isinstance(node, ast.Try | ast.TryStar) else []
    caught = [site.text_of(each.type) for each in handlers if each.type]
    return any("pickle" in each.lower() or "EOFError" in each for each in caught)
