"""What a text is put together from, as far as its own function shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import cast

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home
from aseptic.checks.fixed import is_fixed
from aseptic.checks.literals import FORMATTING
from aseptic.checks.origins import every_value

_TRIMMING = frozenset("strip lstrip rstrip removeprefix removesuffix lower upper title capitalize".split())
"""Methods that add nothing to a text."""
_READING = frozenset("len tuple list sorted enumerate zip any all".split())
"""Functions that read a list and leave it as it is."""
_WHOLE_TAGS = re.compile(r"[^<>]*(?:<[^<>]+>[^<>]*)*")
Fine = Callable[[ast.Call], bool]


def is_made_of(node: ast.expr, subject: Subject, fine: Fine) -> bool:
    """Say whether a text is made of nothing but literals and the results of calls that are fine."""
    return _is_made_of(node, subject, fine, frozenset())


def _is_made_of(node: ast.expr, subject: Subject, fine: Fine, met: frozenset[int]) -> bool:
    if isinstance(node, ast.Name) and not is_fixed(node, subject):
        found = () if id(node) in met else every_value(node, subject)
        if any(map(_grows, found)):
            added = _added(node, subject, frozenset())
            if added is None:
                return False  # what a name holds in a list may grow by more than its function shows
            found = (*found, *added)
        return bool(found) and all(_is_made_of(each, subject, fine, met | {id(node)}) for each in found)
    if _unescapes(node, subject):
        return False
    inside = _ingredients(node)
    if inside is not None:
        return all(_is_made_of(each, subject, fine, met) for each in inside)
    return fine(node) if isinstance(node, ast.Call) else is_fixed(node, subject)


def _grows(value: ast.expr) -> bool:
    """Whether an expression gives something that takes in more later, in place."""
    match value:
        case ast.List() | ast.Dict() | ast.Set() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            return True
        case ast.BinOp(left=left, op=ast.Add() | ast.Mult() | ast.BitOr(), right=right):
            return _grows(left) or _grows(right)
        case ast.BoolOp(values=parts):
            return any(map(_grows, parts))
        case ast.IfExp(body=body, orelse=other):
            return _grows(body) or _grows(other)
        case _:
            return False


def _added(node: ast.Name, subject: Subject, met: frozenset[str]) -> list[ast.expr] | None:
    """Return what a list takes in by a name, or by another one of it; None where its function does more with it."""
    parents = subject.parsed.parents
    added: list[ast.expr] = []
    for use in subject.parsed.naming(home(node, subject), node.id):
        if not isinstance(use, ast.Name):
            return None
        match parents.get(use):
            case ast.Attribute(attr="append" | "insert" | "extend") as method:
                match parents.get(method):
                    case ast.Call(func=function, args=[*_, last], keywords=[]) if function is method:
                        added.append(last)
                    case _:
                        return None
            case _:
                others = _other_names(use, subject)
                if others is None:
                    return None
                for other in others:
                    if other.id not in met | {node.id}:
                        more = _added(other, subject, met | {node.id})
                        if more is None:
                            return None
                        added += more
    return added


def _other_names(use: ast.Name, subject: Subject) -> list[ast.Name] | None:
    """Return the names that a statement gives to what a name holds, beside it; None where it may be put elsewhere."""
    node, outer = cast("ast.expr", use), subject.parsed.parents.get(use)
    while isinstance(outer, ast.BoolOp | ast.IfExp | ast.UnaryOp):
        if isinstance(outer, ast.UnaryOp) or (isinstance(outer, ast.IfExp) and node is outer.test):
            return []
        node, outer = outer, subject.parsed.parents.get(outer)
    match outer:
        case ast.Call(func=ast.Attribute(attr="join")):
            return []
        case ast.Call(func=ast.Name(id=name)) if name in _READING:
            return []
        case ast.If() | ast.While() | ast.For() | ast.comprehension() | ast.Compare() | ast.BinOp() | ast.Starred():
            return []
        case ast.Subscript(ctx=ast.Load()):
            return []
        case ast.Assign(targets=aims):
            others = [each for each in aims if isinstance(each, ast.Name)]
            return [each for each in others if each is not use] if len(others) == len(aims) else None
        case ast.AnnAssign(target=ast.Name() as aim):
            return [] if aim is use else [aim]
        case _ if isinstance(use.ctx, ast.Store):
            return []
        case _:
            return None


def _ingredients(node: ast.expr) -> list[ast.expr] | None:
    """Return the expressions that all go into a text; None where it is no mixture."""
    match node:
        case ast.IfExp(test=test, body=body, orelse=other):
            return [other] if _is_one_of(test, body) else [body, other]
        case ast.JoinedStr(values=parts):
            inside = [part for part in parts if isinstance(part, ast.FormattedValue)]
            return [*(part.value for part in inside), *(part.format_spec for part in inside if part.format_spec)]
        case ast.BinOp(left=left, op=ast.Mult()):
            return [left]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.Call(func=ast.Attribute(value=text, attr=name), args=args, keywords=keywords) if name in FORMATTING:
            return [text, *args, *(keyword.value for keyword in keywords)]
        case ast.Call(func=ast.Attribute(value=text, attr=name)) if name in _TRIMMING:
            return [text]
        case ast.Call(func=ast.Name(id="str"), args=args, keywords=keywords):
            return [*args, *(keyword.value for keyword in keywords)]
        case ast.GeneratorExp(elt=each) | ast.ListComp(elt=each) | ast.SetComp(elt=each):
            return [each]
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return parts
        case ast.Dict(keys=keys, values=parts):
            return [*(key for key in keys if key), *parts]
        case _:
            return None


def _unescapes(node: ast.expr, subject: Subject) -> bool:
    """Whether a constant that replaces a part of a text brings back what was escaped, or a sign that opens a tag.

    A whole tag, as where a line ends, is the code's own.
    """
    match node:
        case ast.Call(
            func=ast.Attribute(value=text, attr="replace"),
            args=[ast.Constant(value=str(old)), ast.Constant(value=str(new)), *_],
        ):
            return not is_fixed(text, subject) and bool(new) and ("&" in old or not _WHOLE_TAGS.fullmatch(new))
        case _:
            return False


def _is_one_of(test: ast.expr, value: ast.expr) -> bool:
    """Whether a test holds only where a name is one of the literals that it lists: `if unit in ("day", "week")`."""
    match test:
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.In()],
            comparators=[ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts)],
        ):
            same = isinstance(value, ast.Name) and value.id == name
            return same and all(isinstance(each, ast.Constant) for each in parts)
        case _:
            return False
