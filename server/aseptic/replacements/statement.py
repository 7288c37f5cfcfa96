"""Where a statement stands on its lines."""

from __future__ import annotations

import ast

from aseptic.replacements.site import Site
from aseptic.source.document import line_end


def indent_of(site: Site, node: ast.AST) -> str | None:
    """Return the blanks before a statement; None where it shares its lines with others."""
    span, lines = site.parsed.span(node), site.parsed.lines
    before = lines[span.start.line][: span.start.column]
    after = lines[span.end.line][span.end.column : line_end(lines[span.end.line])].strip()
    return None if before.strip() or (after and not after.startswith("#")) else before


def step_of(indent: str) -> str:
    """Return what one more level adds to an indent."""
    return "\t" if indent.endswith("\t") else "    "
