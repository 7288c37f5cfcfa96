"""A walk that follows links, kept from it where nothing near keeps it from harm already."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import arguments_of, keyword_of
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site

_FOLLOWING = ("followlinks", "follow_symlinks", "recurse_symlinks", "dereference")
_GUARDED = re.compile(r"\brealpath\(|\bsamefile\(|\.resolve\(|\bst_ino\b|\b_?(?:seen|visited)\b")
_WALKS = ("os.walk", "os.fwalk", "pathlib.Path.walk")
_TAKES = frozenset({"list", "tuple", "sorted", "set", "iter", "next", "enumerate", "len"})
"""What takes a walk as it comes."""


def unfollowed(site: Site, call: ast.Call) -> Replacement | None:
    """Drop what makes a call follow links; None where a walk does so on purpose and looks where it leads.

    That is where the function asks which folders it has been in or where a path really is, and where the walk itself
    is handed to something that may.
    """
    layout = arguments_of(site, call)
    given = [keyword for name in _FOLLOWING if (keyword := keyword_of(call, name))]
    if layout is None or len(given) != 1 or _is_handed_on(site, call) or _GUARDED.search(_around(site)):
        return None
    title = f"Do not follow links: drop {given[0].arg}={site.text_of(given[0].value)}"
    return Replacement(title, layout.dropped(given[0]))


def _is_handed_on(site: Site, call: ast.Call) -> bool:
    holder = site.parsed.parents.get(call)
    plain = isinstance(holder, ast.Call) and isinstance(holder.func, ast.Name) and holder.func.id in _TAKES
    return site.called in _WALKS and isinstance(holder, ast.Call) and not plain


def _around(site: Site) -> str:
    """Return the text of the function round a site, "" without one."""
    functions = (each for each in site.above(site.node) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    function = next(functions, None)
    return site.text_of(function) if function else ""
