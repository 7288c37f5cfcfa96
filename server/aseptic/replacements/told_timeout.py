"""A function that sends whatever it is told: its callers say how long to wait, too."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import arguments_of, keyword_of, spread
from aseptic.replacements.http_call import PATIENT, TOLD, lasts
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of
from aseptic.source.span import Edit, Position, Span

_NAME = "timeout"
_CONNECTION = "600"
"""Seconds for a connection of the standard library, which counts them from each sign of life."""
_REST = re.compile(r"\s*,?\s*\)\s*(?:->|:)")
"""What may follow the last parameter: a comment there would be of that one."""


def told_timeout(site: Site, call: ast.Call) -> Replacement | None:
    """Hand on a time-out that callers may give: by a parameter of the function that is told the method.

    Long work is waited for as long as a file that is sent, unless a caller says otherwise. None where the function
    takes any arguments, uses the name for something else, or has it as a parameter that may be None.
    """
    function = next(
        (each for each in site.above(call) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)), None
    )
    if function is None or keyword_of(call, _NAME) is not None or spread(call) or lasts(site, call):
        return None
    given, layout = function.args, arguments_of(site, call)
    named = {each.arg: each for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
    if layout is None or given.vararg or given.kwarg or not TOLD & named.keys():
        return None
    if _NAME in named:
        if not _is_number(_default(given, _NAME)):
            return None
        declared, title = (), f"Hand on the time-out that callers give: {_NAME}={_NAME}"
    else:
        seconds = PATIENT if site.called.startswith("requests.") else _CONNECTION
        declared = _declared(site, function, seconds)
        waited = "30 s to connect and 600 s to answer" if seconds == PATIENT else f"{seconds} s"
        title = f"Let callers give a time-out, {waited} unless they do: {_NAME}={_NAME}"
        if not declared or site.parsed.naming(function, _NAME):
            return None
    edits = laid_out(site, layout.added(f"{_NAME}={_NAME}"))
    return None if edits is None else Replacement(title, (*declared, *edits))


def _default(given: ast.arguments, name: str) -> ast.expr | None:
    placed = [*given.posonlyargs, *given.args]
    defaults = {
        **{each.arg: value for each, value in zip(reversed(placed), reversed(given.defaults), strict=False)},
        **{each.arg: value for each, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value},
    }
    return defaults.get(name)


def _is_number(node: ast.expr | None) -> bool:
    match node:
        case ast.Constant(value=int() | float()):
            return True
        case ast.Tuple(elts=parts):
            return all(map(_is_number, parts))
        case _:
            return False


def _declared(site: Site, function: ast.FunctionDef | ast.AsyncFunctionDef, seconds: str) -> tuple[Edit, ...]:
    """Return the edit that adds the parameter behind the last, on a line of its own as that; none where it cannot."""
    given, span, lines = function.args, site.parsed.span, site.parsed.lines
    last = (given.kwonlyargs or given.args or [None])[-1]
    if last is None:
        return ()
    default = _default(given, last.arg)
    end = span(default or last).end
    after = site.text(Span(end, Position(function.body[0].lineno - site.parsed.above, 0)))
    if not _REST.match(after or lines[end.line][end.column :]):
        return ()
    typed = all(each.annotation for each in (*given.args, *given.kwonlyargs) if each.arg not in ("self", "cls"))
    kind = ": tuple[float, float] = " if seconds == PATIENT else ": float = "
    text = f"{_NAME}{kind if typed else '='}{seconds}"
    start = span(last).start
    before = lines[start.line][: start.column]
    if before.strip():
        line = lines[end.line].rstrip()
        return (Edit(Span(end, end), f", {text}"),) if len(line) + len(text) + 2 <= site.columns else ()
    return (Edit(Span(end, end), f",{ending_of(site)}{before}{text}"),)
