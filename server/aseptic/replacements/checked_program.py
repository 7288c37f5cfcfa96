"""A program whose exit status nobody looks at, started so that a failure is an error."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import arguments_of, spread
from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of

_CATCHES = re.compile(r"Exception|SubprocessError|CalledProcessError")
_FAILURE = re.compile(
    r"\b(?:(?:Base)?Exception|SubprocessError|CalledProcessError|OSError|EnvironmentError|IOError|FileNotFoundError)\b"
)
"""Errors by which a program fails, or is not there."""
_OFTEN_FAIL = re.compile(
    r"[\[\s'\"(]*(?:\S*/)?(?:pkill|killall|kill|taskkill|fuser|diff|cmp|grep|clear|cls|open|xdg-open|notify-send|stty)\b"
)
"""Programs that say by their status what they found, or whose failure changes nothing."""
_ASKING = frozenset({"exists", "lexists", "isfile", "is_file", "isdir", "is_dir", "getsize", "glob", "listdir"})
"""What tells whether a program has made its file."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_LEVELS = frozenset({"debug", "info", "warning", "error", "critical", "exception"})
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
    """Say whether all goes on when a program fails.

    It often does, or what holds the call is to be done to its end, or the code looks for what the program made.
    """
    return _goes_on(site, call) or bool(_OFTEN_FAIL.match(_program(site, call))) or _is_looked_for(site, call)


def _is_looked_for(site: Site, call: ast.Call) -> bool:
    """Whether what is done next asks for a file: it tells better than a status, which may say that a part failed."""
    for outer in site.above(call):
        if not isinstance(outer, ast.stmt) or isinstance(outer, _LOOPS):
            continue
        if isinstance(outer, _FUNCTIONS):
            return False
        block = block_of(site.parsed, outer)
        below = block[block.index(outer) + 1 :]
        if below:
            made = next((each for each in below if not isinstance(each, ast.Assign | ast.AnnAssign)), below[-1])
            return any(map(_asks_for_a_file, ast.walk(_asked(made))))
    return False


def _asked(statement: ast.stmt) -> ast.AST:
    match statement:
        case ast.If(test=test) | ast.While(test=test) | ast.Assert(test=test):
            return test
        case ast.Return() | ast.Assign() | ast.AnnAssign():
            return statement
        case _:
            return ast.Pass()


def _asks_for_a_file(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name in _ASKING
        case _:
            return False


def is_passed_over(site: Site, call: ast.Call, *, or_logged: bool = False) -> bool:
    """Say whether a `try` or a `suppress` round a call catches a failure of it, and nothing is done about that.

    `or_logged`: nothing but to write it into a log.
    """
    inner: ast.AST = call
    for outer in site.above(call):
        match outer:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                return False
            case ast.Try(body=body, handlers=handlers) if inner in body:
                caught = [each for each in handlers if each.type is None or _FAILURE.search(site.text_of(each.type))]
                if caught:
                    return any(all(_does_nothing(done, or_logged) for done in each.body) for each in caught)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                if any(_suppresses(site, each.context_expr) for each in items):
                    return True
            case _:
                pass
        inner = outer
    return False


def _does_nothing(statement: ast.stmt, or_logged: bool) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=level))) if level in _LEVELS:
            return or_logged
        case ast.Pass() | ast.Continue() | ast.Expr(value=ast.Constant()):
            return True
        case _:
            return False


def _suppresses(site: Site, entered: ast.expr) -> bool:
    called = isinstance(entered, ast.Call) and site.meaning(entered.func) == "contextlib.suppress"
    return called and bool(_FAILURE.search(site.text_of(entered)))


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
