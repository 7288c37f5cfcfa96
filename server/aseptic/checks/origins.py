"""Where a value comes from, as far as its own function shows: from its caller, from its own code, or out of data."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home
from aseptic.checks.given import given
from aseptic.checks.keeping import keeps
from aseptic.checks.literals import FORMATTING, is_constant
from aseptic.checks.requested import is_requested
from aseptic.source.scopes import Scope

_GIVING = frozenset(
    {
        "builtins.input",
        "os.getenv",
        "os.environ.get",
        "os.environ.pop",
        "sys.stdin.read",
        "sys.stdin.readline",
        "json.load",
        "json.loads",
        "tomllib.load",
        "tomllib.loads",
        "yaml.safe_load",
    }
)
"""Functions that give what somebody else wrote."""
_ITEMS = frozenset({"get", "pop", "setdefault", "getlist", "get_all"})
_PLACEHOLDERS = ("%", "{")


def is_handed_on(node: ast.expr, subject: Subject) -> bool:
    """Say whether a value is what the caller of its function gave, or a literal that stands in for it."""
    return _is_handed_on(node, subject, frozenset())


def is_known(node: ast.expr, subject: Subject) -> bool:
    """Say whether a value begins with what stands in the code: a text, or a name in capitals."""
    return _is_known(node, subject, frozenset())


def every_value(node: ast.Name, subject: Subject) -> tuple[ast.expr, ...]:
    """Return all that a name may be where it is read; nothing where it may be anything else as well."""
    found = given(node, subject)
    return () if found.parameter or found.other else found.values


def is_taken(node: ast.expr, subject: Subject, scope: Scope) -> bool:
    """Say whether a value is an item of data, what the world round the program gave, or a text made with such."""
    return is_requested(node, subject, scope) or _is_taken(node, subject, scope, frozenset())


def _is_handed_on(node: ast.expr, subject: Subject, met: frozenset[int]) -> bool:
    match node:
        case ast.Name(id=name):
            found = given(node, subject)
            own = name in ("self", "cls")
            if id(node) in met or found.other or own or not (found.values or found.parameter):
                return False
            return all(is_constant(each) or _is_handed_on(each, subject, met | {id(node)}) for each in found.values)
        case ast.BoolOp(values=parts):
            return all(is_constant(each) or _is_handed_on(each, subject, met) for each in parts)
        case ast.IfExp(body=body, orelse=other):
            return all(is_constant(each) or _is_handed_on(each, subject, met) for each in (body, other))
        case ast.JoinedStr(values=[ast.FormattedValue(value=inner)]):
            return _is_handed_on(inner, subject, met)
        case ast.Call(args=[inner], keywords=[]):
            return keeps(node, subject) and _is_handed_on(inner, subject, met)
        case _:
            return False


def _is_known(node: ast.expr, subject: Subject, met: frozenset[int]) -> bool:
    match node:
        case ast.JoinedStr(values=[ast.FormattedValue(value=first), *_]):
            return is_constant(first)
        case ast.JoinedStr(values=[first, *_]):
            return _is_known(first, subject, met)
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod() | ast.Div()):
            return _is_known(left, subject, met)
        case ast.Call(func=ast.Attribute(value=text, attr=name)) if name in FORMATTING:
            return _is_known(text, subject, met)
        case ast.Constant(value=str(text)):
            return not text.startswith(_PLACEHOLDERS)
        case ast.Name() if not is_constant(node):
            found = () if id(node) in met else every_value(node, subject)
            return bool(found) and all(_is_known(each, subject, met | {id(node)}) for each in found)
        case _:
            return is_constant(node)


def _is_taken(node: ast.expr, subject: Subject, scope: Scope, met: frozenset[int]) -> bool:
    def inner(each: ast.expr) -> bool:
        return _is_taken(each, subject, scope, met)

    match node:
        case ast.Subscript(value=whole, slice=ast.Constant(value=str())):
            return not is_constant(whole)
        case ast.Subscript(value=whole) | ast.Starred(value=whole) | ast.Await(value=whole):
            return "sys.argv" in scope.meanings(whole) or inner(whole)
        case ast.FormattedValue(value=whole):
            return inner(whole)
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return any(inner(each) for each in parts)
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod() | ast.Div(), right=right):
            return inner(left) or inner(right)
        case ast.IfExp(body=body, orelse=other):
            return inner(body) or inner(other)
        case ast.Call():
            return _is_given(node, subject, scope, met)
        case ast.Name():
            return id(node) not in met and any(
                _is_taken(each, subject, scope, met | {id(node)}) for each in _assigned(node, subject)
            )
        case _:
            return False


def _is_given(node: ast.Call, subject: Subject, scope: Scope, met: frozenset[int]) -> bool:
    if not _GIVING.isdisjoint(scope.meanings(node.func)):
        return True
    if keeps(node, subject):
        return any(_is_taken(each, subject, scope, met) for each in node.args)
    if not isinstance(node.func, ast.Attribute):
        return False
    whole, name = node.func.value, node.func.attr
    if name in _ITEMS and node.args and isinstance(node.args[0], ast.Constant):
        own = isinstance(whole, ast.Name) and whole.id == _spread(node, subject)
        return isinstance(node.args[0].value, str) and not own and not is_constant(whole)
    if name in FORMATTING:
        given = (whole, *node.args, *(keyword.value for keyword in node.keywords))
        return any(_is_taken(each, subject, scope, met) for each in given)
    return name in ("strip", "lower", "upper", "split") and _is_taken(whole, subject, scope, met)


def _assigned(node: ast.Name, subject: Subject) -> Iterator[ast.expr]:
    """Yield what a name of the function is given, by assignment or by going through something."""
    yield from given(node, subject).values
    for each in subject.parsed.inside(home(node, subject)):
        if isinstance(each, ast.For | ast.AsyncFor | ast.comprehension) and _is(each.target, node.id):
            yield each.iter


def _spread(node: ast.AST, subject: Subject) -> str:
    """Return the name under which a function gathers the keywords that it does not name."""
    function = home(node, subject)
    gathered = function.args.kwarg if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) else None
    return gathered.arg if gathered else ""


def _is(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name
