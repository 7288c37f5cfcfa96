"""Which part of a breach to underline: enough to recognise it, and not a screenful of red."""

from __future__ import annotations

import ast
import re

from aseptic.checks.detector import Mark
from aseptic.source.document import line_end
from aseptic.source.parse import Parsed
from aseptic.source.span import Position, Span


def shown(parsed: Parsed, mark: Mark) -> Span:
    """Return what to underline for a mark; it begins on the line that the detector reported."""
    if mark.place is not None:
        return mark.place
    node = mark.node
    if mark.lineno is not None and mark.lineno != getattr(node, "lineno", mark.lineno):
        return _on_line(parsed, node, mark.lineno)
    if isinstance(node, ast.Call):
        return Span(parsed.span(node).start, parsed.span(node.func).end)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return _name(parsed, node)
    if isinstance(node, ast.ExceptHandler):
        return _head(parsed, node)
    return _first_line(parsed, parsed.span(node))


def _on_line(parsed: Parsed, node: ast.AST, lineno: int) -> Span:
    """Return the keyword of a call whose value stands on this line, else the line itself."""
    for keyword in getattr(node, "keywords", ()):
        if keyword.value.lineno == lineno:
            span = parsed.span(keyword)
            return _first_line(parsed, span if span.start.line == lineno - parsed.above else parsed.span(keyword.value))
    line = min(max(lineno - parsed.above, 0), len(parsed.lines) - 1)
    text = parsed.lines[line]
    start = len(text) - len(text.lstrip())
    return Span(Position(line, start), Position(line, max(start, len(text[: line_end(text)].rstrip()))))


def _name(parsed: Parsed, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Span:
    start = parsed.span(node).start
    match = re.compile(rf"\b{re.escape(node.name)}\b").search(parsed.lines[start.line], start.column)
    if match is None:
        return _first_line(parsed, parsed.span(node))
    return Span(Position(start.line, match.start()), Position(start.line, match.end()))


def _head(parsed: Parsed, node: ast.ExceptHandler) -> Span:
    """Return `except …:` without its block."""
    start = parsed.span(node).start
    text = parsed.lines[start.line]
    colon = text.find(":", parsed.span(node.type).end.column if node.type else start.column)
    end = colon + 1 if colon >= 0 else line_end(text)
    return Span(start, Position(start.line, end))


def _first_line(parsed: Parsed, span: Span) -> Span:
    if span.start.line == span.end.line:
        return span
    text = parsed.lines[span.start.line]
    return Span(span.start, Position(span.start.line, max(span.start.column, line_end(text))))
