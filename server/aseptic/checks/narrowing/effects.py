"""What statements do beyond working out a value: what of it is missed where it fails."""

from __future__ import annotations

import ast

from aseptic.checks.detector import Subject
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
        "sock socket conn connection cursor session stream writer reader transport channel file handle f fh fp "
        "client server db database engine pool response"
    ).split()
)
"""Words for what one closes when all is done: it is gone afterwards in any case."""
_TELLING = frozenset("debug info log".split())
_LOGGING = ("logging.", "structlog.")
_LOGGERS = frozenset("logger log logging".split())
_OF_PATHS = frozenset(f"os.path.{name}" for name in "exists lexists isfile isdir islink ismount".split())
_CONVERTING_FIRST = frozenset("parse convert coerce cast decode to from as is has".split())


def does(statement: ast.stmt, subject: Subject) -> bool:
    """Whether a statement does more than to work out a value: it calls for an effect, waits, opens, deletes.

    To close what is done with, or to say what goes on, is no work that is missed.
    """
    match statement:
        case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call)):
            return not (_closes(call) or _tells(call, subject))
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


def _closes(call: ast.Call) -> bool:
    """Whether a call closes a file, a socket or the like, which may be closed already."""
    name = words(last(call.func))
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    held = words(written(owner)) if isinstance(owner, ast.expr) else ()
    match name:
        case ("close" | "shutdown" | "disconnect",):
            return bool(held) and held[-1] in _CHANNELS
        case (*_, "close" | "shutdown", thing):
            return thing in _CHANNELS
        case _:
            return False


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
    scope = subject.scopes.get(id(owner))
    meant = scope is not None and any(each.startswith(_LOGGING) for each in scope.meanings(owner))
    return meant or bool(_LOGGERS & parts(written(owner)))


def _is_of_audit(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
            return "audit" in parts(name)
        case _:
            return False


def _calls(node: ast.AST, subject: Subject) -> bool:
    return any(
        isinstance(each, ast.Await | ast.Yield | ast.YieldFrom)
        or (isinstance(each, ast.Call) and not _converts(each) and not _looks(each, subject))
        for each in ast.walk(node)
    )


def _looks(call: ast.Call, subject: Subject) -> bool:
    """Whether a call only asks about a path."""
    scope = subject.scopes.get(id(call.func))
    return scope is not None and scope.surely(call.func, _OF_PATHS)


def _converts(call: ast.Call) -> bool:
    """Whether a call only makes one value of another, as its name says; a class in capitals makes an object."""
    name = last(call.func)
    first = next(iter(words(name)), "")
    return name in _CONVERTING or first in _CONVERTING_FIRST or name[:1].isupper()
