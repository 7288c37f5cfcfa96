"""A folder that is made after a look, made in one step instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.replacements.arguments import arguments_of
from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Import, Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import indent_of
from aseptic.source.span import Edit, Span

_ASKING = frozenset({"exists", "isdir", "is_dir"})
_MAKING = frozenset({"makedirs", "mkdir"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ADDED = "exist_ok=True"


def exist_ok(site: Site, call: ast.Call) -> Replacement | None:
    """Make each folder of the function with `exist_ok=True`, without the look where nothing else hangs on it.

    The finding speaks for all of them. Safe for `os.makedirs`: it makes what was made before, and takes a folder that
    is there. What stands in the folder's place and is none was let through by `exists`, and raises now: what comes
    behind such a call puts files into the folder, and would fail on it. `os.mkdir` gives way to `os.makedirs`, which
    makes the folders above, too, and what `mkdir` a method is of nobody knows for sure: somebody has to look.
    """
    function = next((each for each in site.above(call) if isinstance(each, _FUNCTIONS)), None)
    edits, imports, names = list[Edit](), list[Import](), set[str]()
    for tested, made in _made(function) if function else ():
        done = _one_step(site, tested, made)
        if done is None:
            return None  # the next one would be found in its place, and nothing be gained
        edits += done[0]
        imports += done[1]
        names.add(site.meaning(made.func) or "mkdir")
    if not edits:
        return None
    what = "os.makedirs(…, exist_ok=True)" if not names - {"os.makedirs", "os.mkdir"} else "exist_ok=True"
    folders = "the folder" if len(edits) == 1 or len(names) == 1 else "the folders"
    title, safe = f"Make {folders} in one step: {what}", names == {"os.makedirs"}
    return Replacement(title, tuple(edits), tuple(dict.fromkeys(imports)), safe, newer=True)


def _made(function: ast.AST) -> Iterator[tuple[ast.If, ast.Call]]:
    """Yield where a folder is made because it was not there."""
    for node in ast.walk(function):
        match node:
            case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=ast.Call() as asked)) if _last(asked) in _ASKING:
                calls = [each.value for each in node.body if isinstance(each, ast.Expr)]
                for made in calls:
                    if isinstance(made, ast.Call) and _last(made) in _MAKING and _path(made) == _path(asked) != "":
                        yield node, made
            case _:
                pass


def _one_step(site: Site, tested: ast.If, made: ast.Call) -> tuple[list[Edit], tuple[Import, ...]] | None:
    if any(keyword.arg in ("exist_ok", None) for keyword in made.keywords):
        return [], ()
    layout, imports, edits = arguments_of(site, made), (), list[Edit]()
    if layout is None or any(isinstance(each, ast.Starred) for each in made.args):
        return None
    if _last(made) == "mkdir" and made.args and site.meaning(made.func) != "os.mkdir":
        return None  # what is given the path may know no such argument
    if site.meaning(made.func) == "os.mkdir":
        new = renamed(site, made, "os.makedirs")
        if new is None or any(keyword.arg == "dir_fd" for keyword in made.keywords):
            return None
        edits, imports = [new[0]], new[1]
    look = _look(site, tested)
    return [*edits, *layout.added(_ADDED), *([Edit(look)] if look else [])], imports


def _look(site: Site, tested: ast.If) -> Span | None:
    """Return what stands before the call that makes the folder; None where more than that call hangs on the look."""
    span, (first, *others) = site.parsed.span, tested.body
    start, end = span(tested), span(first)
    alone = not others and not tested.orelse and end.end.line == end.start.line
    if not alone or site.text(start).startswith("elif") or indent_of(site, tested) is None:
        return None
    look = Span(start.start, end.start)
    return None if "#" in site.text(look) else look


def _last(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _path(call: ast.Call) -> str:
    match call:
        case ast.Call(func=ast.Attribute(value=owner), args=[]):
            return ast.unparse(owner)
        case ast.Call(args=[path, *_]):
            return ast.unparse(path)
        case _:
            return ""
