"""Handlers that do nothing: which of them hide that something was not done."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home
from aseptic.checks.narrowing.answered import is_answered_after, is_raised_after
from aseptic.checks.narrowing.effects import does
from aseptic.checks.narrowing.refusal import refuses
from aseptic.checks.narrowing.surroundings import targets


def lost_work(node: Any, _text: str, subject: Subject) -> bool:
    """Keep an empty handler where something was to be done; a value that was not converted leaves the one before."""
    statement = subject.parsed.parents.get(node)
    if not isinstance(statement, ast.Try):
        return True
    if is_raised_after(statement, subject) or is_answered_after(statement, subject):
        return False
    refused = refuses(statement, subject)
    return refused or _works(statement.body, subject) or _leaves_unbound(statement, subject)


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
    return any(does(statement, subject) for statement in statements[asking:])


def _asks_for_a_number(statement: ast.stmt) -> bool:
    """Whether a statement only tries whether a text is a number, for what comes next."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="int" | "float" | "complex"), args=[given])):
            return not any(isinstance(each, ast.Call) for each in ast.walk(given))
        case _:
            return False
