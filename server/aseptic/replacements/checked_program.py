"""A program whose exit status nobody looks at, started so that a failure is an error."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import arguments_of, spread
from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site

_CATCHES = re.compile(r"Exception|SubprocessError|CalledProcessError")
_EVERY = re.compile(r"(?:Base)?Exception")
_OFTEN_FAIL = re.compile(
    r"[\[\s'\"(]*(?:\S*/)?(?:pkill|killall|kill|taskkill|fuser|diff|cmp|grep|clear|cls|open|xdg-open|notify-send|stty)\b"
)
"""Programs that say by their status what they found, or whose failure changes nothing."""
_DONE_ANYWAY = re.compile(r"__del__|__exit__|_?(?:clean|tear|shut)_?(?:up|down)\w*|_?(?:kill|stop)\w*")


def checked_program(site: Site, call: ast.Call) -> Replacement | None:
    """Give `check=True`, or call `check_call` for `call`, after which a failed program raises a CalledProcessError.

    None where an error would be out of place: in what is done when all is over, and where what is caught round the
    call tells that a program which does not start is nothing to stop for.
    """
    if may_fail(site, call):
        return None
    if site.called == "subprocess.call":
        new = renamed(site, call, "subprocess.check_call")
        title = "Raise an error if the program fails: call subprocess.check_call"
        return new and Replacement(title, (new[0],), new[1])
    layout = arguments_of(site, call)
    if layout is None or spread(call):
        return None
    return Replacement("Raise an error if the program fails: check=True", layout.added("check=True"))


def may_fail(site: Site, call: ast.Call) -> bool:
    """Say whether all goes on when a program fails: it often does, or what holds the call is to be done to its end."""
    return _goes_on(site, call) or bool(_OFTEN_FAIL.match(_program(site, call)))


def is_passed_over(site: Site, call: ast.Call) -> bool:
    """Say whether a `try` round a call catches every error and does nothing about it."""
    inner: ast.AST = call
    for outer in site.above(call):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return False
        if isinstance(outer, ast.Try) and inner in outer.body:
            return any(_passes(site, each) for each in outer.handlers)
        inner = outer
    return False


def _passes(site: Site, handler: ast.ExceptHandler) -> bool:
    catches = handler.type is None or _EVERY.fullmatch(site.text_of(handler.type))
    return bool(catches) and all(isinstance(each, ast.Pass | ast.Continue) for each in handler.body)


def _program(site: Site, call: ast.Call) -> str:
    """Return the text of what names the program, as it is written."""
    first = (
        call.args[0]
        if call.args
        else next((each.value for each in call.keywords if each.arg in ("args", "command", "cmd")), None)
    )
    return site.text_of(first).removeprefix("f") if first else ""


def _goes_on(site: Site, call: ast.Call) -> bool:
    """Whether what holds a call is to go on, whatever becomes of the program."""
    inner: ast.AST = call
    for outer in site.above(call):
        match outer:
            case ast.ExceptHandler():
                return True
            case ast.Try() if inner in outer.finalbody:
                return True
            case ast.Try(handlers=[_, *_]) if inner in outer.body:
                caught = [site.text_of(each.type) if each.type else "Exception" for each in outer.handlers]
                if not any(map(_CATCHES.search, caught)):
                    return True
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                return bool(_DONE_ANYWAY.fullmatch(name))
            case _:
                pass
        inner = outer
    return False
