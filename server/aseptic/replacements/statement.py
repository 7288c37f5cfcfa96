"""Where a statement stands on its lines."""

from __future__ import annotations

import ast
from typing import cast

from aseptic.replacements.site import Site
from aseptic.source.document import line_end
from aseptic.source.parse import Parsed
from aseptic.source.span import Position, Span


def indent_of(site: Site, node: ast.AST) -> str | None:
    """Return the blanks before a statement; None where it shares its lines with others."""
    span, lines = site.parsed.span(node), site.parsed.lines
    before = lines[span.start.line][: span.start.column]
    after = lines[span.end.line][span.end.column : line_end(lines[span.end.line])].strip()
    return None if before.strip() or (after and not after.startswith("#")) else before


def ending_of(site: Site) -> str:
    """Return the line end in use, as the chunk's first line has it."""
    first = site.parsed.lines[0]
    return first[line_end(first) :] or "\n"


def step_of(indent: str) -> str:
    """Return what one more level adds to an indent."""
    return "\t" if indent.endswith("\t") else "    "


def block_of(parsed: Parsed, statement: ast.stmt) -> list[ast.stmt]:
    """Return the statements of the block that a statement stands in, itself among them."""
    if statement in parsed.roots:
        return parsed.roots
    holder = parsed.parents.get(statement)
    for part in ("body", "orelse", "finalbody"):
        block = cast("list[ast.stmt]", getattr(holder, part, []))
        if statement in block:
            return block
    return [statement]


def above_in(site: Site, holder: ast.AST) -> list[ast.stmt]:
    """Return the statements that are done before the site for sure: above it in its block, and above that in others."""
    found: list[ast.stmt] = []
    for each in (site.node, *site.above(site.node)):
        if each is holder:
            break
        if isinstance(each, ast.stmt):
            block = block_of(site.parsed, each)
            found += block[: block.index(each)]
    return found


def whole_lines(parsed: Parsed, node: ast.AST) -> Span | None:
    """Return the lines that a statement has for itself, with their ends; None where another or a comment is there."""
    span, lines = parsed.span(node), parsed.lines
    before = lines[span.start.line][: span.start.column]
    last = lines[span.end.line]
    if before.strip() or last[span.end.column : line_end(last)].strip() or line_end(last) == len(last):
        return None
    return Span(Position(span.start.line, 0), Position(span.end.line + 1, 0))


def beside(parsed: Parsed, statement: ast.stmt) -> Span | None:
    """Return what to take away for a statement that shares its line with others of its block."""
    block, span = block_of(parsed, statement), parsed.span
    at = block.index(statement)
    own = span(statement)
    if at + 1 < len(block) and (after := span(block[at + 1]).start).line == own.end.line:
        return Span(own.start, after)
    if at and (before := span(block[at - 1]).end).line == own.start.line:
        return Span(before, own.end)
    return None
