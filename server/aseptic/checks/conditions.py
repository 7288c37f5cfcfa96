"""Whether an expression is as a rule's condition says, by its shape and by what its names stand for."""

from __future__ import annotations

import ast
import re
import stat
from collections.abc import Iterator, Mapping
from functools import cache

from aseptic.checks.detector import Subject
from aseptic.checks.elements import at, entries, runs, values
from aseptic.checks.requested import is_requested
from aseptic.source.scopes import Scope
from aseptic.standard.condition import Condition, Wanted

_FORMATTING = frozenset({"format", "join", "format_map", "replace"})


def meets(node: ast.expr | None, wanted: Wanted, subject: Subject, scope: Scope) -> bool:
    """Say whether an expression is as wanted; None is an argument that is not given."""
    if not isinstance(wanted, Condition):
        return isinstance(node, ast.Constant) and node.value == wanted and type(node.value) is type(wanted)
    if node is None:
        return wanted.given is False
    return all(_parts(node, wanted, subject, scope)) and all(_inner(node, wanted, subject, scope))


def _parts(node: ast.expr, wanted: Condition, subject: Subject, scope: Scope) -> Iterator[bool]:
    """Yield what holds of the expression itself."""
    if wanted.given is not None:
        yield wanted.given
    if wanted.equals is not None:
        yield meets(node, wanted.equals, subject, scope)
    if wanted.one_of:
        yield any(meets(node, each, subject, scope) for each in wanted.one_of)
    if wanted.named:
        yield any(name in wanted.named for name in _names(node, scope))
    if wanted.built is not None:
        yield wanted.built == any(is_built(each) for each in values(node, subject))
    if wanted.constant is not None:
        yield wanted.constant == all(is_constant(each) for each in values(node, subject))
    if wanted.requested is not None:
        yield wanted.requested == is_requested(node, subject, scope)
    if wanted.true is not None:
        yield isinstance(node, ast.Constant) and wanted.true == bool(node.value)
    if wanted.below is not None or wanted.above is not None or wanted.bits is not None:
        yield _is_such_a_number(_number(node, scope), wanted)
    if wanted.matches:
        text = leading_text(node)
        yield text is not None and _compiled(wanted.matches).search(text) is not None


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
    if wanted.items and all(place.lstrip("-").isdigit() for place in wanted.items):
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


def _is_such_a_number(number: float | None, wanted: Condition) -> bool:
    return (
        number is not None
        and (wanted.below is None or number < wanted.below)
        and (wanted.above is None or number > wanted.above)
        and (wanted.bits is None or (isinstance(number, int) and bool(number & wanted.bits)))
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def is_built(node: ast.expr) -> bool:
    """Say whether a text is put together with something that is no literal."""
    match node:
        case ast.JoinedStr(values=parts):
            return any(isinstance(part, ast.FormattedValue) and not is_constant(part.value) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            texts = (
                is_built(left) or is_built(right) or leading_text(left) is not None or leading_text(right) is not None
            )
            return texts and not (is_constant(left) and is_constant(right))
        case ast.BinOp(left=left, op=ast.Mod(), right=right):
            return leading_text(left) is not None and not is_constant(right)
        case ast.Call(func=ast.Attribute(value=text, attr=name), args=args, keywords=keywords):
            given = (*args, *(keyword.value for keyword in keywords))
            known = leading_text(text) is not None or is_built(text)
            return name in _FORMATTING and known and not all(is_constant(each) for each in given)
        case _:
            return False


def is_constant(node: ast.expr) -> bool:
    """Say whether an expression is made of literals only; a name in capitals is taken for one."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper()
        case ast.JoinedStr(values=parts):
            return all(not isinstance(part, ast.FormattedValue) or is_constant(part.value) for part in parts)
        case ast.BinOp(left=left, right=right):
            return is_constant(left) and is_constant(right)
        case ast.UnaryOp(operand=operand):
            return is_constant(operand)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return all(is_constant(part) for part in parts)
        case ast.Dict(keys=keys, values=parts):
            return all(key is not None and is_constant(key) for key in keys) and all(
                is_constant(part) for part in parts
            )
        case _:
            return False


def _number(node: ast.expr, scope: Scope) -> int | float | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            number = _number(operand, scope)
            return None if number is None else -number
        case ast.BinOp(left=left, op=op, right=right):
            return _folded(_number(left, scope), op, _number(right, scope))
        case ast.Name() | ast.Attribute():
            names = [name.removeprefix("stat.") for name in scope.meanings(node) if name.startswith("stat.S_I")]
            return getattr(stat, names[0], None) if names else None
        case _:
            return None


def _folded(left: float | None, op: ast.operator, right: float | None) -> int | float | None:
    """Fold the operators that people write sizes and modes with."""
    if left is None or right is None:
        return None
    match op:
        case ast.BitOr() if isinstance(left, int) and isinstance(right, int):
            return left | right
        case ast.Mult():
            return left * right
        case ast.Pow() if abs(left) <= 1024 and 0 <= right <= 64:
            return left**right
        case ast.LShift() if isinstance(left, int) and isinstance(right, int) and 0 <= right <= 64:
            return left << right
        case _:
            return None


def leading_text(node: ast.expr) -> str | None:
    """Return the text that an expression is or begins with; None where it begins with anything else."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Constant(value=bytes(raw)):
            return raw.decode("latin-1")
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return text
        case ast.JoinedStr():
            return ""
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod()):
            return leading_text(left)
        case _:
            return None
