"""A call of a debugger that was left over, deleted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from aseptic.replacements.on_purpose import chosen_setting
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import beside, block_of, whole_lines
from aseptic.source.span import Edit

_MEANT = re.compile(r"#.*(?:intend|intention|purpose|deliberate|on request|on demand)", re.IGNORECASE)
_STOPS = re.compile(r"break|debug|trace|pdb", re.IGNORECASE)
_STOPPING = ("breakpoint", "set_trace", "sset_trace", "settrace", "wait_for_client", "listen", "embed")


def no_debugger(site: Site, call: ast.Call) -> Replacement | None:
    """Delete the statement; None where a condition leads to it, or a comment says that it is meant."""
    statement = site.parsed.parents.get(call)
    name = site.called.rpartition(".")[2]
    if not isinstance(statement, ast.Expr) or name not in _STOPPING or chosen_setting(site):
        return None
    if _is_meant(site, statement) or any(_STOPS.search(each) for each in _asked_for(site)):
        return None
    title = f"Delete the call of the debugger: {ast.unparse(call.func)}(…)"
    if len(block_of(site.parsed, statement)) == 1:
        return Replacement(title, (Edit(site.parsed.span(statement), "pass"),))
    span = whole_lines(site.parsed, statement) or beside(site.parsed, statement)
    return Replacement(title, (Edit(span),)) if span else None


def _asked_for(site: Site) -> Iterator[str]:
    """Yield the names of the functions around, and of what they are given: a debugger may be what they are for."""
    for outer in site.above(site.node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            yield outer.name
            yield from (each.arg for each in (*outer.args.posonlyargs, *outer.args.args, *outer.args.kwonlyargs))


def _is_meant(site: Site, statement: ast.stmt) -> bool:
    """Whether a comment right above, or beside it, says so."""
    span, lines = site.parsed.span(statement), site.parsed.lines
    above = lines[span.start.line - 1] if span.start.line else ""
    beside_it = lines[span.start.line : span.end.line + 1]
    return any(_MEANT.search(line) for line in (*beside_it, above if above.lstrip().startswith("#") else ""))
