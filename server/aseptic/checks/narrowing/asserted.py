"""Asserts: which of them stand where a check has to be.

`python -O` leaves every assert out. That changes nothing where one only says what holds anyway: the kind of a value, a
state that the code itself made. It changes what the program does where something waits for the assert to fail, and
where it keeps somebody or some value out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.elements import values
from aseptic.checks.literals import is_constant
from aseptic.checks.narrowing.limit import tests_a_limit
from aseptic.checks.narrowing.restated import restates
from aseptic.checks.narrowing.surroundings import parts, upwards

_RIGHTS = frozenset(
    (
        "allowed permitted permission permissions perm perms authorized authorised authenticated may role roles admin "
        "superuser staff user operator principal csrf password secret credential credentials signature signed hmac "
        "digest checksum verify verified"
    ).split()
)


def guard(node: Any, _text: str, subject: Subject) -> bool:
    """Keep an assert that is waited for, or that tests a right, a limit of an argument, or received bytes.

    The first speaks for all that one handler waits for, and for those that follow it: one check is to be written.
    """
    statement = _waiting(node, subject)
    if statement is not None:
        return _first_assert(statement) is node
    return _guards(node, subject) and not any(_guards(each, subject) for each in _row_above(node, subject))


def _guards(node: ast.Assert, subject: Subject) -> bool:
    if all(is_constant(each) for each in _tested(node.test)) or restates(node, subject):
        return False
    return _tests_a_right(node.test) or tests_a_limit(node, subject) or _tests_a_cut(node.test, subject)


def _row_above(node: ast.Assert, subject: Subject) -> Iterator[ast.Assert]:
    """Yield the asserts that stand one after another right above one, from the nearest."""
    above: list[ast.stmt] = []
    for each in ast.iter_child_nodes(subject.parsed.parents[node]):
        if each is node:
            break
        if isinstance(each, ast.stmt):
            above.append(each)
    for each in reversed(above):
        if not isinstance(each, ast.Assert):
            return
        yield each


def _waiting(node: ast.AST, subject: Subject) -> ast.Try | None:
    """Return the statement round an assert that catches its failure by name."""
    for inner, outer in upwards(node, subject):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return None
        if isinstance(outer, ast.Try) and inner in outer.body:
            caught = (name for handler in outer.handlers if handler.type for name in ast.walk(handler.type))
            if any(isinstance(name, ast.Name) and name.id == "AssertionError" for name in caught):
                return outer
    return None


def _first_assert(statement: ast.Try) -> ast.AST | None:
    """Return the assert that speaks for all that one handler waits for."""
    found = (each for part in statement.body for each in ast.walk(part) if isinstance(each, ast.Assert))
    return min(found, key=lambda each: (each.lineno, each.col_offset), default=None)


def _tested(test: ast.expr) -> Iterator[ast.expr]:
    """Yield the names and attributes that a test reads, each with all that it is written with."""
    if isinstance(test, ast.Name | ast.Attribute):
        yield test
        return
    for each in ast.iter_child_nodes(test):
        if isinstance(each, ast.expr):
            yield from _tested(each)
        elif isinstance(each, ast.comprehension | ast.keyword):
            yield from (
                found for inner in ast.iter_child_nodes(each) if isinstance(inner, ast.expr) for found in _tested(inner)
            )


def _tests_a_right(test: ast.expr) -> bool:
    for each in ast.walk(test):
        match each:
            case ast.Name(id=name) | ast.Attribute(attr=name) if parts(name) & _RIGHTS:
                return True
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if "valid" in parts(name):
                return True
            case _:
                pass
    return False


def _tests_a_cut(test: ast.expr, subject: Subject) -> bool:
    """Whether the length of a slice is compared: a slice is silently short where the bytes end."""
    match test:
        case ast.Compare(left=ast.Call(func=ast.Name(id="len"), args=[whole])):
            return any(_is_slice(each) for each in values(whole, subject))
        case _:
            return False


def _is_slice(value: ast.expr) -> bool:
    return isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice)
