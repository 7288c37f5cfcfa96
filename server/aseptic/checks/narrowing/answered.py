"""One way that fails among others: the error goes on upwards anyway, or something is said when all ways have failed."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from aseptic.checks.detector import Subject
from aseptic.checks.narrowing.effects import speaks
from aseptic.checks.narrowing.surroundings import targets
from aseptic.source.dotted import dotted


def is_raised_after(statement: ast.Try, subject: Subject) -> bool:
    """Say whether a `try` stands in a handler that raises the error it has caught right after.

    What fails there is a second way; nothing of the first error is lost.
    """
    handler = subject.parsed.parents.get(statement)
    if not isinstance(handler, ast.ExceptHandler):
        return False
    match handler.body[handler.body.index(statement) + 1 :]:
        case [ast.Raise(exc=None), *_]:
            return True
        case [ast.Raise(exc=ast.Name(id=name)), *_]:
            return name == handler.name
        case _:
            return False


def is_answered_after(statement: ast.Try, subject: Subject) -> bool:
    """Say whether a loop over what is written out tries one way after another, and below it is asked whether any did.

    The way that does leaves the loop by `break`; a name that only the ways give a value is tested below, and something
    is said or raised where it has none.
    """
    loop = subject.parsed.parents.get(statement)
    if not isinstance(loop, ast.For) or loop.body != [statement] or not isinstance(statement.body[-1], ast.Break):
        return False
    if not isinstance(loop.iter, ast.List | ast.Tuple) or statement.orelse or statement.finalbody:
        return False
    if loop.orelse:
        return _speak(loop.orelse, subject)
    names = {name for each in statement.body for name in targets(each)}
    holder = subject.parsed.parents[loop]
    for part in ("body", "orelse", "finalbody"):
        block: list[ast.stmt] = getattr(holder, part, [])
        if loop in block[:-1]:
            return _asks(block[block.index(loop) + 1], names, subject)
    return False


def _asks(statement: ast.stmt, names: set[str], subject: Subject) -> bool:
    """Whether a statement tests one of these names for none, and speaks then."""
    match statement:
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=asked), body=body):
            pass
        case ast.If(test=ast.Compare(left=asked, ops=[ast.Is()], comparators=[ast.Constant(value=None)]), body=body):
            pass
        case _:
            return False
    return (dotted(asked) or "") in names and _speak(body, subject)


def _speak(body: Sequence[ast.stmt], subject: Subject) -> bool:
    """Whether one of these statements raises an error, or says something."""
    return any(
        isinstance(each, ast.Raise)
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Call) and speaks(each.value, subject))
        for each in body
    )
