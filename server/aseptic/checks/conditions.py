"""Whether an expression is as a rule's condition says, by its shape and by what its names stand for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from aseptic.checks.caught import is_caught
from aseptic.checks.detector import Subject
from aseptic.checks.elements import at, entries, runs, sole_value, values
from aseptic.checks.escaped import is_escaped
from aseptic.checks.fixed import is_of_code
from aseptic.checks.literals import is_built, is_constant, number, sure_bits, truth, whole_text
from aseptic.checks.origins import is_handed_on, is_known, is_taken
from aseptic.checks.requested import is_requested
from aseptic.checks.stepwise import is_stepwise
from aseptic.checks.trying import is_found
from aseptic.source.scopes import Scope
from aseptic.standard.condition import Condition, Wanted, is_place


def meets(node: ast.expr | None, wanted: Wanted, subject: Subject, scope: Scope) -> bool:
    """Say whether an expression is as wanted; None is an argument that is not given.

    A name that its function gives one value, once, is as that value is.
    """
    if not isinstance(wanted, Condition):
        seen = None if node is None else _seen(node, subject)
        return isinstance(seen, ast.Constant) and seen.value == wanted and type(seen.value) is type(wanted)
    if node is None:
        return allows_absence(wanted)
    return all(all(asked(node, wanted, subject, scope)) for asked in (_parts, _origin, _inner))


def allows_absence(wanted: Wanted) -> bool:
    """Say whether an argument that is not given is as wanted."""
    return isinstance(wanted, Condition) and (wanted.given is False or any(map(allows_absence, wanted.one_of)))


def _seen(node: ast.expr, subject: Subject) -> ast.expr:
    return sole_value(node, subject) if isinstance(node, ast.Name) else node


def _parts(node: ast.expr, wanted: Condition, subject: Subject, scope: Scope) -> Iterator[bool]:
    """Yield what holds of the expression itself."""

    def follow(name: ast.Name) -> ast.expr:
        return sole_value(name, subject)

    seen = _seen(node, subject)
    if wanted.given is not None:
        yield wanted.given
    if wanted.equals is not None:
        yield meets(node, wanted.equals, subject, scope)
    if wanted.one_of:
        yield any(meets(node, each, subject, scope) for each in wanted.one_of)
    if wanted.named:
        yield any(name in wanted.named for name in _names(node, scope))
    if wanted.true is not None:
        yield wanted.true is truth(seen)
    if wanted.below is not None or wanted.above is not None:
        yield _is_between(number(seen, scope, follow), wanted)
    if wanted.bits is not None:
        yield bool(sure_bits(seen, scope, follow) & wanted.bits)
    if wanted.matches:
        text = whole_text(seen, follow)
        yield text is not None and is_found(_compiled(wanted.matches), text)


def _origin(node: ast.expr, wanted: Condition, subject: Subject, scope: Scope) -> Iterator[bool]:
    """Yield what holds of where the expression comes from."""

    def follow(name: ast.Name) -> ast.expr:
        return sole_value(name, subject)

    if wanted.built is not None:
        yield wanted.built == any(
            is_built(each, follow, lambda name: is_of_code(name, subject)) for each in values(node, subject)
        )
    if wanted.stepwise:
        yield is_stepwise(node, _compiled(wanted.stepwise), subject)
    if wanted.constant is not None:
        yield wanted.constant == all(is_constant(each) for each in values(node, subject))
    if wanted.handed_on is not None:
        yield wanted.handed_on == is_handed_on(node, subject)
    if wanted.known is not None:
        yield wanted.known == is_known(node, subject)
    if wanted.taken is not None:
        yield wanted.taken == is_taken(node, subject, scope)
    if wanted.escaped is not None:
        yield wanted.escaped == is_escaped(node, subject)
    if wanted.caught is not None:
        yield wanted.caught == is_caught(node, subject, scope)
    if wanted.requested is not None:
        yield wanted.requested == is_requested(node, subject, scope)


def _inner(node: ast.expr, wanted: Condition, subject: Subject, scope: Scope) -> Iterator[bool]:
    """Yield what holds of the expressions inside it."""

    def is_so(inner: ast.expr | None, each: Wanted) -> bool:
        return inner is not None and meets(inner, each, subject, scope)

    if wanted.mentions:
        yield any(
            name in wanted.mentions
            for inner in ast.walk(node)
            if isinstance(inner, ast.Name | ast.Attribute)
            for name in subject.scopes.get(id(inner), scope).meanings(inner)
        )
    if wanted.holds is not None:
        yield any(is_so(each, wanted.holds) for run in runs(node, subject) for each in run)
    if wanted.adjacent:
        size = len(wanted.adjacent)
        windows = (run[start : start + size] for run in runs(node, subject) for start in range(len(run) - size + 1))
        yield any(all(map(is_so, window, wanted.adjacent)) for window in windows)
    if wanted.items and all(map(is_place, wanted.items)):
        yield any(
            all(is_so(at(run, int(place)), each) for place, each in wanted.items.items()) for run in runs(node, subject)
        )
    elif wanted.items:
        yield any(_has_keys(named, more, wanted, subject, scope) for named, more in entries(node, subject))


def _has_keys(named: Mapping[str, ast.expr], more: bool, wanted: Condition, subject: Subject, scope: Scope) -> bool:
    return all(
        meets(named[key], each, subject, scope) if key in named else not more and meets(None, each, subject, scope)
        for key, each in wanted.items.items()
    )


def _names(node: ast.expr, scope: Scope) -> Iterator[str]:
    """Yield what an expression stands for, what the function stands for that it calls, and the flags that it joins."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _names(node.left, scope)
        yield from _names(node.right, scope)
    yield from scope.meanings(node)
    if isinstance(node, ast.Call):
        yield from scope.meanings(node.func)


def _is_between(value: float | None, wanted: Condition) -> bool:
    return (
        value is not None
        and (wanted.above is None or value > wanted.above)
        and (wanted.below is None or value < wanted.below)
    )


@lru_cache(4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
