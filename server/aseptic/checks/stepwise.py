"""Texts that are put together in steps: over several statements, from a template that has a name, or by `join`.

What one expression puts together, others judge where it stands; here it takes more than one to hold text and data.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from re import Pattern

from aseptic.checks.detector import Subject
from aseptic.checks.elements import runs, sole_value, values
from aseptic.checks.given import Grown
from aseptic.checks.literals import DATA, whole_text
from aseptic.checks.narrowing.query import is_of_ours, reaches_query
from aseptic.checks.trying import is_found


def is_stepwise(node: ast.expr, pattern: Pattern[str], subject: Subject) -> bool:
    """Say whether one of the texts that an expression may be came about in steps, holds a pattern, and holds data."""
    return any(_is_so(each, pattern, subject) for each in values(node, subject))


def _is_so(text: ast.expr, pattern: Pattern[str], subject: Subject) -> bool:
    match text:
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(between)), attr="join"), args=[listed]):
            found = [each for run in runs(listed, subject) for each in run if each is not None]
            said = between.join(_text(each, subject) or DATA for each in found)
        case ast.Constant():
            return False
        case _:
            found = [text]
            said = _text(text, subject)
    return (
        said is not None
        and is_found(pattern, said)
        and not all(is_of_ours(each, subject) for each in found)
        and not any(_tells(each, pattern, subject) for each in _steps(found, subject, frozenset()))
    )


def _text(node: ast.expr, subject: Subject) -> str | None:
    return whole_text(node, lambda name: sole_value(name, subject))


def _tells(step: ast.expr, pattern: Pattern[str], subject: Subject) -> bool:
    """Whether a step is a finding by itself: it holds the pattern, and data beside it."""
    if isinstance(step, ast.Constant):
        return False
    own = whole_text(step, lambda name: name)
    first = next((each for each in ast.walk(step) if isinstance(each, ast.Constant)), None)
    return own is not None and is_found(pattern, own) and first is not None and reaches_query(first, "", subject)


def _steps(found: Iterable[ast.expr], subject: Subject, met: frozenset[int]) -> Iterator[ast.expr]:
    """Yield what stands in the code of which texts are made, through names."""
    for node in found:
        if isinstance(node, Grown):
            yield from _steps((node.left, node.right), subject, met)
        elif id(node) not in met:
            yield node
            inner = (each for each in ast.walk(node) if isinstance(each, ast.Name))
            further = (value for name in inner for value in values(name, subject) if value is not name)
            yield from _steps(further, subject, met | {id(node)})
