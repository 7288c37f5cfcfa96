"""What stands round a node: what it is part of, what it is given to, and the words of the names there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import cast

from aseptic.checks.detector import Subject
from aseptic.source.dotted import dotted

STATEMENTS = (ast.stmt, ast.ExceptHandler, ast.match_case)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(name: str) -> tuple[str, ...]:
    """Split a name into its words, in their order: `resetToken`, `RESET_TOKEN` and `reset_token` are the same two."""
    return tuple(word.lower() for word in _WORDS.findall(name))


def parts(name: str) -> frozenset[str]:
    """Return the words of a name."""
    return frozenset(words(name))


def upwards(node: ast.AST, subject: Subject) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield (node, parent) from a node to the chunk's tree."""
    parents = subject.parsed.parents
    while node in parents:
        yield node, parents[node]
        node = parents[node]


def around(holder: ast.AST, statement: ast.AST) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """Return what stands above a statement in its block, and what stands below it."""
    for part in ("body", "orelse", "finalbody"):
        block = cast("list[ast.stmt]", getattr(holder, part, []))
        if isinstance(statement, ast.stmt) and statement in block:
            return block[: block.index(statement)], block[block.index(statement) + 1 :]
    return [], []


def targets(statement: ast.AST) -> Iterator[str]:
    """Yield the names that a statement assigns to."""
    match statement:
        case ast.Assign(targets=each):
            yield from (name for target in each if (name := written(target)))
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield written(target)
        case _:
            return


def written(target: ast.expr) -> str:
    """Return the name of a variable, an attribute, or a text between brackets."""
    match target:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case _:
            return ""


def last(function: ast.expr) -> str:
    """Return the last part of a called name."""
    name = dotted(function)
    if name is not None:
        return name.rpartition(".")[2]
    return function.attr if isinstance(function, ast.Attribute) else ""
