"""Texts that read like SQL: which of them are built from data and run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.literals import FORMATTING, is_constant
from aseptic.checks.narrowing.surroundings import last, upwards
from aseptic.checks.origins import every_value

_QUERIES = frozenset(
    (
        "execute executemany executescript execute_async raw text read_sql read_sql_query exec_driver_sql "
        "fetch fetchrow fetchval run query cursor"
    ).split()
)
_QUOTING = frozenset(
    (
        "quote_name quote_identifier quote_ident quoted_name escape_identifier quote_id qn Identifier Literal Placeholder "
        "as_sql len int"
    ).split()
)
"""Functions whose result is quoted by the driver, or a number."""


def reaches_query(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a built text that is an argument of a query, directly or through a name of the same function.

    What is put into it counts: names that the driver quotes, numbers and rows of placeholders change nothing.
    """
    return _is_run(node, subject) and not _is_harmless(node, subject)


def _is_run(node: ast.AST, subject: Subject) -> bool:
    names: set[str] = set()
    for inner, outer in upwards(node, subject):
        if isinstance(outer, ast.Call) and inner is not outer.func and last(outer.func) in _QUERIES:
            return True
        if isinstance(outer, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            aims = outer.targets if isinstance(outer, ast.Assign) else [outer.target]
            names.update(target.id for target in aims if isinstance(target, ast.Name))
            if any(isinstance(target, ast.Attribute | ast.Subscript) for target in aims):
                return True  # what becomes of an attribute cannot be seen from here
        if isinstance(outer, ast.Module) and names:
            return True  # nor of a name of the module: its other statements are other chunks
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            return bool(names) and _queried(outer, names)
    return False


def _queried(function: ast.AST, names: set[str]) -> bool:
    """Whether a query anywhere in the function is given one of these names."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and last(node.func) in _QUERIES:
            given = (*node.args, *(keyword.value for keyword in node.keywords))
            if any(isinstance(part, ast.Name) and part.id in names for arg in given for part in ast.walk(arg)):
                return True
    return False


def _is_harmless(node: ast.AST, subject: Subject) -> bool:
    """Whether all that the text is built with is quoted, a number or a literal."""
    built: ast.AST = node
    for inner, outer in upwards(node, subject):
        formats = isinstance(outer, ast.Attribute) and outer.attr in FORMATTING
        called = isinstance(outer, ast.Call) and outer.func is inner
        if not (formats or called or isinstance(outer, ast.BinOp | ast.JoinedStr)):
            break
        built = outer
    inserted = list(_inserted(built))
    return bool(inserted) and all(_is_quoted(each, subject, frozenset()) for each in inserted)


def _inserted(built: ast.AST) -> Iterator[ast.expr]:
    match built:
        case ast.JoinedStr(values=parts):
            yield from (part.value for part in parts if isinstance(part, ast.FormattedValue))
        case ast.BinOp(left=left, op=ast.Mod(), right=right):
            yield from _inserted(left)
            yield from _spread(right)
        case ast.BinOp(left=left, right=right):
            for side in (left, right):
                yield from _inserted(side) if isinstance(side, ast.BinOp | ast.JoinedStr | ast.Call) else [side]
        case ast.Call(func=ast.Attribute(value=text, attr=name), args=args, keywords=keywords) if name in FORMATTING:
            yield from _inserted(text)
            yield from args
            yield from (keyword.value for keyword in keywords)
        case ast.Call():
            yield built
        case _:
            return


def _spread(node: ast.expr) -> Iterable[ast.expr]:
    match node:
        case ast.Tuple(elts=parts):
            return parts
        case ast.Dict(values=parts):
            return parts
        case _:
            return (node,)


def _is_quoted(node: ast.expr, subject: Subject, met: frozenset[str]) -> bool:
    def inner(each: ast.expr) -> bool:
        return _is_quoted(each, subject, met)

    match node:
        case ast.Name(id=name) if not is_constant(node):
            found = every_value(node, subject)
            # What a name holds in a list may grow by more than the list shows.
            plain = bool(found) and not any(isinstance(each, ast.List | ast.Dict | ast.Set) for each in found)
            return name not in met and plain and all(_is_quoted(each, subject, met | {name}) for each in found)
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[rows]):
            return inner(rows)
        case ast.Call(func=function):
            return last(function) in _QUOTING
        case ast.GeneratorExp(elt=each) | ast.ListComp(elt=each) | ast.SetComp(elt=each):
            return inner(each)
        case ast.BinOp(left=left, op=ast.Mult()):
            return inner(left)
        case ast.BinOp() | ast.JoinedStr():
            return all(inner(each) for each in _inserted(node))
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            return all(inner(each) for each in parts)
        case ast.IfExp(body=body, orelse=other):
            return inner(body) and inner(other)
        case _:
            return is_constant(node)
