"""A handler of everything, where the code tells what can go wrong: that alone is caught, or nothing can."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import arguments_of
from aseptic.replacements.failing import within
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of, indent_of
from aseptic.source.document import line_end
from aseptic.source.dotted import dotted
from aseptic.source.span import Edit, Position, Span

_TAKING_AWAY = frozenset({"os.remove", "os.unlink", "os.rmdir", "os.removedirs", "os.close", "shutil.rmtree"})
"""What fails with an OSError and nothing else, given a path or a number."""
_MATTERS = re.compile(r"eras|delet|purg|wip(?:e|ing)|forget|anonymi|redact|revo[ck]|__del__", re.IGNORECASE)
"""Functions of which to take something away is the work itself, or that run while the interpreter ends."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def caught_by_name(site: Site) -> Replacement | None:
    """Catch OSError where nothing is tried but to take away files that have served.

    None where what the calls are given may be missing itself, so that another error would go on upwards from here, and
    where another handler, an `else` or a comment on the head's line goes with the handler.
    """
    handler, tried = site.node, site.parsed.parents.get(site.node)
    if not isinstance(handler, ast.ExceptHandler) or not isinstance(tried, ast.Try) or tried.handlers != [handler]:
        return None
    calls = [each.value for each in tried.body if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call)]
    if (
        len(calls) < len(tried.body)
        or _MATTERS.search(within(site))
        or not all(_takes_away(site, tried, each) for each in calls)
    ):
        return None
    start, text = site.parsed.span(handler).start, "OSError"
    word = Position(start.line, start.column + len("except"))
    edit = Edit(site.parsed.span(handler.type), text) if handler.type else Edit(Span(word, word), f" {text}")
    return Replacement("Catch what can go wrong here alone: except OSError", (edit,))


def made_in_one_step(site: Site) -> Replacement | None:
    """Make a folder with `exist_ok=True` where it is tried alone, and any failure is taken for one that is there.

    All other failures are raised then. None where a comment says something of the failure, or the call has lines.
    """
    handler, tried = site.node, site.parsed.parents.get(site.node)
    if not isinstance(handler, ast.ExceptHandler) or not isinstance(tried, ast.Try) or tried.handlers != [handler]:
        return None
    match tried:
        case ast.Try(body=[ast.Expr(value=ast.Call() as call)], orelse=[], finalbody=[]):
            pass
        case _:
            return None
    layout, indent, span = arguments_of(site, call), indent_of(site, tried), site.parsed.span(tried)
    given = [each.arg for each in call.keywords]
    if site.meaning(call.func) != "os.makedirs" or layout is None or indent is None or {"exist_ok", None} & {*given}:
        return None
    if any(isinstance(each, ast.Starred) for each in call.args) or len(call.args) > 2:
        return None
    if not isinstance(handler.body[0], ast.Pass) or "#" in site.text(span) or "\n" in site.text_of(call):
        return None
    own = site.parsed.span(call)
    last = site.parsed.lines[span.end.line]
    if last[span.end.column : line_end(last)].strip():
        return None
    edits = (Edit(Span(span.start, own.start)), *layout.added("exist_ok=True"), Edit(Span(own.end, span.end)))
    return Replacement("Make the folder whether it is there or not: exist_ok=True, without the try", edits, newer=True)


def _takes_away(site: Site, tried: ast.Try, call: ast.Call) -> bool:
    if site.meaning(call.func) not in _TAKING_AWAY or len(call.args) != 1 or call.keywords:
        return False
    match call.args[0]:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return _is_there(site, tried, name)
        case ast.Attribute() as held if dotted(held):
            tests = (each.test for each in site.above(tried) if isinstance(each, ast.If))
            file = ast.unparse(held.value) if held.attr == "name" else ""
            there = [f"{each}{end}" for each in (ast.unparse(held), file) if each for end in ("", " is not None")]
            return any(ast.unparse(test) in there for test in tests)
        case _:
            return False


def _is_there(site: Site, tried: ast.Try, name: str) -> bool:
    """Whether a name has a value, and none of None, whatever happened before in its function."""
    function = next((each for each in site.above(tried) if isinstance(each, _FUNCTIONS)), None)
    if function is None:
        return False
    given = function.args
    absent = [*given.defaults, *(each for each in given.kw_defaults if each)]
    if any(isinstance(each, ast.Constant) and each.value is None for each in absent):
        return False
    stores = [each for each in site.parsed.naming(function, name) if not isinstance(_use(each), ast.Load)]
    outer = frozenset(map(id, site.above(tried)))
    if any(isinstance(_use(each), ast.Del) or _is_none(site, each) for each in stores):
        return False
    return any(isinstance(each, ast.arg) or _is_before(site, tried, each, outer) for each in stores)


def _use(node: ast.AST) -> ast.expr_context:
    return getattr(node, "ctx", ast.Store())


def _is_none(site: Site, store: ast.AST) -> bool:
    match site.parsed.parents.get(store):
        case ast.Assign(value=ast.Constant(value=None)) | ast.AnnAssign(value=ast.Constant(value=None)):
            return True
        case _:
            return False


def _is_before(site: Site, tried: ast.Try, store: ast.AST, outer: frozenset[int]) -> bool:
    """Whether a name gets its value above, in a block that holds the `try`, too: what failed on the way left it."""
    statement = next((each for each in (store, *site.above(store)) if isinstance(each, ast.stmt)), None)
    holder = site.parsed.parents.get(statement) if statement else None
    if statement is None or getattr(store, "lineno", 0) >= tried.lineno:
        return False
    return any(statement in block_of(site.parsed, each) for each in _chain(site, tried)) and id(holder) in outer


def _chain(site: Site, tried: ast.Try) -> list[ast.stmt]:
    """Return a statement and those that hold it in its function."""
    found: list[ast.stmt] = [tried]
    for each in site.above(tried):
        if isinstance(each, _FUNCTIONS):
            break
        if isinstance(each, ast.stmt):
            found.append(each)
    return found
