"""What several callers share: defaults that grow, locks that stay shut, folders that another makes first."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.checks.detector import Subject
from aseptic.checks.narrowing.surroundings import last, parts

GROWING = frozenset({"append", "extend", "insert", "add", "update", "setdefault", "appendleft"})
"""The methods that change what they are called on."""
_MAKING = frozenset({"makedirs", "mkdir"})
_ASKING = frozenset({"exists", "isdir", "is_dir"})
_LOCKS = frozenset({"lock", "rlock", "mutex", "semaphore", "locks"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def growing_defaults(node: ast.AST, subject: Subject) -> Iterator[ast.AST]:
    """Yield the defaults of a function that it changes itself: one list, dictionary or set for all calls."""
    if not isinstance(node, _FUNCTIONS):
        return
    given = node.args
    placed = (*given.posonlyargs, *given.args)
    pairs = (
        *zip(reversed(placed), reversed(given.defaults), strict=False),
        *zip(given.kwonlyargs, given.kw_defaults, strict=True),
    )
    for parameter, default in pairs:
        if default is not None and _is_mutable(default) and _grows(parameter.arg, node, subject):
            yield default


def _is_mutable(node: ast.expr) -> bool:
    match node:
        case ast.List() | ast.Dict() | ast.Set():
            return True
        case ast.Call(func=ast.Name(id="list" | "dict" | "set")):
            return True
        case _:
            return False


def _grows(name: str, function: ast.AST, subject: Subject) -> bool:
    """Whether a function changes what a parameter is, and never gives the name anything else."""
    uses = [each for each in subject.parsed.naming(function, name) if isinstance(each, ast.Name)]
    return all(isinstance(each.ctx, ast.Load) for each in uses) and any(_is_changed(each, subject) for each in uses)


def _is_changed(use: ast.Name, subject: Subject) -> bool:
    match outer := subject.parsed.parents.get(use):
        case ast.Attribute(attr=name):
            call = subject.parsed.parents.get(outer)
            return name in GROWING and isinstance(call, ast.Call) and call.func is outer
        case ast.Subscript(ctx=ast.Store()):
            return outer.value is use
        case _:
            return False


def locks_left_shut(node: ast.AST, subject: Subject) -> Iterator[ast.AST]:
    """Yield where a function takes a lock that it releases, but not on its way out by an error."""
    if not isinstance(node, _FUNCTIONS):
        return
    calls = [each for each in subject.parsed.inside(node) if isinstance(each, ast.Call)]
    released = {_lock(each) for each in calls if last(each.func) == "release"}
    surely = {
        _lock(each)
        for block in subject.parsed.inside(node)
        if isinstance(block, ast.Try)
        for statement in (*block.finalbody, *(inner for handler in block.handlers for inner in handler.body))
        for each in subject.parsed.inside(statement)
        if isinstance(each, ast.Call) and last(each.func) == "release"
    }
    for call in calls:
        lock = _lock(call) if last(call.func) == "acquire" else ""
        if lock and lock in released - surely and isinstance(subject.parsed.parents.get(call), ast.Expr):
            yield call


def _lock(call: ast.Call) -> str:
    """Return how the code writes a lock; nothing where its name does not say that it is one."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name)) if parts(name) & _LOCKS:
            return ast.unparse(call.func.value)
        case _:
            return ""


def folders_after_a_look(node: ast.AST, subject: Subject) -> Iterator[ast.AST]:
    """Yield the first place of a function where a folder is made because a look said that it is not there.

    It speaks for those that follow it: they are mended in one go.
    """
    if isinstance(node, _FUNCTIONS):
        found = (call for each in subject.parsed.inside(node) for call in _made_after_a_look(each))
        first = min(found, key=lambda call: (call.lineno, call.col_offset), default=None)
        if first is not None:
            yield first


def _made_after_a_look(node: ast.AST) -> Iterator[ast.Call]:
    match node:
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=ast.Call() as test), body=body) if (
            last(test.func) in _ASKING
        ):
            path = _path(test)
        case _:
            return
    for each in body:
        match each:
            case ast.Expr(value=ast.Call() as call) if last(call.func) in _MAKING:
                told = any(keyword.arg in ("exist_ok", None) for keyword in call.keywords)
                if path and _path(call) == path and not told:
                    yield call
            case _:
                pass


def _path(call: ast.Call) -> str:
    """Return how the code writes the path: what a function of `os` is given, or what a method is called on."""
    match call:
        case ast.Call(func=ast.Attribute(value=owner), args=[]):
            return ast.unparse(owner)
        case ast.Call(args=[path, *_]):
            return ast.unparse(path)
        case _:
            return ""
