"""An assert, which `python -O` leaves out, to a test that raises."""

from __future__ import annotations

import ast
import re
from itertools import takewhile

from aseptic.replacements.command import quoted
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of, ending_of, indent_of, step_of
from aseptic.source.span import Edit

_RIGHT = re.compile(
    r"\b(?:may|can)_[a-z]|permission|has_perm|authori[sz]|authenticated"
    r"|\bis_(?:staff|admin|superuser|allowed|permitted|locked)|\.allowed\b",
    re.IGNORECASE,
)
_OPPOSITE: dict[type[ast.cmpop], str] = {
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Eq: "!=",
    ast.NotEq: "==",
}
"""Not those of size: `nan` is neither below a limit nor at or above it."""
_REVERSE: dict[type[ast.cmpop], str] = {ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<"}
"""Those of size, where both sides are counts."""
_LOOSE = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.NamedExpr)


def raised(site: Site) -> Replacement | None:
    """Write `if not …: raise`, for all asserts of the row that one stands in.

    What is caught as an AssertionError is raised as one, which is safe where the test is denied exactly: the language
    defines `assert` so, but for what `-O` leaves out. None where the same `try` has other asserts, which would stay
    behind, and where a comment stands within one.
    """
    node = site.node
    if not isinstance(node, ast.Assert):
        return None
    row, catching = _row(site, node), _catching(site)
    if catching and sum(isinstance(each, ast.Assert) for each in ast.walk(catching)) > len(row):
        return None
    made = [_raising(site, each, "AssertionError" if catching else "") for each in row]
    found = [each for each in made if each is not None]
    if len(found) != len(made):
        return None  # the next of the row would be found in its place, and nothing be gained
    if catching:
        title = "Raise the AssertionError, which is caught here, by a statement that no option turns off"
        return Replacement(title, tuple(edit for _, edit in found), safe=all(_is_exact(each.test) for each in row))
    errors = sorted({error for error, _ in found})
    kinds = " or ".join(f"a {error}" for error in errors)
    title = f"Raise {kinds} that no option turns off" + (f", for all {len(found)} asserts" if len(found) > 1 else "")
    return Replacement(title, tuple(edit for _, edit in found))


def _row(site: Site, node: ast.Assert) -> list[ast.Assert]:
    """Return an assert with those right above and below it."""
    block = block_of(site.parsed, node)
    at = block.index(node)
    above = [*takewhile(lambda each: isinstance(each, ast.Assert), reversed(block[:at]))]
    below = takewhile(lambda each: isinstance(each, ast.Assert), block[at:])
    return [each for each in (*reversed(above), *below) if isinstance(each, ast.Assert)]


def _raising(site: Site, node: ast.Assert, error: str) -> tuple[str, Edit] | None:
    """Return the name of the error, a fitting one where none is given, and the edit that raises it."""
    indent = indent_of(site, node)
    if indent is None or "#" in site.text_of(node):
        return None
    error = error or _error(site, node.test)
    denied = _denied(site, node.test)
    if (node.msg and "\n" in site.text_of(node.msg)) or not _is_laid_out(denied, indent):
        return None  # laid out over lines in a way that a machine would not lay out as well
    if node.msg:
        said = site.text_of(node.msg)
    elif "\n" in site.text_of(node.test):
        return None  # the test is what is said, and nobody says it over lines
    else:
        said = quoted(f"expected {site.text_of(node.test)}", '"')
    end = ending_of(site)
    text = f"if {denied}:{end}{indent}{step_of(indent)}raise {error}({said})"
    return error, Edit(site.parsed.span(node), text)


def _error(site: Site, test: ast.expr) -> str:
    if _RIGHT.search(site.text_of(test)):
        return "PermissionError"
    asked = test.operand if isinstance(test, ast.UnaryOp) else test
    kind = isinstance(asked, ast.Call) and ast.unparse(asked.func) in ("isinstance", "issubclass", "callable")
    return "TypeError" if kind else "ValueError"


def _is_laid_out(denied: str, indent: str) -> bool:
    """Whether a test stands on one line, or closes its brackets on a line of their own, where they begin."""
    last = denied.rpartition("\n")[2]
    if last == denied:
        return True
    try:
        ast.parse(f"if {denied}: pass")
    except SyntaxError:
        return False
    return last.startswith(indent) and last[len(indent) : len(indent) + 1] in (")", "]", "}")


def _denied(site: Site, test: ast.expr) -> str:
    text = site.text_of(test)
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return site.text_of(operand)
        case ast.BoolOp(op=ast.Or(), values=values):
            return " and ".join(_bracketed(site, each) for each in values)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if _is_sized(test) and type(op) in _REVERSE:
            return f"{site.text_of(left)} {_REVERSE[type(op)]} {site.text_of(right)}"
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPPOSITE:
            return f"{site.text_of(left)} {_OPPOSITE[type(op)]} {site.text_of(right)}"
        case _:
            return f"not ({text})" if isinstance(test, _LOOSE) else f"not {text}"


def _bracketed(site: Site, test: ast.expr) -> str:
    """Return what denies one of several tests, as an operand of `and`."""
    loose = isinstance(test, ast.UnaryOp) and isinstance(test.operand, _LOOSE)
    denied = _denied(site, test)
    return f"({denied})" if loose and not isinstance(test, ast.BoolOp) else denied


def _is_sized(test: ast.Compare) -> bool:
    """Whether the length of something is compared with a number that is written out, or with another length."""
    sides = (test.left, *test.comparators)
    return any(map(_is_length, sides)) and all(map(_is_count, sides))


def _is_length(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "len"


def _is_count(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub() | ast.Mult()):
            return _is_count(left) and _is_count(right)
        case ast.Constant(value=value):
            return type(value) is int
        case _:
            return _is_length(node)


def _is_exact(test: ast.expr) -> bool:
    """Whether what denies a test says the contrary for all values: `!=` asks another method than `==` does."""
    match test:
        case ast.Compare(ops=[ast.Eq() | ast.NotEq()]):
            return _is_sized(test)
        case ast.BoolOp(op=ast.Or(), values=values):
            return all(map(_is_exact, values))
        case _:
            return True


def _catching(site: Site) -> ast.Try | ast.TryStar | None:
    """Return what catches the AssertionError in the function."""
    inner: ast.AST = site.node
    for outer in site.above(site.node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        if isinstance(outer, ast.Try | ast.TryStar) and inner in outer.body and _catches(site, outer):
            return outer
        inner = outer
    return None


def _catches(site: Site, tried: ast.Try | ast.TryStar) -> bool:
    return any("AssertionError" in site.text_of(each.type) for each in tried.handlers if each.type)
