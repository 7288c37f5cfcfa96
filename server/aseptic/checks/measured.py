"""Whether the sizes of what an archive holds are added up, and looked at, before it is unpacked."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import cast

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home
from aseptic.checks.narrowing.surroundings import upwards

_LEAVES = (ast.Raise, ast.Return, ast.Continue, ast.Break)
_Kinds = tuple[type[ast.cmpop], ...]
Test = tuple[ast.expr, _Kinds]
"""What an `if` asks, with the comparisons of a size that keep what is too large from going on."""
_MORE = (ast.Gt, ast.GtE)
_LESS = (ast.Lt, ast.LtE)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
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
    return any(
        _is_bound(test, kinds, frozenset(_archives(node, test, subject)), function)
        for test, kinds in (*_passed(node, subject), *_within(node, subject))
    )


def _archives(call: ast.Call, test: ast.expr, subject: Subject) -> Iterator[str]:
    """Yield how a test writes what is unpacked: what the method is called on, or what has the path open."""
    function = home(call, subject)
    if isinstance(call.func, ast.Attribute) and call.func.attr == "extractall":
        written = ast.unparse(call.func.value)
        if not _is_another(written, test, call, subject):
            yield written
        return
    path = next(iter((*call.args, *(each.value for each in call.keywords if each.arg == "filename"))), None)
    if path is None or _is_another(ast.unparse(path), test, call, subject):
        return
    opened = list(_opened(ast.unparse(path), function))
    for target in opened:
        since = [each for each in _stored(target.id, function) if _start(target) < _start(each) < _start(test)]
        if _start(target) < _start(test) and not since:
            yield target.id


def _opened(path: str, function: ast.AST) -> Iterator[ast.Name]:
    """Yield the names that a function has given to what it opened at a path."""
    for each in ast.walk(function):
        match each:
            case (
                ast.withitem(context_expr=ast.Call(args=[first, *_]), optional_vars=ast.Name() as name)
                | ast.Assign(value=ast.Call(args=[first, *_]), targets=[ast.Name() as name])
            ) if ast.unparse(first) == path:
                yield name
            case _:
                pass


def _is_another(written: str, test: ast.expr, call: ast.Call, subject: Subject) -> bool:
    """Whether something is given anew between a test and a call, or on the way round a loop to the call."""
    loops = [
        outer for _, outer in upwards(call, subject) if isinstance(outer, _LOOPS) and not _holds(outer, test, subject)
    ]
    return any(
        _start(test) < _start(each) < _start(call) or any(_holds(loop, each, subject) for loop in loops)
        for each in _stored(written, home(call, subject))
    )


def _holds(outer: ast.AST, node: ast.AST, subject: Subject) -> bool:
    return any(each is outer for _, each in upwards(node, subject))


def _stored(written: str, function: ast.AST) -> Iterator[ast.expr]:
    """Yield where a function gives something a value, by how it writes it."""
    for each in ast.walk(function):
        match each:
            case ast.Name(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()) if ast.unparse(each) == written:
                yield each
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


def _made_of(node: ast.expr, function: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in an expression, and in what its names were given above it, one after another."""
    given = _given(function)
    waiting: list[tuple[ast.AST, tuple[int, int]]] = [(node, _end(node))]
    met = set[str]()
    while waiting:
        looked, place = waiting.pop()
        for each in ast.walk(looked):
            yield each
            if isinstance(each, ast.Name) and each.id not in met:
                met.add(each.id)
                waiting += [(value, _start(value)) for value in _last(given.get(each.id, ()), place)]


def _given(function: ast.AST) -> dict[str, list[tuple[ast.AST, bool]]]:
    """Return what a function gives to its names, each with whether it takes the place of what was there before."""
    found: dict[str, list[tuple[ast.AST, bool]]] = {}
    for each in ast.walk(function):
        match each:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                | ast.NamedExpr(target=ast.Name(id=name), value=value)
                | ast.For(target=ast.Name(id=name), iter=value)
            ):
                found.setdefault(name, []).append((value, True))
            case ast.AugAssign(target=ast.Name(id=name)):
                found.setdefault(name, []).append((each, False))
            case _:
                pass
    return found


def _last(given: Iterable[tuple[ast.AST, bool]], place: tuple[int, int]) -> list[ast.AST]:
    """Return what a name holds at a place: what it was given last above it, and what was added since."""
    above = sorted((each for each in given if _start(each[0]) < place), key=lambda each: _start(each[0]))
    first = max((at for at, (_, anew) in enumerate(above) if anew), default=0)
    return [value for value, _ in above[first:]]


def _start(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _end(node: ast.expr) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or 0
