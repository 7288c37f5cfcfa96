"""What statements do beyond working out a value: what of it is missed where it fails."""

from __future__ import annotations

import ast

from aseptic.checks.detector import Subject
from aseptic.checks.elements import values
from aseptic.checks.literals import leading_text
from aseptic.checks.narrowing.surroundings import last, parts, words, written

_CONVERTING = frozenset(
    (
        "int float str bool bytes bytearray list dict set tuple frozenset len range zip enumerate min max abs round "
        "sum sorted reversed iter next isinstance issubclass getattr hasattr type repr ord chr hex cast "
        "get strip lstrip rstrip split rsplit lower upper title replace join format encode items keys values index "
        "string literal_eval strptime fromisoformat fromtimestamp import_module import_string __import__"
    ).split()
)
_CHANNELS = frozenset(
    (
        "sock socket conn connection cursor session reader transport channel "
        "client server db database engine pool response"
    ).split()
)
"""Words for what one closes when all is done: it is gone afterwards in any case."""
_TELLING = frozenset("debug info log".split())
_LEVELS = frozenset("debug info log warning warn error exception critical fatal".split())
_SAYING = frozenset("print echo warn warning error fail failure raise report notify alert abort exit".split())
_LOGGING = ("logging.", "structlog.")
_LOGGERS = frozenset("logger log logging".split())
_OF_PATHS = frozenset(f"os.path.{name}" for name in "exists lexists isfile isdir islink ismount".split())
_DOING = frozenset("send save delete remove write execute commit submit publish transmit upload".split())
_ASKED = frozenset("client http requests httpx api".split())
"""What one gets an answer from over a network."""
_ASKING_FIRST = frozenset({"is", "has"})
_CONVERTING_FIRST = frozenset("parse convert coerce cast decode to from as".split())


def does(statement: ast.stmt, subject: Subject) -> bool:
    """Whether a statement does more than to work out a value: it calls for an effect, waits, opens, deletes.

    To close what is done with, or to say what goes on, is no work that is missed.
    """
    match statement:
        case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call)):
            return not (_closes(call, subject) or _tells(call, subject))
        case ast.For(body=body) if all(isinstance(each, ast.Expr) and not does(each, subject) for each in body):
            return False
        case ast.Expr(value=ast.Attribute() | ast.Subscript() | ast.Name() as asked):
            return _calls(asked, subject)
        case ast.Expr() | ast.Delete() | ast.With() | ast.AsyncWith() | ast.AsyncFor():
            return True
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return False
        case _:
            parts = (each for each in ast.iter_child_nodes(statement))
            return any(does(each, subject) if isinstance(each, ast.stmt) else _calls(each, subject) for each in parts)


def _closes(call: ast.Call, subject: Subject) -> bool:
    """Whether a call closes a socket or the like, which may be closed already, or a file that is only read.

    What was written to a file may be lost where it is closed in vain.
    """
    name = words(last(call.func))
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    held = words(written(owner)) if isinstance(owner, ast.expr) else ()
    match name:
        case ("close" | "shutdown" | "disconnect",):
            return bool(held) and (held[-1] in _CHANNELS or (owner is not None and _is_only_read(owner, subject)))
        case (*_, "close" | "shutdown", thing):
            return thing in _CHANNELS and not _DOING & set(name)
        case _:
            return False


def _is_only_read(owner: ast.expr, subject: Subject) -> bool:
    """Whether a name is a file that its function has opened to read."""

    def reads(opened: ast.expr) -> bool:
        match opened:
            case ast.Call(func=ast.Name(id="open"), args=[_], keywords=[]):
                return True
            case ast.Call(func=ast.Name(id="open"), args=[_, ast.Constant(value="r" | "rb" | "rt")]):
                return True
            case _:
                return False

    return all(map(reads, values(owner, subject)))


def speaks(call: ast.Call, subject: Subject) -> bool:
    """Say whether a call tells somebody of a failure: a log, a warning, a message, the program's end."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    logs = owner is not None and _is_logger(owner, subject) and last(call.func) in _LEVELS
    return logs or bool(_SAYING & parts(last(call.func)))


def _tells(call: ast.Call, subject: Subject) -> bool:
    """Whether a call writes a line that only says what goes on; a line of an audit is work of its own."""
    match call.func:
        case ast.Name(id="print"):
            return True
        case ast.Attribute(value=owner, attr=name) if name in _TELLING:
            return _is_logger(owner, subject) and not any(map(_is_of_audit, ast.walk(call.func)))
        case _:
            return False


def _is_logger(owner: ast.expr, subject: Subject) -> bool:
    """Whether a name stands for a logger, or is called one."""
    return _is_of(owner, _LOGGING, subject) or bool(_LOGGERS & parts(written(owner)))


def _is_of_audit(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
            return "audit" in parts(name)
        case _:
            return False


def _calls(node: ast.AST, subject: Subject) -> bool:
    return any(
        isinstance(each, ast.Await | ast.Yield | ast.YieldFrom)
        or (isinstance(each, ast.Call) and not _converts(each, subject) and not _looks(each, subject))
        for each in ast.walk(node)
    )


def _looks(call: ast.Call, subject: Subject) -> bool:
    """Whether a call only asks about a path."""
    scope = subject.scopes.get(id(call.func))
    return scope is not None and scope.surely(call.func, _OF_PATHS)


def _converts(call: ast.Call, subject: Subject) -> bool:
    """Whether a call only makes one value of another, as its name says; a class in capitals makes an object."""
    name = last(call.func)
    first, *further = words(name) or ("",)
    if name[:1].isupper():
        return first not in _DOING
    if name == "replace":
        return len(call.args) > 1 and not _is_of(call.func, ("os.", "shutil."), subject)
    if name == "get":
        return not _asks_a_server(call, subject)
    converting = first in _CONVERTING_FIRST and not _DOING & set(further)
    return converting or name in _CONVERTING or first in _ASKING_FIRST


def _asks_a_server(call: ast.Call, subject: Subject) -> bool:
    """Whether a `get` is one of a network: by what it is called on, or by an address."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    text = next((leading_text(each) or "" for each in call.args), "")
    asked = owner is not None and bool(_ASKED & set(words(written(owner))[-1:]))
    return asked or text.startswith(("/", "http:", "https:")) or _is_of(call.func, ("requests.", "httpx."), subject)


def _is_of(function: ast.expr, modules: tuple[str, ...], subject: Subject) -> bool:
    scope = subject.scopes.get(id(function))
    return scope is not None and any(each.startswith(modules) for each in scope.meanings(function))
