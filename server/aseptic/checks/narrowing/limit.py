"""Asserts of a limit: which of them keep a value out that the caller gave."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator

from attrs import define

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home
from aseptic.checks.given import given
from aseptic.checks.narrowing.surroundings import upwards

_ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_ITEMS = (ast.Subscript, ast.Attribute)
_RECKONING = frozenset("int float Decimal abs round min max sum".split())
"""What makes one number of others."""


def tests_a_limit(node: ast.Assert, subject: Subject) -> bool:
    """Say whether an assert compares with a limit what the caller gave: an argument, or what is reckoned of such alone.

    An item or an attribute of an argument is the caller's, too. What the function made of other things is its own.
    """
    function = home(node, subject)
    ordered = any(isinstance(each, ast.Compare) and isinstance(each.ops[0], _ORDERS) for each in ast.walk(node.test))
    if not ordered or not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    arguments = function.args
    names = {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)} - {"self", "cls"}
    theirs, brought = _Theirs(names, subject), _brought_inside(function, subject)
    tested = (each for each in _outside(node.test, brought) if isinstance(each, ast.Name))
    return any(map(theirs.holds, tested))


def _brought_inside(function: ast.AST, subject: Subject) -> frozenset[str]:
    """Return the items and attributes that a condition of the function compares and then gives another value."""
    found: set[str] = set()
    for each in subject.parsed.inside(function):
        if isinstance(each, ast.If):
            stored = {
                ast.dump(part)
                for line in each.body
                if isinstance(line, ast.Assign)
                for part in map(_read, line.targets)
            }
            found |= stored & {ast.dump(part) for part in ast.walk(each.test) if isinstance(part, _ITEMS)}
    return frozenset(found)


def _read(target: ast.expr) -> ast.expr:
    """Return what a target is where it is read."""
    match target:
        case ast.Subscript(value=value, slice=key):
            return ast.Subscript(value, key, ast.Load())
        case ast.Attribute(value=value, attr=name):
            return ast.Attribute(value, name, ast.Load())
        case _:
            return target


def _outside(test: ast.AST, brought: Container[str]) -> Iterator[ast.AST]:
    """Yield the nodes of a test but those of such items."""
    if isinstance(test, _ITEMS) and ast.dump(test) in brought:
        return
    yield test
    for each in ast.iter_child_nodes(test):
        yield from _outside(each, brought)


@define(frozen=True)
class _Theirs:
    """What of a function's values its caller gave."""

    arguments: Container[str]
    subject: Subject
    met: frozenset[int] = frozenset()

    def holds(self, node: ast.Name) -> bool:
        """Whether a name may be an argument where it is read, or what is reckoned of arguments alone."""
        if id(node) in self.met:
            return False
        if id(node) not in self.subject.scopes:  # stands for what a name was before it grew
            return node.id in self.arguments
        found, further = given(node, self.subject), _Theirs(self.arguments, self.subject, self.met | {id(node)})
        if found.parameter and node.id in self.arguments:
            return True
        looped = self._looped(node) if found.other else ()
        parts = (list(further._parts(value, node.id)) for value in (*found.values, *looped))
        return any(bool(each) and all(each) for each in parts)

    def _looped(self, node: ast.Name) -> Iterator[ast.expr]:
        """Yield what the loops round a name take it from."""
        for _, outer in upwards(node, self.subject):
            match outer:
                case ast.For(target=ast.Name(id=name), iter=whole) if name == node.id:
                    yield whole
                case _:
                    pass

    def _parts(self, value: ast.expr, own: str) -> Iterator[bool]:
        """Yield, of all that goes into a value but constants, whether it is the caller's."""
        match value:
            case ast.Name(id=name):
                if not name.isupper():
                    yield self.holds(value)
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.UnaryOp(operand=inner):
                yield from self._parts(inner, own)
            case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
                yield from (*self._parts(left, own), *self._parts(right, own))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _RECKONING:
                for each in args:
                    yield from self._parts(each, own)
            case ast.Constant():
                return
            case _:
                yield own in self.arguments and not _others(value, own)


def _others(value: ast.expr, own: str) -> bool:
    """Whether a value is made of other names than one's own, constants and what is called left out."""
    calls = (each.func for each in ast.walk(value) if isinstance(each, ast.Call))
    called = {id(each) for function in calls for each in ast.walk(function)}
    names = (each.id for each in ast.walk(value) if isinstance(each, ast.Name) and id(each) not in called)
    return any(name != own and not name.isupper() for name in names)
