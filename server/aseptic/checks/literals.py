"""What is written out in an expression: constants, numbers, and texts with or without data in them."""

from __future__ import annotations

import ast
import re
import stat
from collections.abc import Callable

from aseptic.source.scopes import Scope

FORMATTING = frozenset({"format", "join", "format_map", "replace"})
"""Methods of a text that make another one of it."""
_REQUESTED = frozenset({"GET", "POST", "COOKIES", "META", "FILES"})
"""What a request of Django's brought, in capitals and yet no constant."""
DATA = "\0"
"""What stands in a text for a piece of data of any length."""
Follow = Callable[[ast.Name], ast.expr]
"""What gives a name's one value; the name itself where it may have another."""
Named = ast.Name | ast.Attribute
_DEEPEST = 8
"""How many names are followed from one to another."""
_PERCENT = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
_BRACES = re.compile(r"\{[^{}]*\}")


def _itself(name: ast.Name) -> ast.expr:
    return name


def is_in_capitals(name: Named) -> bool:
    """Say whether a name is written as that of a constant, and none that a request of Django's has."""
    written = name.id if isinstance(name, ast.Name) else name.attr
    return written.isupper() and written not in _REQUESTED


def is_built(node: ast.expr, follow: Follow = _itself, named: Callable[[Named], bool] = is_in_capitals) -> bool:
    """Say whether a text is put together with something that is no literal; either may have a name.

    `named` tells which names are those of constants.
    """

    def seen(part: ast.expr) -> ast.expr:
        return follow(part) if isinstance(part, ast.Name) else part

    def is_text(part: ast.expr) -> bool:
        return leading_text(seen(part)) is not None or (
            not isinstance(part, ast.Name) and is_built(part, follow, named)
        )

    def is_data(part: ast.expr) -> bool:
        inside = part.elts if isinstance(part, ast.Tuple) else [part]
        return not all(is_constant(each, named) or is_fixed(seen(each)) for each in inside)

    def is_fixed(value: ast.expr) -> bool:
        """Whether a name stands for a literal that nothing can be added to later."""
        return is_constant(value, named) and not isinstance(value, ast.List | ast.Dict | ast.Set)

    match node:
        case ast.JoinedStr(values=parts):
            return any(isinstance(part, ast.FormattedValue) and is_data(part.value) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            known = is_constant(seen(left), named) and is_constant(seen(right), named)
            return not known and (is_text(left) or is_text(right))
        case ast.BinOp(left=left, op=ast.Mod(), right=right):
            return leading_text(seen(left)) is not None and is_data(right)
        case ast.Call(func=ast.Attribute(value=text, attr=name), args=args, keywords=keywords):
            given = (*args, *(keyword.value for keyword in keywords))
            return name in FORMATTING and is_text(text) and any(map(is_data, given))
        case _:
            return False


def is_constant(node: ast.expr, named: Callable[[Named], bool] = is_in_capitals) -> bool:
    """Say whether an expression is made of literals only; a name in capitals counts, and an item of what it names."""

    def known(part: ast.expr) -> bool:
        return is_constant(part, named)

    match node:
        case ast.Constant():
            return True
        case ast.Name() | ast.Attribute():
            return named(node)
        case ast.Subscript(value=table):
            return isinstance(table, ast.Name | ast.Attribute) and known(table)
        case ast.JoinedStr(values=parts):
            return all(not isinstance(part, ast.FormattedValue) or known(part.value) for part in parts)
        case ast.BinOp(left=left, right=right):
            return known(left) and known(right)
        case ast.UnaryOp(operand=operand):
            return known(operand)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return all(known(part) for part in parts)
        case ast.Dict(keys=keys, values=parts):
            return all(key is not None and known(key) for key in keys) and all(known(part) for part in parts)
        case _:
            return False


def truth(node: ast.expr) -> bool | None:
    """Say whether a literal or a display, or what denies one, counts as true; None where it is neither."""
    match node:
        case ast.Constant(value=value):
            return bool(value)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts) | ast.Dict(values=parts):
            return bool(parts)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = truth(operand)
            return None if inner is None else not inner
        case _:
            return None


def number(node: ast.expr, scope: Scope, follow: Follow, depth: int = _DEEPEST) -> int | float | None:
    """Return the number that an expression is; None where it is no number or cannot be told."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            value = number(operand, scope, follow, depth)
            return None if value is None else -value
        case ast.BinOp(left=left, op=op, right=right):
            return _folded(number(left, scope, follow, depth), op, number(right, scope, follow, depth))
        case ast.Name() if depth and (seen := follow(node)) is not node:
            return number(seen, scope, follow, depth - 1)
        case ast.Name() | ast.Attribute():
            names = [name.removeprefix("stat.") for name in scope.meanings(node) if name.startswith("stat.S_I")]
            return getattr(stat, names[0], None) if names else None
        case _:
            return None


def sure_bits(node: ast.expr, scope: Scope, follow: Follow) -> int:
    """Return the bits that a number has whatever else is joined to it by `|`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return sure_bits(node.left, scope, follow) | sure_bits(node.right, scope, follow)
    value = number(node, scope, follow)
    return value if isinstance(value, int) else 0


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


def whole_text(node: ast.expr, follow: Follow, depth: int = _DEEPEST) -> str | None:
    """Return a text with a sign for each piece of data in it; None where an expression shows no text."""

    def inner(each: ast.expr) -> str | None:
        seen = follow(each) if isinstance(each, ast.Name) else each
        return whole_text(seen, follow, depth - (seen is not each)) if depth else None

    match node:
        case ast.Constant():
            return leading_text(node)
        case ast.JoinedStr(values=parts):
            return "".join(_piece(part, inner) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            first, second = inner(left), inner(right)
            return None if first is None and second is None else f"{first or DATA}{second or DATA}"
        case ast.BinOp(left=left, op=ast.Mod()):
            text = inner(left)
            return None if text is None else _PERCENT.sub(DATA, text)
        case ast.Call(func=ast.Attribute(value=template, attr="format" | "format_map")):
            text = inner(template)
            return None if text is None else _BRACES.sub(DATA, text)
        case _:
            return None


def _piece(part: ast.expr, text: Callable[[ast.expr], str | None]) -> str:
    """Return what a part of an f-string says: a text of its own, or that of a name; data otherwise."""
    match part:
        case ast.Constant():
            return leading_text(part) or ""
        case ast.FormattedValue(value=ast.Name() as name, conversion=-1, format_spec=None):
            return text(name) or DATA
        case _:
            return DATA


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
