"""Random numbers: which of them are secrets, by what they are drawn for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.elements import values
from aseptic.checks.narrowing.secret import SECRET_PARTS
from aseptic.checks.narrowing.surroundings import last, targets, upwards, words, written

_COUNTING = frozenset("n num number count total max min".split())
"""Words before a name that say: this counts them."""
_COUNTED = frozenset("count counts index total size length".split())
"""Words behind a name that say the same."""
_GROWING = frozenset("append appendleft extend insert add write".split())
"""Methods by which a secret is put together, letter by letter."""
_THINGS = frozenset("session key cookie credential credentials".split())
"""Secrets of which a program has a list, and may choose one that was made elsewhere."""
_SETTING = frozenset("set reset change assign save store send issue".split())
"""Verbs of functions that take a secret: `set_password`."""


def security_value(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a random number that is bound to, returned for, or passed as something secret."""
    secret = frozenset[str]().union(*(_secret_parts(name) for name in _purposes(node, subject)))
    if isinstance(node, ast.Call) and last(node.func) == "choice" and secret <= _THINGS:
        return bool(secret) and not _is_one_of_a_list(node, subject)
    return bool(secret)


def _is_one_of_a_list(call: ast.Call, subject: Subject) -> bool:
    """Whether what is chosen is the whole value, as a key or a session of those that are there, and no digit of one."""
    outer = subject.parsed.parents.get(call)
    whole = isinstance(outer, ast.Assign | ast.AnnAssign | ast.Return | ast.keyword | ast.Dict)
    return whole and not any(
        isinstance(each, ast.Call) and last(each.func) == "range"
        for given in call.args
        for value in values(given, subject)
        for each in ast.walk(value)
    )


def _secret_parts(name: str) -> frozenset[str]:
    """Return the words by which a name is that of a secret; a number of passes or tokens is none."""
    found = words(name)
    counted = not found or found[0] in _COUNTING or found[-1] in _COUNTED
    return frozenset[str]() if counted else frozenset(found) & SECRET_PARTS


def _purposes(node: ast.AST, subject: Subject) -> Iterator[str]:
    """Yield the names that say what a value is for: its target, its keyword, what is called, what returns it."""
    returned, told, named = False, False, set[str]()
    for inner, outer in upwards(node, subject):
        match outer:
            case ast.keyword(arg=name):
                told = True
                yield name or ""
            case ast.Dict(keys=keys, values=held):
                told = True
                yield from (
                    str(key.value)
                    for key, value in zip(keys, held, strict=True)
                    if value is inner and isinstance(key, ast.Constant)
                )
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if returned or named & _returned(outer):
                    yield name
                return
            case ast.Call(func=function, args=given) if inner in given and not told and _sets(function):
                yield last(function)
            case ast.Call(func=ast.Attribute(value=whole, attr=method)) if method in _GROWING:
                named.add(written(whole))
                if method != "add" and not told:  # a session of a database takes in records
                    yield written(whole)
            case _:
                returned = returned or isinstance(outer, ast.Return)
                grown = frozenset(_grown(outer))
                named.update(_bound(inner, outer), grown)
                yield from (*targets(outer), *grown)


def _sets(function: ast.expr) -> bool:
    """Whether a function is called after what it does with its argument: `set_password`."""
    return not _SETTING.isdisjoint(words(last(function))[:1])


def _bound(inner: ast.AST, outer: ast.AST) -> Iterator[str]:
    """Yield the names by which a function goes on with a value, or with each part of it."""
    match outer:
        case ast.Assign(targets=aims):
            yield from targets(outer)
        case ast.AnnAssign(target=aim) | ast.AugAssign(target=aim) | ast.NamedExpr(target=aim):
            aims = [aim]
            yield from targets(outer)
        case ast.For(target=aim, iter=source) if source is inner:
            aims = [aim]
        case _:
            return
    yield from (
        each.id
        for aim in aims
        for each in ast.walk(aim)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    )


def _grown(statement: ast.AST) -> Iterator[str]:
    """Yield the names of which a statement sets one place that is counted: `key[i] = …`."""
    aims = statement.targets if isinstance(statement, ast.Assign) else []
    for target in aims:
        if isinstance(target, ast.Subscript) and not written(target):
            yield written(target.value)


def _returned(function: ast.AST) -> set[str]:
    """Return the names of which a function returns something, also by other names that it gives it."""
    given: dict[str, list[ast.AST]] = {}
    waiting: list[ast.AST] = []
    for each in ast.walk(function):
        if isinstance(each, ast.Return | ast.Yield) and each.value:
            waiting.append(each.value)
        for name, value in _giving(each):
            given.setdefault(name, []).append(value)
    found = set[str]()
    while waiting:
        read = {written(each) for each in ast.walk(waiting.pop()) if isinstance(each, ast.Name | ast.Attribute)}
        waiting += [value for name in read - found for value in given.get(name, ())]
        found |= read
    return found


def _giving(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield the names that a statement or a call gives something to, as a whole or as one more part, with what."""
    match node:
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) | ast.AugAssign(value=value):
            aims = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((each.id, value) for aim in aims for each in ast.walk(aim) if isinstance(each, ast.Name))
            yield from ((name, value) for name in targets(node))
        case ast.NamedExpr(target=ast.Name(id=name), value=value) | ast.For(target=ast.Name(id=name), iter=value):
            yield name, value
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=args) if method in _GROWING:
            yield from ((name, each) for each in args)
        case _:
            return
