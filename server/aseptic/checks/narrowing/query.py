"""Texts that read like SQL: which of them are built from data and run."""

from __future__ import annotations

import ast
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.ingredients import is_made_of
from aseptic.checks.literals import FORMATTING
from aseptic.checks.narrowing.surroundings import last, upwards

_QUERIES = frozenset(
    (
        "execute executemany executescript execute_async raw text read_sql read_sql_query exec_driver_sql "
        "fetch fetchrow fetchval run query cursor"
    ).split()
)
_QUOTING = frozenset(
    (
        "quote_name quote_identifier quote_ident quoted_name escape_identifier quote_id qn "
        "Identifier Literal Placeholder as_sql len int"
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
    return isinstance(built, ast.expr) and is_of_ours(built, subject)


def is_of_ours(text: ast.expr, subject: Subject) -> bool:
    """Say whether a text is made of nothing but literals, numbers, and names that the driver quotes."""
    return is_made_of(text, subject, lambda call: last(call.func) in _QUOTING)
