"""Calls over HTTP: certificates verified, and an end to waiting."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import arguments_of, is_literal, keyword_of, spread
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.uses import once_given
from aseptic.source.span import Edit

SECONDS = 30
"""The time-out that is written: long enough for a slow archive, short enough to be noticed."""
PATIENT = f"({SECONDS}, 600)"
"""For a connection, and for an answer to what was handed over whole: `requests` counts from its last sign of life."""
_LASTING = re.compile(
    r"(?i)(?<![a-z])(?:infer(?:s|ence)?|train(?:ing)?|predict(?:ion)?s?|segment(?:ation)?"
    r"|export|import|batch|backup|restore|sync)(?![a-z])|Inference|Training"
)
"""Words for work that may take minutes: nobody but its author knows how many."""
_HANDED_OVER = re.compile(r"(?i)upload")
_READS = frozenset({"body", "read", "read_bytes", "getvalue", "getbuffer", "tobytes", "get_data", "open"})
"""Methods that give what a request brought or a file holds, or open one."""
_RECEIVED = re.compile(r"(?:^|\.)request\.(?:body|data|stream)$")
_BODY_SECOND = frozenset({"requests.post", "requests.put", "requests.patch"})
TOLD = frozenset({"method", "verb"})
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

    A file that is sent leaves the server more time to answer. None where the call may well take longer.
    """
    seconds = seconds_for(site, call)
    if not seconds:
        return None
    owns = (each for each, meant in site.module_names.items() if not meant and _OWN.fullmatch(each))
    own = next(owns, "") if seconds == str(SECONDS) else ""
    seconds = own or seconds
    thing = "request" if site.called.startswith(("requests.", "httpx.")) else "connection"
    title = f"Give the {thing} a time-out: timeout={seconds}"
    if seconds == PATIENT:
        title += ", for the connection and for the answer"
    timeout = keyword_of(call, "timeout")
    if timeout is not None:
        edits = (Edit(site.parsed.span(timeout.value), seconds),)
        return Replacement(title, edits) if is_literal(timeout.value, None) else None
    layout = arguments_of(site, call)
    if layout is None or spread(call):
        return None  # a second `timeout` would raise
    edits = laid_out(site, layout.added(f"timeout={seconds}"))
    return None if edits is None else Replacement(title, edits, safe=bool(own))


def seconds_for(site: Site, call: ast.Call) -> str:
    """Return the time-out to write; "" where nobody can tell one: a model's work, or whatever a function is told to.

    What is read as it comes may be silent no longer than any other: time-outs count from the last sign of life.
    """
    given = keyword_of(call, "files") is not None or _sends_bytes(site, call)
    sends = given or any(map(_HANDED_OVER.search, _named(site, call)))
    if sends and site.called.startswith("requests.") and not lasts(site, call):
        return PATIENT
    return "" if sends or takes_long(site, call) else str(SECONDS)


def _sends_bytes(site: Site, call: ast.Call) -> bool:
    """Whether the body of a request is handed on or read whole, or said to be bytes: an image, most likely, no form."""
    placed = call.args[1:2] if site.called in _BODY_SECOND else []
    given = [*placed, *(each.value for each in call.keywords if each.arg in ("data", "content"))]
    return any(_is_bytes(site, call, each) for each in given)


def _is_bytes(site: Site, call: ast.Call, body: ast.expr) -> bool:
    match body:
        case ast.Await(value=value):
            return _is_bytes(site, call, value)
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _READS
        case ast.Call(func=ast.Name(id="open")):
            return True
        case ast.Attribute():
            return bool(_RECEIVED.search(ast.unparse(body)))
        case ast.Name(id=name):
            functions = [each for each in site.above(call) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
            parameters = (each for function in functions for each in ast.walk(function.args))
            if any(isinstance(each, ast.arg) and each.arg == name and _is_said(each) for each in parameters):
                return True
            value = once_given(site, name)
            return value is not None and not isinstance(value, ast.Name) and _is_bytes(site, call, value)
        case _:
            return False


def _is_said(parameter: ast.arg) -> bool:
    return parameter.annotation is not None and "bytes" in ast.unparse(parameter.annotation)


def takes_long(site: Site, call: ast.Call) -> bool:
    """Say whether a call may well take longer than any time-out that could be written: a model's work, say."""
    functions = [each for each in site.above(call) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    if any(each.arg in TOLD for function in functions for each in ast.walk(function.args) if isinstance(each, ast.arg)):
        return True
    return lasts(site, call)


def lasts(site: Site, call: ast.Call) -> bool:
    """Say whether a call, or a function round it, is named after work that may take minutes."""
    return any(map(_LASTING.search, _named(site, call)))


def _named(site: Site, call: ast.Call) -> list[str]:
    """Return the names of the functions round a call, its own, and the texts that it is given."""
    functions = (each for each in site.above(call) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    texts = (each.value for each in ast.walk(call) if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return [*(each.name for each in functions), ast.unparse(call.func), *texts]
