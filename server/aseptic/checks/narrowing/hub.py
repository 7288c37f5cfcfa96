"""Models and data sets: which of them are taken from a hub.

The libraries take a folder that is there as it is, and whatever is no folder for the name of a repository of the hub:
so a path of two parts whose folder is missing is asked for there. A path that was made absolute is no such name.
"""

from __future__ import annotations

import ast
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.elements import values
from aseptic.checks.narrowing.surroundings import last, upwards
from aseptic.checks.origins import is_handed_on
from aseptic.source.dotted import dotted

_ABSOLUTE = frozenset({"abspath", "realpath", "absolute", "resolve"})
_LOOKS = frozenset({"isdir", "isfile", "exists", "is_dir", "is_file"})
_NAMES = frozenset({"pretrained_model_name_or_path", "path", "repo_id"})


def from_hub(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a call unless it looks at local files alone, reads a path that is there, or hands on name and revision.

    Where the caller gives the name and, by `**`, all the rest, the commit is named where that one is called.
    """
    first = next(iter((*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in _NAMES))), None)
    if _stays_local(node) or first is None:
        return first is None
    spread = [keyword.value for keyword in node.keywords if keyword.arg is None]
    if any(isinstance(each, ast.Name) and _is_parameter(each.id, node, subject) for each in spread):
        return not is_handed_on(first, subject)
    return not (all(map(_is_absolute, values(first, subject))) or _is_there(node, first, subject))


def _stays_local(call: ast.Call) -> bool:
    if last(call.func) == "load_dataset":
        return False  # it hands such a word on to whatever builds the data set
    return any(
        each.arg == "local_files_only" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in call.keywords
    )


def _is_parameter(name: str, node: ast.AST, subject: Subject) -> bool:
    """Whether a name is what the function takes by `**`."""
    for _, outer in upwards(node, subject):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            return outer.args.kwarg is not None and outer.args.kwarg.arg == name
    return False


def _is_absolute(path: ast.expr) -> bool:
    match path:
        case ast.Call(func=ast.Name(id="str"), args=[inner], keywords=[]):
            return _is_absolute(inner)
        case ast.Call(func=function):
            return last(function) in _ABSOLUTE
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
