"""Asserts that say to a type checker what the code holds anyway: nothing changes where they are left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home
from aseptic.checks.narrowing.surroundings import around, last, upwards
from aseptic.source.dotted import dotted

_OWN_METHODS = {
    "list": frozenset("append extend insert".split()),
    "dict": frozenset("setdefault items keys values".split()),
    "set": frozenset("add discard".split()),
}
"""What nothing of another kind answers to: a call of it fails on what is none."""
_SOMEBODY = frozenset("user operator principal".split())
"""Who is there or is not: of all else that is tested as it stands, the value may be the right itself."""
_VALIDATING = frozenset("validate is_valid validate_on_submit".split())
"""What looks at all that a form holds; others test a token, or a part."""
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def restates(node: ast.Assert, subject: Subject) -> bool:
    """Say whether an assert without a message tests what holds anyway, or what the code would fail without at once.

    So does one that something is there, where a condition has validated what it is part of, or where the next
    statement asks for an attribute of it; and one that a value is a list, where the function appends to it. What a
    function is given is none of this: nobody has looked at it.
    """
    function = home(node, subject)
    if node.msg is not None or not isinstance(function, _FUNCTIONS):
        return False
    tested, kind = _tested(node.test)
    if tested is None or _root(tested) in _given(function):
        return False
    if kind:
        return _is_told_later(function, node, ast.dump(tested), _OWN_METHODS[kind], subject)
    asked = isinstance(node.test, ast.Compare) and _is_asked_next(node, tested, subject)
    return asked or _is_validated(function, node, tested, subject)


def _tested(test: ast.expr) -> tuple[ast.expr | None, str]:
    """Return what a test asks for and its kind, "" where it is only to be there; None for other tests."""
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[asked, ast.Name(id=kind)]) if kind in _OWN_METHODS:
            return (asked, kind) if _is_chain(asked) else (None, "")
        case ast.Compare(left=asked, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]) if _is_chain(asked):
            return asked, ""
        case ast.Name() | ast.Attribute() if _is_chain(test) and last(test) in _SOMEBODY:
            return test, ""
        case _:
            return None, ""


def _is_chain(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and dotted(node) is not None


def _root(node: ast.expr) -> str:
    return (dotted(node) or "").partition(".")[0]


def _given(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """Return what a function is given, less the object that it is a method of."""
    names = [each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)]
    return frozenset(names[1:] if names[:1] in (["self"], ["cls"]) else names)


def _is_told_later(function: ast.AST, node: ast.Assert, tested: str, methods: frozenset[str], subject: Subject) -> bool:
    """Whether the function, below an assert, calls something of a value that only its kind has."""
    for each in subject.parsed.inside(function):
        match each:
            case ast.Call(func=ast.Attribute(value=asked, attr=name), lineno=line):
                if name in methods and line > node.lineno and ast.dump(asked) == tested:
                    return True
            case _:
                pass
    return False


def _is_validated(function: ast.AST, node: ast.Assert, tested: ast.expr, subject: Subject) -> bool:
    """Whether a condition has validated what an attribute is of, and nothing may have changed the attribute since."""
    root, line = _root(tested), _validated_at(node, _root(tested), subject)
    if not isinstance(tested, ast.Attribute) or not line:
        return False
    loops = (outer for _, outer in upwards(node, subject) if isinstance(outer, _LOOPS) and outer.lineno > line)
    end = max((outer.end_lineno or outer.lineno for outer in loops), default=node.lineno - 1)
    since = (each for each in subject.parsed.inside(function) if line < getattr(each, "lineno", 0) <= end)
    asked = frozenset(map(id, ast.walk(node)))
    return not any(_may_change(each, root, dotted(tested) or "", subject) for each in since if id(each) not in asked)


def _may_change(node: ast.AST, root: str, tested: str, subject: Subject) -> bool:
    """Whether a node stores what is tested or what it is of, hands that on, or calls a method of it.

    To call a method of another attribute, as `self.password.errors.append`, leaves the one that is tested.
    """
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return name == root and not isinstance(subject.parsed.parents[node], ast.Attribute)
        case ast.Name() | ast.Attribute(ctx=ast.Store() | ast.Del()):
            return dotted(node) in (root, tested)
        case ast.Call(func=ast.Attribute() as function):
            first, *steps = (dotted(function) or "").split(".")
            same = len(steps) < 2 or steps[0].startswith("__") or steps[0] == tested.split(".")[1]
            return first == root and same
        case _:
            return False


def _validated_at(node: ast.Assert, root: str, subject: Subject) -> int:
    """Return the last line of the condition round an assert, or of one above that left, which validated; 0 for none."""
    for inner, outer in upwards(node, subject):
        if isinstance(outer, ast.If) and inner in outer.body and _validates(outer.test, root):
            return outer.test.end_lineno or outer.lineno
        for above in reversed(around(outer, inner)[0]):
            match above:
                case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=test), body=[*_, end], orelse=[]):
                    if isinstance(end, _LEAVES) and _validates(test, root):
                        return above.end_lineno or above.lineno
                case _:
                    pass
        if isinstance(outer, _FUNCTIONS):
            break
    return 0


def _validates(test: ast.expr, root: str) -> bool:
    """Whether a test is nothing but the call that validates a thing, or one's own object by its class above."""
    match test:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=called)):
            return name == root and called in _VALIDATING
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[]), attr=called)):
            return root == "self" and called in _VALIDATING
        case _:
            return False


def _is_asked_next(node: ast.Assert, tested: ast.expr, subject: Subject) -> bool:
    """Whether the statement below an assert, and below others beside it, asks for an attribute at once."""
    below = (each for each in around(subject.parsed.parents[node], node)[1] if not isinstance(each, ast.Assert))
    wanted, following = ast.dump(tested), next(below, None)
    return following is not None and any(
        isinstance(each, ast.Attribute | ast.Subscript) and ast.dump(each.value) == wanted
        for each in _at_once(following)
    )


def _at_once(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield what a statement works out in any case, and before it does anything else that has an effect."""
    match statement:
        case ast.If(test=first) | ast.While(test=first) | ast.For(iter=first) | ast.AsyncFor(iter=first):
            yield from _first(first)
        case ast.Expr(value=first) | ast.Return(value=ast.expr() as first) | ast.Assign(value=first):
            yield from _first(first)
        case _:
            return


def _first(node: ast.expr) -> Iterator[ast.AST]:
    """Yield the nodes of an expression from the one that is worked out first up to the first call."""
    yield node
    match node:
        case ast.Call(func=inner) | ast.Attribute(value=inner) | ast.Subscript(value=inner):
            yield from _first(inner)
        case ast.UnaryOp(operand=inner) | ast.Compare(left=inner) | ast.BinOp(left=inner) | ast.Await(value=inner):
            yield from _first(inner)
        case ast.BoolOp(values=[inner, *_]):
            yield from _first(inner)
        case ast.IfExp(test=inner):
            yield from _first(inner)
        case _:
            return
