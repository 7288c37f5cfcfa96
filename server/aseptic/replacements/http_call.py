"""Calls over HTTP: certificates verified, and an end to waiting."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import arguments_of, is_literal, keyword_of, spread
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

SECONDS = 30
"""The time-out that is written: long enough for a slow archive, short enough to be noticed."""
_LASTING = re.compile(
    r"(?i)(?<![a-z])(?:infer(?:s|ence)?|train(?:ing)?|predict(?:ion)?s?|(?:up|down)load(?:s|ed|er|ing)?|segment(?:ation)?"
    r"|export|import|stream(?:s|ing)?|batch|backup|restore|sync)(?![a-z])|(?:up|down)load|Inference|Training"
)
"""Words for work that may take minutes: nobody but its author knows how many."""
_TOLD = frozenset({"method", "verb", "files", "stream"})
"""Parameters of a function that sends whatever it is told to, the long work too."""
_OWN = re.compile(r"_?(?:DEFAULT_|REQUESTS?_|HTTP_|API_|CONNECTION_)*TIME_?OUT(?:_S|_SECS?|_SECONDS)?")
"""Names of a module's own time-out, in seconds."""


def verify_on(site: Site, call: ast.Call) -> Replacement | None:
    """Drop `verify=False`; a server whose certificate is of the hospital's own authority is then refused."""
    verify, layout = keyword_of(call, "verify"), arguments_of(site, call)
    if verify is None or layout is None or not is_literal(verify.value, False):
        return None
    return Replacement("Verify the certificate: drop verify=False", layout.dropped(verify))


def add_timeout(site: Site, call: ast.Call) -> Replacement | None:
    """Give a time-out where there is none, the module's own if it has one; another number is for a person to judge.

    None where the call may well take longer.
    """
    if takes_long(site, call):
        return None
    own = next((each for each, meant in site.module_names.items() if not meant and _OWN.fullmatch(each)), "")
    title = f"Give the request a time-out: timeout={own or SECONDS}"
    timeout = keyword_of(call, "timeout")
    if timeout is not None:
        edits = (Edit(site.parsed.span(timeout.value), own or str(SECONDS)),)
        return Replacement(title, edits) if is_literal(timeout.value, None) else None
    layout = arguments_of(site, call)
    if layout is None or spread(call):
        return None  # a second `timeout` would raise
    edits = laid_out(site, layout.added(f"timeout={own or SECONDS}"))
    return None if edits is None else Replacement(title, edits, safe=bool(own))


def takes_long(site: Site, call: ast.Call) -> bool:
    """Say whether a call may well take longer than the time-out that is written: a file, a stream, a model's work."""
    if any(keyword_of(call, each) for each in ("stream", "files")):
        return True
    functions = [each for each in site.above(call) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    if any(
        each.arg in _TOLD for function in functions for each in ast.walk(function.args) if isinstance(each, ast.arg)
    ):
        return True
    names = (each.name for each in functions)
    texts = (each.value for each in ast.walk(call) if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return any(_LASTING.search(each) for each in (*names, ast.unparse(call.func), *texts))
