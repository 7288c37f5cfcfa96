"""A call of a debugger that was left over, deleted."""

from __future__ import annotations

import ast

from aseptic.replacements.on_purpose import chosen_setting, explained
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import beside, block_of, whole_lines
from aseptic.source.span import Edit

_STOPPING = ("breakpoint", "set_trace", "sset_trace", "settrace", "wait_for_client", "listen", "embed")


def no_debugger(site: Site, call: ast.Call) -> Replacement | None:
    """Delete the statement; None where a condition leads to it, or a comment says why it is there."""
    statement = site.parsed.parents.get(call)
    name = site.called.rpartition(".")[2]
    if not isinstance(statement, ast.Expr) or name not in _STOPPING or chosen_setting(site):
        return None
    if explained(site, statement):
        return None
    title = f"Delete the call of the debugger: {ast.unparse(call.func)}(…)"
    if len(block_of(site.parsed, statement)) == 1:
        return Replacement(title, (Edit(site.parsed.span(statement), "pass"),))
    span = whole_lines(site.parsed, statement) or beside(site.parsed, statement)
    return Replacement(title, (Edit(span),)) if span else None
