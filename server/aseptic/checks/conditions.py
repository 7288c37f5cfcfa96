"""Whether an expression is as a rule's condition says, by its shape and by what its names stand for."""

from __future__ import annotations

import ast
import re
import stat
from collections.abc import Iterator

from aseptic.checks.detector import Subject
from aseptic.source.scopes import Scope
from aseptic.standard.condition import Condition, Wanted

_FORMATTING = frozenset({"format", "join", "format_map", "replace"})


def meets(node: ast.expr | None, wanted: Wanted, subject: Subject, scope: Scope) -> bool:
    """Say whether an expression is as wanted; None is an argument that is not given."""
    if not isinstance(wanted, Condition):
        return isinstance(node, ast.Constant) and node.value == wanted and type(node.value) is type(wanted)
    if node is None:
        return wanted.given is False
    return all(_parts(node, wanted, subject, scope))


def _parts(node: ast.expr, wanted: Condition, subject: Subject, scope: Scope) -> Iterator[bool]:
    if wanted.given is not None:
        yield wanted.given
    if wanted.equals is not None:
        yield meets(node, wanted.equals, subject, scope)
    if wanted.one_of:
        yield any(meets(node, each, subject, scope) for each in wanted.one_of)
    if wanted.named:
        function = node.func if isinstance(node, ast.Call) else node
        yield any(name in wanted.named for name in (*scope.meanings(node), *scope.meanings(function)))
    if wanted.built is not None:
        yield wanted.built == any(is_built(each) for each in values(node, subject))
    if wanted.constant is not None:
        yield wanted.constant == all(is_constant(each) for each in values(node, subject))
    if wanted.true is not None:
        yield isinstance(node, ast.Constant) and wanted.true == bool(node.value)
    if wanted.below is not None or wanted.bits is not None:
        number = _number(node, scope)
        yield number is not None and (wanted.below is None or number < wanted.below)
        yield wanted.bits is None or (isinstance(number, int) and bool(number & wanted.bits))
    if wanted.matches:
        text = leading_text(node)
        yield text is not None and re.search(wanted.matches, text) is not None


def values(node: ast.expr, subject: Subject) -> list[ast.expr]:
    """Return what an expression may be: of a name that its own function assigns, the values assigned."""
    if not isinstance(node, ast.Name):
        return [node]
    home: ast.AST = node
    while home in subject.parsed.parents and not isinstance(home, ast.FunctionDef | ast.AsyncFunctionDef):
        home = subject.parsed.parents[home]
    found = [
        each.value
        for each in ast.walk(home)
        if isinstance(each, ast.Assign) and any(isinstance(t, ast.Name) and t.id == node.id for t in each.targets)
    ]
    return found or [node]


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
