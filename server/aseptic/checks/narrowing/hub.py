"""Models and data sets: which of them are taken from a hub.

The libraries take a folder that is there as it is, and whatever is no folder for the name of a repository of the hub:
so a path of two parts whose folder is missing is asked for there. A path that was made absolute is no such name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home, values
from aseptic.checks.given import given
from aseptic.checks.literals import is_constant
from aseptic.checks.narrowing.surroundings import last, upwards
from aseptic.checks.origins import is_handed_on
from aseptic.source.dotted import dotted
from aseptic.source.handed import COMMITS, HANDED
from aseptic.source.meaning import joined
from aseptic.source.trail import Trail

_ABSOLUTE = frozenset({"os.path.abspath", "os.path.realpath"})
_RESOLVING = frozenset({"absolute", "resolve"})
"""Methods of a path."""
_LOOKS = frozenset({"isdir", "isfile", "exists", "is_dir", "is_file"})
_NAMES = frozenset({"pretrained_model_name_or_path", "path", "repo_id"})
_ASKING = frozenset({"get", "keys", "values", "items", "copy"})
_ONE_KEY = frozenset({"pop", "setdefault", "__setitem__"})
_LOCAL = re.compile(r"[.]{0,2}/")


def from_hub(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a call unless it looks at local files alone, reads a path that is there, or hands on name and revision.

    Where the caller gives the name and, by `**`, all the rest, the commit is named where that one is called; where
    the same module does so with a name and no commit, the load is kept.
    """
    first = next(iter((*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in _NAMES))), None)
    if _stays_local(node) or first is None:
        return first is None
    spread = [keyword.value for keyword in node.keywords if keyword.arg is None]
    if any(isinstance(each, ast.Name) and _is_all_of_the_caller(each, subject) for each in spread):
        kept = is_handed_on(first, subject) and all(map(_is_elsewhere, _own(first, subject, frozenset())))
        return not kept or _is_named_by_its_module(node, subject)
    absolute = all(_is_absolute(each, subject) for each in values(first, subject))
    return not (absolute or _is_there(node, first, subject))


def _stays_local(call: ast.Call) -> bool:
    if last(call.func) == "load_dataset":
        return False  # it hands such a word on to whatever builds the data set
    return any(
        each.arg == "local_files_only" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in call.keywords
    )


def _is_all_of_the_caller(spread: ast.Name, subject: Subject) -> bool:
    """Whether a name is what the function takes by `**`, and it leaves the commit in it as it came."""
    function = home(spread, subject)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or function.args.kwarg is None:
        return False
    uses = subject.parsed.naming(function, spread.id)
    return function.args.kwarg.arg == spread.id and all(
        use is function.args.kwarg or (isinstance(use, ast.Name) and _leaves_commit(use, subject)) for use in uses
    )


def _is_named_by_its_module(node: ast.AST, subject: Subject) -> bool:
    """Whether the module itself calls the function with a name, and without a commit."""
    function, view = home(node, subject), subject.view
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    member = (joined(view.own, f".{function.name}"),) if view.own else ()
    meant = (*member, *view.named(function.name, None, Trail()))
    return any(view.told(each + HANDED) is not None for each in meant)


def _leaves_commit(use: ast.Name, subject: Subject) -> bool:
    """Whether what is done with a dictionary leaves the commit in it alone."""
    parents = subject.parsed.parents
    outer = parents.get(use)
    match outer:
        case ast.keyword(arg=None):
            return True
        case ast.Subscript(slice=ast.Constant(value=key)):
            return isinstance(outer.ctx, ast.Load) or key not in COMMITS
        case ast.Attribute(attr=name):
            call = parents.get(outer)
            key = call.args[0] if isinstance(call, ast.Call) and call.args else None
            own = name in _ONE_KEY and isinstance(key, ast.Constant) and key.value not in COMMITS
            return own or name in _ASKING
        case ast.Compare() | ast.If() | ast.BoolOp() | ast.UnaryOp():
            return True
        case _:
            return False


def _own(node: ast.expr, subject: Subject, met: frozenset[int]) -> Iterator[ast.expr]:
    """Yield what the code itself puts in a value's place, a parameter's default among it."""
    match node:
        case ast.Name() if not is_constant(node):
            if id(node) not in met:
                for each in (*given(node, subject).values, *_defaults(node, subject)):
                    yield from _own(each, subject, met | {id(node)})
        case ast.BoolOp(values=parts) | ast.Call(args=parts):
            for each in parts:
                yield from _own(each, subject, met)
        case ast.IfExp(body=body, orelse=other):
            yield from _own(body, subject, met)
            yield from _own(other, subject, met)
        case ast.JoinedStr(values=[ast.FormattedValue(value=inner)]):
            yield from _own(inner, subject, met)
        case _:
            yield node


def _defaults(name: ast.Name, subject: Subject) -> Iterator[ast.expr]:
    """Yield the default of the parameter that a name is."""
    function = home(name, subject)
    if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and given(name, subject).parameter:
        every = function.args
        positional = zip(reversed((*every.posonlyargs, *every.args)), reversed(every.defaults), strict=False)
        pairs = (*positional, *zip(every.kwonlyargs, every.kw_defaults, strict=True))
        yield from (default for argument, default in pairs if default is not None and argument.arg == name.id)


def _is_elsewhere(value: ast.expr) -> bool:
    """Whether a value is no repository that the code names: a path, or nothing."""
    return isinstance(value, ast.Constant) and (
        value.value is None or (isinstance(value.value, str) and bool(_LOCAL.match(value.value)))
    )


def _is_absolute(path: ast.expr, subject: Subject) -> bool:
    match path:
        case ast.Call(func=ast.Name(id="str"), args=[inner], keywords=[]):
            return _is_absolute(inner, subject)
        case ast.Call(func=function, args=args):
            scope = subject.scopes.get(id(function))
            meanings = scope.everything(function) if scope else ()
            if not _ABSOLUTE.isdisjoint(meanings):
                return True
            paths = all(each.startswith("pathlib.") for each in meanings)
            return isinstance(function, ast.Attribute) and function.attr in _RESOLVING and not args and paths
        case _:
            return False


def _is_there(node: ast.AST, path: ast.expr, subject: Subject) -> bool:
    """Whether an `if` round a call found something at the path."""
    written = ast.unparse(path)
    return any(
        isinstance(outer, ast.If) and inner in outer.body and any(_looks(each, written) for each in _all_of(outer.test))
        for inner, outer in upwards(node, subject)
    )


def _all_of(test: ast.expr) -> list[ast.expr]:
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]


def _looks(test: ast.expr, path: str) -> bool:
    match test:
        case ast.Call(func=function, args=[only]) if (dotted(function) or "").startswith("os.path."):
            return last(function) in _LOOKS and ast.unparse(only) == path
        case ast.Call(func=ast.Attribute(value=held, attr=name), args=[]):
            return name in _LOOKS and path in (ast.unparse(held), f"str({ast.unparse(held)})")
        case _:
            return False
