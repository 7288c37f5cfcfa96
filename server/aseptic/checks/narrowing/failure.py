"""Handlers that do nothing: which of them hide that something was not done."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home
from aseptic.checks.narrowing.surroundings import last, targets, words

_CONVERTING = frozenset(
    (
        "int float str bool bytes bytearray list dict set tuple frozenset len range zip enumerate min max abs round "
        "sum sorted reversed iter next isinstance issubclass getattr hasattr type repr ord chr hex cast "
        "get strip lstrip rstrip split rsplit lower upper title replace join format encode items keys values index "
        "string literal_eval strptime fromisoformat fromtimestamp import_module import_string __import__"
    ).split()
)
_CONVERTING_FIRST = frozenset("parse convert coerce cast decode to from as is has".split())


def lost_work(node: Any, _text: str, subject: Subject) -> bool:
    """Keep an empty handler where something was to be done; a value that was not converted leaves the one before."""
    statement = subject.parsed.parents.get(node)
    return not isinstance(statement, ast.Try) or _works(statement.body) or _leaves_unbound(statement, subject)


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


def _works(statements: Iterable[ast.stmt]) -> bool:
    return any(_does(statement) for statement in statements)


def _does(statement: ast.stmt) -> bool:
    """Whether a statement does more than to work out a value: it calls for an effect, waits, opens, deletes."""
    match statement:
        case ast.Expr() | ast.Delete() | ast.With() | ast.AsyncWith() | ast.AsyncFor():
            return True
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return False
        case _:
            parts = (each for each in ast.iter_child_nodes(statement))
            return any(_does(each) if isinstance(each, ast.stmt) else _calls(each) for each in parts)


def _calls(node: ast.AST) -> bool:
    return any(
        isinstance(each, ast.Await | ast.Yield | ast.YieldFrom) or (isinstance(each, ast.Call) and not _converts(each))
        for each in ast.walk(node)
    )


def _converts(call: ast.Call) -> bool:
    """Whether a call only makes one value of another, as its name says; a class in capitals makes an object."""
    name = last(call.func)
    first = next(iter(words(name)), "")
    return name in _CONVERTING or first in _CONVERTING_FIRST or name[:1].isupper()
