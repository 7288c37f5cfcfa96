"""Letters that two paths share, to the folder that they share."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site

_PATH = re.compile(r"path|dir|folder|file|root|base|target|prefix|destination", re.IGNORECASE)


def shared_folder(site: Site, call: ast.Call) -> Replacement | None:
    """Call `os.path.commonpath` for two values that are named as paths; any other texts may share letters.

    None where the letters are worked on, as in `commonprefix([…]).rfind("/")`, or where other texts are sorted by it.
    """
    outer = site.parsed.parents.get(call)
    if isinstance(outer, ast.Attribute | ast.Subscript | ast.Lambda):
        return None
    if site.called != "os.path.commonprefix" or len(call.args) != 1 or call.keywords:
        return None
    match call.args[0]:
        case ast.List(elts=[_, _] as both) | ast.Tuple(elts=[_, _] as both):
            if not all(_PATH.search(ast.unparse(each)) for each in both):
                return None
        case _:
            return None
    new = renamed(site, call, "os.path.commonpath")
    return new and Replacement("Compare folders: os.path.commonpath (raises when there is none)", (new[0],), new[1])
