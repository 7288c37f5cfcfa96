"""Handlers that do nothing: which of them hide that something was not done."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home
from aseptic.checks.narrowing.answered import is_answered_after, is_raised_after
from aseptic.checks.narrowing.surroundings import last, targets, words, written

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
_TELLING = frozenset("debug info log print".split())
_OF_PATHS = frozenset(f"os.path.{name}" for name in "exists lexists isfile isdir islink ismount".split())
_CONVERTING_FIRST = frozenset("parse convert coerce cast decode to from as is has".split())


def lost_work(node: Any, _text: str, subject: Subject) -> bool:
    """Keep an empty handler where something was to be done; a value that was not converted leaves the one before."""
    statement = subject.parsed.parents.get(node)
    if not isinstance(statement, ast.Try):
        return True
    if is_raised_after(statement, subject) or is_answered_after(statement, subject):
        return False
    return _works(statement.body, subject) or _leaves_unbound(statement, subject)


def _leaves_unbound(statement: ast.Try, subject: Subject) -> bool:
    """Whether a function reads after it a name that nothing but the work was to give a value."""
    function = home(statement, subject)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    inside = frozenset(map(id, (part for each in statement.body for part in subject.parsed.inside(each))))
    for name in {target for each in statement.body for target in targets(each) if target.isidentifier()}:
        uses = subject.parsed.naming(function, name)
        bound = [each for each in uses if not (isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load))]
        end = statement.end_lineno or statement.lineno
        reads = (each for each in uses if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load))
        if bound and all(id(each) in inside for each in bound) and any(each.lineno > end for each in reads):
            return True
    return False


def _works(statements: Sequence[ast.stmt], subject: Subject) -> bool:
    asking = len(statements) > 1 and _asks_for_a_number(statements[0])
    return any(_does(statement, subject) for statement in statements[asking:])


def _asks_for_a_number(statement: ast.stmt) -> bool:
    """Whether a statement only tries whether a text is a number, for what comes next."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="int" | "float" | "complex"), args=[given])):
            return not any(isinstance(each, ast.Call) for each in ast.walk(given))
        case _:
            return False


def _does(statement: ast.stmt, subject: Subject) -> bool:
    """Whether a statement does more than to work out a value: it calls for an effect, waits, opens, deletes.

    To close what is done with, or to say what goes on, is no work that is missed.
    """
    match statement:
        case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call)):
            return not (_closes(call) or _tells(call))
        case ast.For(body=body) if all(isinstance(each, ast.Expr) and not _does(each, subject) for each in body):
            return False
        case ast.Expr(value=ast.Attribute() | ast.Subscript() | ast.Name() as asked):
            return _calls(asked, subject)
        case ast.Expr() | ast.Delete() | ast.With() | ast.AsyncWith() | ast.AsyncFor():
            return True
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return False
        case _:
            parts = (each for each in ast.iter_child_nodes(statement))
            return any(_does(each, subject) if isinstance(each, ast.stmt) else _calls(each, subject) for each in parts)


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


def _tells(call: ast.Call) -> bool:
    """Whether a call writes a line that only says what goes on."""
    return last(call.func) in _TELLING


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
