"""A parameter that a function gets behind its others, by which callers may say otherwise."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.documented import Told, documented
from aseptic.replacements.laid_out import parted
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_REST = re.compile(r"\s*,?\s*\)\s*(?:->|:)")
"""What may follow the last parameter: a comment there would be of that one."""
_HEAD = re.compile(r"(?:async )?def \w+\([^#]*\)[^\[\]()]*:")
"""A head on one line, whose last brackets are those of its parameters."""


def added_parameter(
    site: Site, function: ast.FunctionDef | ast.AsyncFunctionDef, told: Told, default: str
) -> tuple[Edit, ...]:
    """Return the edits that add a parameter behind the last, on a line of its own as that; none where it cannot.

    It is annotated where all the others are, and documented where these are. A head that gets too long is laid out over
    lines.
    """
    documents, declares = documented(site, function, told), _declared(site, function, told, default)
    return (*declares, *documents) if declares and documents is not None else ()


def _declared(
    site: Site, function: ast.FunctionDef | ast.AsyncFunctionDef, told: Told, default: str
) -> tuple[Edit, ...]:
    given, span, lines = function.args, site.parsed.span, site.parsed.lines
    last = (given.kwonlyargs or given.args or [None])[-1]
    if last is None or given.vararg or given.kwarg:
        return ()
    end = span(default_of(given, last.arg) or last).end
    after = site.text(Span(end, Position(function.body[0].lineno - site.parsed.above, 0)))
    if not _REST.match(after or lines[end.line][end.column :]):
        return ()
    typed = all(each.annotation for each in (*given.args, *given.kwonlyargs) if each.arg not in ("self", "cls"))
    text = f"{told.name}: {told.kind} = {default}" if typed else f"{told.name}={default}"
    start = span(last).start
    before = lines[start.line][: start.column]
    if not before.strip():
        return (Edit(Span(end, end), f",{ending_of(site)}{before}{text}"),)
    line = lines[end.line][: line_end(lines[end.line])]
    wide = f"{line[: end.column]}, {text}{line[end.column :]}"
    if len(wide.rstrip()) <= site.columns:
        return (Edit(Span(end, end), f", {text}"),)
    return _over_lines(site, function, end.line, wide)


def default_of(given: ast.arguments, name: str) -> ast.expr | None:
    """Return what a parameter is unless a caller says otherwise; None where a caller has to."""
    placed = [*given.posonlyargs, *given.args]
    defaults = {
        **{each.arg: value for each, value in zip(reversed(placed), reversed(given.defaults), strict=False)},
        **{each.arg: value for each, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value},
    }
    return defaults.get(name)


def _over_lines(
    site: Site, function: ast.FunctionDef | ast.AsyncFunctionDef, number: int, wide: str
) -> tuple[Edit, ...]:
    """Lay out a head that stands on one line, and is too long there."""
    indent, head = wide[: len(wide) - len(wide.lstrip())], wide.strip()
    if function.lineno - site.parsed.above != number or not _HEAD.fullmatch(head):
        return ()
    made = parted(head, indent, site.columns)
    whole = Span(Position(number, 0), Position(number, line_end(site.parsed.lines[number])))
    return (Edit(whole, ending_of(site).join(made)),) if made else ()
