"""A refusal in a `try` whose handler does nothing: where the question fails, what was to be refused goes on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile

from aseptic.checks.detector import Subject
from aseptic.checks.narrowing.effects import does
from aseptic.checks.narrowing.surroundings import around, upwards

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_ABSENCES = frozenset("AttributeError LookupError KeyError IndexError StopIteration".split())
"""What one raises bare to go on where something is not there, as a look-up would."""


def refuses(statement: ast.Try, subject: Subject) -> bool:
    """Say whether a `try` raises or asserts, or leaves under a condition before what is done below it."""
    below = list(_below(statement, subject))
    return any(_refuses(each, statement, below, subject) for part in statement.body for each in _own(part))


def _refuses(node: ast.AST, statement: ast.Try, below: Sequence[ast.stmt], subject: Subject) -> bool:
    match node:
        case ast.Assert():
            return True
        case ast.Raise(exc=ast.Name(id=name), cause=None):
            return name not in _ABSENCES
        case ast.Raise():
            return True
        case ast.Return() | ast.Continue() | ast.Break() if node not in statement.body and not _converts(node):
            return _leaves(node, statement, subject) and (_works(below, subject) or _grants(node, below))
        case _:
            return False


def _converts(statement: ast.stmt) -> bool:
    """Whether a statement gives back what was worked out in the `try`."""
    return any(isinstance(each, ast.Call | ast.Subscript) for each in ast.walk(statement))


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a statement and what is in it, functions and handlers of its own left out."""
    yield node
    if not isinstance(node, (*_FUNCTIONS, ast.ExceptHandler)):
        for inner in ast.iter_child_nodes(node):
            yield from _own(inner)


def _leaves(node: ast.AST, statement: ast.Try, subject: Subject) -> bool:
    """Whether it is no loop inside the `try` that is left."""
    inside = takewhile(lambda outer: outer is not statement, (outer for _, outer in upwards(node, subject)))
    return isinstance(node, ast.Return) or not any(isinstance(outer, _LOOPS) for outer in inside)


def _below(statement: ast.Try, subject: Subject) -> Iterator[ast.stmt]:
    """Yield what stands below a `try` in its function, in the blocks that it is in."""
    yield from (*statement.orelse, *statement.finalbody)
    for inner, outer in upwards(statement, subject):
        yield from around(outer, inner)[1]
        if isinstance(outer, _FUNCTIONS):
            return


def _works(below: Sequence[ast.stmt], subject: Subject) -> bool:
    return any(does(each, subject) for each in below)


def _grants(node: ast.AST, below: Sequence[ast.stmt]) -> bool:
    """Whether no is answered, and yes below."""
    match node:
        case ast.Return(value=None | ast.Constant(value=None | False)):
            inside = (each for statement in below for each in ast.walk(statement))
            return any(isinstance(each, ast.Return) and _is_yes(each.value) for each in inside)
        case _:
            return False


def _is_yes(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and bool(value.value)
