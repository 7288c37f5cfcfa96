"""Marks that no editor shows, written as escapes."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_MARK = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def escaped_marks(site: Site) -> Replacement | None:
    r"""Write `\u202b` for the mark itself in a text; None for a raw one, in which that means six letters.

    Safe, since both texts are read as the same tree before this is offered.
    """
    node = site.node
    if not isinstance(node, ast.Constant | ast.JoinedStr):
        return None
    old = site.text_of(node)
    new = _MARK.sub(lambda match: f"\\u{ord(match.group()):04x}", old)
    if new == old or _tree(new) != _tree(old):
        return None
    title = "Write the hidden direction mark as an escape: " + ", ".join(
        f"\\u{ord(each):04x}" for each in sorted(set(_MARK.findall(old)))
    )
    return Replacement(title, (Edit(site.parsed.span(node), new),), safe=True)


def _tree(text: str) -> str:
    try:
        return ast.dump(ast.parse(f"({text})", mode="eval"))
    except (SyntaxError, ValueError):
        return ""
