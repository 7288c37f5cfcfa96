"""Whether a value is tested where it was made: a number against its range."""

from __future__ import annotations

import ast

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home


def is_tested(node: ast.AST, subject: Subject) -> bool:
    """Say whether a function tests what it names after a value against a range that nan is outside of.

    `low <= rate <= high` is one, and fails for nan; `rate < low or rate > high` lets nan through.
    """
    names = _names(node, subject)
    return bool(names) and any(
        isinstance(each, ast.Compare) and len(each.ops) > 1 and any(_is_one(part, names) for part in each.comparators)
        for each in subject.parsed.inside(home(node, subject))
    )


def _names(node: ast.AST, subject: Subject) -> frozenset[str]:
    """Return the names that a value is given, as it is or rounded."""
    parents = subject.parsed.parents
    outer = parents.get(node)
    while (
        isinstance(outer, ast.Call) and isinstance(outer.func, ast.Name) and outer.func.id in ("round", "abs", "float")
    ):
        outer = parents.get(outer)
    match outer:
        case ast.Assign(targets=targets):
            return frozenset(each.id for each in targets if isinstance(each, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.NamedExpr(target=ast.Name(id=name)):
            return frozenset({name})
        case _:
            return frozenset()


def _is_one(node: ast.expr, names: frozenset[str]) -> bool:
    match node:
        case ast.Name(id=name) | ast.NamedExpr(target=ast.Name(id=name)):
            return name in names
        case _:
            return False
