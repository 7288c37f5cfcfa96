"""A traceback that is printed, to an error that is logged."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.command import quoted
from aseptic.replacements.failing import failed, quote
from aseptic.replacements.logger import logger_of
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_SAID = re.compile(r"\bprint_?\(|\bwrite\(|\becho\(|\bsys\.exit\(")
"""What speaks to somebody at a console, for whom the traceback is, too."""


def unprinted(site: Site, call: ast.Call) -> Replacement | None:
    """Call the logger's `exception`; None where no handler is round it, or it is for a console."""
    statement, handler = site.parsed.parents.get(call), _handler(site, call)
    tried = site.parsed.parents.get(handler) if handler else None
    logger = logger_of(site)
    if site.called != "traceback.print_exc" or not isinstance(statement, ast.Expr) or logger is None:
        return None
    if call.args or call.keywords or handler is None or not isinstance(tried, ast.Try | ast.TryStar):
        return None
    above = site.parsed.lines[max(site.parsed.span(tried).start.line - 2, 0) : site.parsed.span(tried).start.line]
    if any(_SAID.search(site.text_of(each)) for each in handler.body) or any(
        "# " in line and "print" in line for line in above
    ):
        return None
    text = f"{logger.text}.exception({quoted(failed(site, tried.body), quote(site))})"
    title = "Log the error with its traceback instead of printing it"
    return Replacement(title, (Edit(site.parsed.span(call), text),), logger.imports, assignments=logger.assignments)


def _handler(site: Site, call: ast.Call) -> ast.ExceptHandler | None:
    """Return the handler in whose own function the call is made."""
    for outer in site.above(call):
        if isinstance(outer, ast.ExceptHandler):
            return outer
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            return None
    return None
