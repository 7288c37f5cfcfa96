"""What a list, a tuple, a set or a dictionary holds, as far as its own function shows."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from aseptic.checks.detector import Subject
from aseptic.checks.given import Grown, given, owner

Run = Sequence[ast.expr | None]
"""Elements that follow one another; None stands for any number of unknown ones."""
_GAP: Run = (None,)
_GROWING = frozenset({"append", "add", "insert", "appendleft"})


def runs(node: ast.expr, subject: Subject) -> Iterator[Run]:
    """Yield the rows of elements that an expression may be, or that a name of the function grows by."""
    for value in values(node, subject):
        yield from _written(value)
    if isinstance(node, ast.Name):
        yield from _growing(node, subject)


def _growing(node: ast.Name, subject: Subject) -> Iterator[Run]:
    """Yield what a list is told to take in, wherever its own function tells it."""
    scope = owner(node, subject)[0]
    for each in subject.parsed.inside(home(node, subject)):
        match each:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=node.id) as grown, attr=name), args=[*_, last]):
                if owner(grown, subject)[0] is not scope:
                    continue
                if name in _GROWING:
                    yield (None, last, None)
                elif name in ("extend", "update"):
                    yield from ((None, *run, None) for run in _written(last))
            case _:
                pass


def at(run: Run, place: int) -> ast.expr | None:
    """Return the element at a place, counted from the end where it is negative; None where that is unknown."""
    between = run[: place + 1] if place >= 0 else run[place:]
    return run[place] if -len(run) <= place < len(run) and None not in between else None


def home(node: ast.AST, subject: Subject) -> ast.AST:
    """Return the function that a node stands in, or all of the chunk outside of one."""
    parents = subject.parsed.parents
    while node in parents and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        node = parents[node]
    return node


def entries(node: ast.expr, subject: Subject) -> Iterator[tuple[Mapping[str, ast.expr], bool]]:
    """Yield the dictionaries that an expression may be, each with whether it may have further keys."""
    for each in values(node, subject):
        match each:
            case ast.Dict(keys=keys, values=parts):
                named = {
                    key.value: part
                    for key, part in zip(keys, parts, strict=True)
                    if isinstance(key, ast.Constant) and isinstance(key.value, str)
                }
                yield named, len(named) < len(keys)
            case ast.Call(func=ast.Name(id="dict"), keywords=keywords, args=args):
                named = {keyword.arg: keyword.value for keyword in keywords if keyword.arg}
                yield named, bool(args) or len(named) < len(keywords)
            case _:
                pass


def keys_of(node: ast.expr, subject: Subject) -> frozenset[str] | None:
    """Return all keys of a dictionary that is spread, as its function shows them; None where there may be others.

    Of a name they are known where the function gives it a dictionary that is written out, and does nothing but to
    spread it.
    """
    found, spread = list(entries(node, subject)), [node]
    if isinstance(node, ast.Name):
        uses = subject.parsed.naming(home(node, subject), node.id)
        stores = [each for each in uses if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
        spread = [each for each in uses if each not in stores] if stores else []
    parents = subject.parsed.parents
    kept = spread and all(isinstance(outer := parents[each], ast.keyword) and outer.arg is None for each in spread)
    if not kept or len(found) != len(values(node, subject)) or any(more for _, more in found):
        return None
    return frozenset(key for named, _ in found for key in named)


def surely_spread(node: ast.expr, subject: Subject) -> Mapping[str, ast.expr]:
    """Return what a dictionary that is spread holds for certain, by its keys.

    Of a name that is known where it is given one dictionary that is written out, and its function does nothing but to
    spread it.
    """
    held = sole_value(node, subject) if isinstance(node, ast.Name) else node
    if isinstance(node, ast.Name):
        uses = (each for each in subject.parsed.naming(home(node, subject), node.id) if isinstance(each, ast.Name))
        read = [subject.parsed.parents[each] for each in uses if isinstance(each.ctx, ast.Load)]
        if not all(isinstance(outer, ast.keyword) and outer.arg is None for outer in read):
            return {}
    return _sure_entries(held) or {}


def _sure_entries(node: ast.expr) -> dict[str, ast.expr] | None:
    """Return what a display or `dict(…)` holds under its keys; what may be put over it by others does not count."""
    match node:
        case ast.Dict(keys=keys, values=parts):
            pairs = [*zip(keys, parts, strict=True)]
        case ast.Call(func=ast.Name(id="dict"), args=whole, keywords=keywords):
            named = [(ast.Constant(each.arg) if each.arg else None, each.value) for each in keywords]
            pairs = [*[(None, each) for each in whole], *named]
        case _:
            return None
    found: dict[str, ast.expr] = {}
    for key, part in pairs:
        match key:
            case ast.Constant(value=str(name)):
                found[name] = part
            case None if (inner := _sure_entries(part)) is not None:
                found |= inner
            case _:
                found.clear()
    return found


def values(node: ast.expr, subject: Subject) -> Sequence[ast.expr]:
    """Return what an expression may be: of a name the values that it is given, and itself where there may be others."""
    if not isinstance(node, ast.Name):
        return (node,)
    found = given(node, subject)
    return (*found.values, node) if found.parameter or found.other or not found.values else found.values


def sole_value(node: ast.Name, subject: Subject) -> ast.expr:
    """Return the one value that a name is given; the name itself where it may have another."""
    match values(node, subject):
        case [value]:
            return value
        case _:
            return node


def _written(node: ast.expr) -> Iterator[Run]:
    """Yield the rows that a display, of a dictionary its keys, a sum of displays, or an arm of a choice spells out."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            yield [each for part in parts for each in _spread(part)]
        case ast.Dict(keys=keys):
            yield keys
        case Grown(left=left, op=ast.Add(), right=right):
            yield from ((*run, None) for run in _written(left))
            yield from ((None, *run, None) for run in _written(right))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            firsts, seconds = list(_written(left)), list(_written(right))
            if firsts or seconds:
                yield from ((*first, *second) for first in firsts or [_GAP] for second in seconds or [_GAP])
        case ast.IfExp(body=body, orelse=other):
            yield from _written(body)
            yield from _written(other)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split"), args=[]):
            yield [ast.Constant(word) for word in text.split()]
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="shlex"), attr="split"), args=[ast.Constant(value=str(text))]
        ):
            yield [ast.Constant(word) for word in text.split()]
        case _:
            return


def _spread(part: ast.expr) -> Iterator[ast.expr | None]:
    if not isinstance(part, ast.Starred):
        yield part
        return
    yield from next(_written(part.value), _GAP)
