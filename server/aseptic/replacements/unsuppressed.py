"""Errors of every kind that `contextlib.suppress` hides, to errors that are logged."""

from __future__ import annotations

import ast

from aseptic.replacements.command import quoted
from aseptic.replacements.failing import cleans_up, failed, quote
from aseptic.replacements.logger import logger_of
from aseptic.replacements.on_purpose import explained
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of, indent_of, step_of
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span


def unsuppressed(site: Site, call: ast.Call) -> Replacement | None:
    """Write `try` with a handler that warns; what follows goes on as before.

    None where the statement opens something besides, where a comment may say why, and where the call catches others.
    """
    item = site.parsed.parents.get(call)
    statement = site.parsed.parents.get(item) if item else None
    if not isinstance(statement, ast.With) or len(statement.items) != 1 or statement.items[0].optional_vars:
        return None
    indent, inner, logger = indent_of(site, statement), indent_of(site, statement.body[0]), logger_of(site)
    span, first = site.parsed.span(statement), site.parsed.span(statement.body[0]).start
    if indent is None or inner is None or logger is None or len(call.args) != 1 or explained(site, call):
        return None
    head = Span(span.start, Position(span.start.line, line_end(site.parsed.lines[span.start.line])))
    last = site.parsed.lines[span.end.line]
    end, behind = ending_of(site), Position(span.end.line, line_end(last))
    caught = site.text_of(call.args[0])
    if first.line != span.start.line + 1 or site.text(head).rstrip()[-1:] != ":":
        return None
    returns = isinstance(statement.body[-1], ast.Return)  # what follows is another way
    level = "debug" if returns or cleans_up(site, statement.body) else "warning"
    text = f"{logger.text}.{level}({quoted(failed(site, statement.body), quote(site))}, exc_info=True)"
    handler = f"{end}{indent}except {caught}:{end}{indent}{step_of(indent)}{text}"
    body = site.text(Span(head.end, behind))
    edits = (Edit(Span(head.start, behind), f"try:{body}{handler}"),)
    title = (
        f"Catch the error by try and log {'a warning' if level == 'warning' else 'it at debug level'}: except {caught}"
    )
    return Replacement(title, edits, logger.imports, assignments=logger.assignments)
