"""A function that sends whatever it is told: its callers say how long to wait, too."""

from __future__ import annotations

import ast

from aseptic.replacements.added_parameter import added_parameter, default_of
from aseptic.replacements.arguments import arguments_of, keyword_of, spread
from aseptic.replacements.documented import Told
from aseptic.replacements.http_call import PATIENT, TOLD, lasts
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site

_NAME = "timeout"
_CONNECTION = "600"
"""Seconds for a connection of the standard library, which counts them from each sign of life."""


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
        if not _is_number(default_of(given, _NAME)):
            return None
        declared, title = (), f"Hand on the time-out that callers give: {_NAME}={_NAME}"
    else:
        seconds = PATIENT if site.called.startswith("requests.") else _CONNECTION
        kind = "tuple[float, float]" if seconds == PATIENT else "float"
        parts = "to connect and for an answer" if seconds == PATIENT else "for an answer"
        declared = added_parameter(site, function, Told(_NAME, kind, f"Seconds to wait {parts}"), seconds)
        waited = "30 s to connect and 600 s to answer" if seconds == PATIENT else f"{seconds} s"
        title = f"Let callers give a time-out, {waited} unless they do: {_NAME}={_NAME}"
        if not declared or site.parsed.naming(function, _NAME):
            return None
    edits = laid_out(site, layout.added(f"{_NAME}={_NAME}"))
    return None if edits is None else Replacement(title, (*declared, *edits))


def _is_number(node: ast.expr | None) -> bool:
    match node:
        case ast.Constant(value=int() | float()):
            return True
        case ast.Tuple(elts=parts):
            return all(map(_is_number, parts))
        case _:
            return False
