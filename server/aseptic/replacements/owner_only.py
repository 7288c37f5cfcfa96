"""A mode without the rights of others."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.replacement import Replacement
from aseptic.replacements.setting import given_to
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_OWNER = 0o700
_OF_OPEN = 0o666
"""What `open` asks for, too: who writes it leaves the rights to the umask, as of files that others are to read."""
_PRIVATE = re.compile(r"private|secure|restrict|owner|secret", re.IGNORECASE)
_FOR_ALL, _RUN_BY_ALL = 0o7133, 0o111
"""A program that all run and nobody else writes may have to stay one."""


def owner_only(site: Site) -> Replacement | None:
    """Keep the owner's bits of a mode that is written as a number; None for a program that all may run,
    and for what leaves the rights to the umask."""
    modes = [(each, mode) for each in given_to(site) if (mode := _mode(site, each)) & ~_OWNER and mode & _OWNER]
    if site.called == "os.open" and any(mode == _OF_OPEN for _, mode in modes):
        return None
    if _is_shared(site):
        return None
    if len(modes) != 1 or (modes[0][1] & _FOR_ALL) == _RUN_BY_ALL:
        return None
    node, mode = modes[0]
    text = f"0o{mode & _OWNER:o}"
    return Replacement(f"Keep the owner's rights only: {text}", (Edit(site.parsed.span(node), text),))


def _is_shared(site: Site) -> bool:
    """Whether a condition asked for what is private, and this is what is done otherwise."""
    inner: ast.AST = site.node
    for outer in site.above(site.node):
        if isinstance(outer, ast.If) and inner in outer.orelse and _PRIVATE.search(ast.unparse(outer.test)):
            return True
        inner = outer
    return False


def _mode(site: Site, node: ast.expr) -> int:
    """Return the mode that a number in octal is; 0 for anything else."""
    match node:
        case ast.Constant(value=int(value)) if site.text_of(node).lower().startswith("0o"):
            return value
        case _:
            return 0
