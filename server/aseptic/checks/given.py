"""What a name is given where it is read: its values as far as they are spelled out, and whether it may be another.

A binding hides earlier ones where it surely happens on the way to the reader. What a loop, a `with`, an import or
a pattern gives is unknown, as is a name that several functions share by `global` or `nonlocal`. A name that the module
binds once, to a literal, is that literal.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from attrs import evolve

from aseptic.checks.detector import Given, Subject
from aseptic.checks.fingerprint import statement_of
from aseptic.source.binding import Binding
from aseptic.source.literal import read
from aseptic.source.reaching import reaching
from aseptic.source.scopes import Scope

_MOST = 8
"""Values of a growing name that are told apart."""


class Grown(ast.BinOp):
    """What `+=` and its like leave in a name. A list may have grown otherwise, too, between its two sides."""


def given(node: ast.Name, subject: Subject) -> Given:
    """Return what a name may be where it is read."""
    known = subject.given.get(id(node))
    if known is None:
        known = subject.given[id(node)] = _given(node, subject, frozenset())
    return known


def owner(node: ast.Name, subject: Subject) -> tuple[Scope | None, bool]:
    """Return the scope that binds a name, None outside of functions, and whether it is read there and not later."""
    scope, at_once = subject.scopes.get(id(node)), True
    while scope is not None:
        if node.id in scope.names and not scope.apart:
            return scope, at_once
        at_once, scope = at_once and not scope.closed, scope.parent
    return None, at_once


def _given(node: ast.Name, subject: Subject, met: frozenset[int]) -> Given:
    scope, at_once = owner(node, subject)
    stores = [each for each in subject.stores.get(node.id, ()) if owner(each, subject)[0] is scope]
    bound = (subject.names if scope is None else scope.names).get(node.id, ())
    if not bound:
        source = "" if scope else subject.view.literal(node.id)
        return Given((read(source),)) if source else Given(other=True)
    growing = {_start(statement_of(subject, each)) for each in stores if _grows(each, subject)}
    bound = [evolve(each, binding=Binding(node.id)) if each.start in growing else each for each in bound]
    values: list[ast.expr] = []
    parameter = other = False
    for local in reaching(bound, (node.lineno, node.col_offset) if at_once else None):
        there = [each for each in stores if _start(statement_of(subject, each)) == local.start]
        parameter = parameter or (not there and local.start == (0, 0) and scope is not None and scope.closed)
        other = other or not (there or parameter)
        for each in there:
            found = _stored(each, subject, met)
            other = other or found is None
            values += (value for value in found or () if value not in values)
    return Given(tuple(values), parameter, other)


def _stored(node: ast.Name, subject: Subject, met: frozenset[int]) -> Sequence[ast.expr] | None:
    """Return what a statement may give a name; None where that is not spelled out, nothing where it is in a circle."""
    outer = subject.parsed.parents[node]
    match outer:
        case ast.Assign(value=value) | ast.NamedExpr(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return [value]
        case ast.AugAssign():
            return _grown(outer, node, subject, met)
        case ast.For(target=target, iter=ast.Tuple(elts=parts) | ast.List(elts=parts)) if target is node:
            return None if any(isinstance(each, ast.Starred) for each in parts) else parts
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            return _unpacked(node, targets, subject.parsed.parents[outer])
        case _:
            return None


def _unpacked(node: ast.Name, targets: list[ast.expr], statement: ast.AST) -> Sequence[ast.expr] | None:
    match statement:
        case ast.Assign(value=ast.Tuple(elts=parts) | ast.List(elts=parts)) if len(parts) == len(targets):
            starred = any(isinstance(each, ast.Starred) for each in (*targets, *parts))
            return None if starred else [parts[targets.index(node)]]
        case _:
            return None


def _grown(statement: ast.AugAssign, node: ast.Name, subject: Subject, met: frozenset[int]) -> Sequence[ast.expr]:
    if id(statement) in met:
        return ()
    before = _given(node, subject, met | {id(statement)})
    firsts: Sequence[ast.expr] = before.values
    if before.parameter or before.other or len(firsts) > _MOST:
        firsts = [*firsts[:_MOST], ast.copy_location(ast.Name(node.id, ast.Load()), node)]
    return [ast.copy_location(Grown(first, statement.op, statement.value), statement) for first in firsts]


def _grows(node: ast.Name, subject: Subject) -> bool:
    return isinstance(subject.parsed.parents[node], ast.AugAssign)


def _start(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
