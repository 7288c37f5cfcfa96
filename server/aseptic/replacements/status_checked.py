"""A transfer whose answer nobody looks at, given a look."""

from __future__ import annotations

import ast

from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of, indent_of, step_of
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAME = "status"


def status_checked(site: Site, call: ast.Call) -> Replacement | None:
    """Keep the status and raise where it is no success; None where the function has a `status` of its own."""
    statement = site.parsed.parents.get(call)
    function = next((each for each in site.above(call) if isinstance(each, _FUNCTIONS)), None)
    if not isinstance(statement, ast.Expr) or function is None or site.parsed.naming(function, _NAME):
        return None
    indent, span = indent_of(site, statement), site.parsed.span(statement)
    last = site.parsed.lines[span.end.line]
    if indent is None:
        return None
    behind = Position(span.end.line, line_end(last))
    end = ending_of(site)
    test = f"{end}{indent}if not {_NAME} or {_NAME}.Status != 0x0000:"
    raising = f'{end}{indent}{step_of(indent)}raise OSError("the peer did not take it")'
    edits = (Edit(Span(span.start, span.start), f"{_NAME} = "), Edit(Span(behind, behind), test + raising))
    return Replacement("Raise an OSError unless the peer answers 0x0000 (a warning counts as refused)", edits)
