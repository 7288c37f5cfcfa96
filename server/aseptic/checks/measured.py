"""Whether the sizes of what an archive holds are added up, and looked at, before it is unpacked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import cast

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home

_LEAVES = (ast.Raise, ast.Return, ast.Continue, ast.Break)
_Kinds = tuple[type[ast.cmpop], ...]
Test = tuple[ast.expr, _Kinds]
"""What an `if` asks, with the comparisons of a size that keep what is too large from going on."""
_MORE = (ast.Gt, ast.GtE)
_LESS = (ast.Lt, ast.LtE)
_BLOCKS = ("body", "orelse", "finalbody")
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def is_measured(node: ast.AST, subject: Subject) -> bool:
    """Say whether a call that unpacks is reached only when the members' sizes together are below some bound.

    `if sum(each.file_size for each in archive.infolist()) > LIMIT: raise …` above it is one, on every way to the call;
    so is an `if` round it that asks for less. The size of each member by itself bounds nothing.
    """
    if not isinstance(node, ast.Call):
        return False
    function = home(node, subject)
    archives = _archives(node, function)
    return any(
        _is_bound(test, kinds, archives, function) for test, kinds in (*_passed(node, subject), *_within(node, subject))
    )


def _archives(call: ast.Call, function: ast.AST) -> frozenset[str]:
    """Return how the code writes what is unpacked: what the method is called on, or what has the path open."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "extractall":
        return frozenset({ast.unparse(call.func.value)})
    path = next(iter((*call.args, *(each.value for each in call.keywords if each.arg == "filename"))), None)
    return frozenset(_opened(ast.unparse(path), function)) if path else frozenset()


def _opened(path: str, function: ast.AST) -> Iterator[str]:
    """Yield the names under which a function has opened a path."""
    for each in ast.walk(function):
        match each:
            case (
                ast.withitem(context_expr=ast.Call(args=[first, *_]), optional_vars=ast.Name(id=name))
                | ast.Assign(value=ast.Call(args=[first, *_]), targets=[ast.Name(id=name)])
            ) if ast.unparse(first) == path:
                yield name
            case _:
                pass


def _passed(node: ast.AST, subject: Subject) -> Iterator[Test]:
    """Yield the tests above a node that are passed on every way to it, or else something leaves."""
    while node in subject.parsed.parents and not isinstance(node, _SCOPES):
        outer = subject.parsed.parents[node]
        blocks = (cast("list[ast.AST]", getattr(outer, part, [])) for part in _BLOCKS if isinstance(node, ast.stmt))
        for block in blocks:
            for each in block[: block.index(node)] if node in block else ():
                yield from _left(each)
        node = outer


def _left(statement: ast.AST, leaves: tuple[type[ast.stmt], ...] = _LEAVES) -> Iterator[Test]:
    match statement:
        case ast.If(test=test, body=[*_, last]) if isinstance(last, leaves):
            yield test, _MORE
        case ast.With(body=body) | ast.AsyncWith(body=body) | ast.For(body=body):
            inner = (ast.Raise, ast.Return) if isinstance(statement, ast.For) else leaves
            for each in body:
                yield from _left(each, inner)
        case _:
            return


def _within(node: ast.AST, subject: Subject) -> Iterator[Test]:
    """Yield the tests round a node that hold where it is reached, or that do not where it stands in the `else`."""
    while node in subject.parsed.parents and not isinstance(node, _SCOPES):
        outer = subject.parsed.parents[node]
        if isinstance(outer, ast.If) and node is not outer.test:
            yield outer.test, _LESS if node in outer.body else _MORE
        node = outer


def _is_bound(test: ast.expr, kinds: _Kinds, archives: frozenset[str], function: ast.AST) -> bool:
    match test:
        case ast.BoolOp(op=op, values=values):
            joins = ast.Or if kinds is _MORE else ast.And
            return isinstance(op, joins) and any(_is_bound(each, kinds, archives, function) for each in values)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            size = left if isinstance(op, kinds) else right if isinstance(op, _LESS + _MORE) else None
            return size is not None and _adds_up(size, archives, function)
        case _:
            return False


def _adds_up(size: ast.expr, archives: frozenset[str], function: ast.AST) -> bool:
    """Whether a number is made by adding up the sizes that one of these archives tells of its members."""
    made = list(_made_of(size, function))
    added = any(
        isinstance(each, ast.AugAssign)
        or (isinstance(each, ast.Call) and ast.unparse(each.func) in ("sum", "math.fsum"))
        for each in made
    )
    sized = any(isinstance(each, ast.Attribute) and each.attr == "file_size" for each in made)
    told = any(isinstance(each, ast.Name | ast.Attribute) and ast.unparse(each) in archives for each in made)
    return added and sized and told


def _made_of(node: ast.AST, function: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in an expression, and in all that the function gives to its names, one after another."""
    given: dict[str, list[ast.AST]] = {}
    for each in ast.walk(function):
        match each:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.NamedExpr(target=ast.Name(id=name), value=value)
            ):
                given.setdefault(name, []).append(value)
            case ast.AugAssign(target=ast.Name(id=name)):
                given.setdefault(name, []).append(each)
            case ast.For(target=ast.Name(id=name), iter=value):
                given.setdefault(name, []).append(value)
            case _:
                pass
    waiting, met = [node], set[str]()
    while waiting:
        for each in ast.walk(waiting.pop()):
            yield each
            if isinstance(each, ast.Name) and each.id not in met:
                met.add(each.id)
                waiting += given.get(each.id, ())
