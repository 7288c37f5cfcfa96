"""An assert, which `python -O` leaves out, to a test that raises."""

from __future__ import annotations

import ast
import re
from itertools import takewhile

from aseptic.replacements.command import quoted
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import indent_of, step_of
from aseptic.source.document import line_end
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
_LOOSE = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.NamedExpr)


def raised(site: Site) -> Replacement | None:
    """Write `if not …: raise`, for all asserts of a row that one finding speaks for.

    None where somebody catches the AssertionError, or a comment stands within one.
    """
    node = site.node
    if not isinstance(node, ast.Assert) or _is_caught(site):
        return None
    made = [_raising(site, each) for each in _row(site, node)]
    found = [each for each in made if each is not None]
    if len(found) != len(made):
        return None  # the next of the row would be found in its place, and nothing be gained
    errors = sorted({error for error, _ in found})
    kinds = " or ".join(f"a {error}" for error in errors)
    title = f"Raise {kinds} that no option turns off" + (f", for all {len(found)} asserts" if len(found) > 1 else "")
    return Replacement(title, tuple(edit for _, edit in found))


def _row(site: Site, node: ast.Assert) -> list[ast.Assert]:
    """Return an assert with those right below it, for which it speaks."""
    block = site.parsed.parents.get(node)
    below = [each for each in ast.iter_child_nodes(block) if isinstance(each, ast.stmt)] if block else [node]
    asserts = takewhile(lambda each: isinstance(each, ast.Assert), below[below.index(node) :])
    return [each for each in asserts if isinstance(each, ast.Assert)]


def _raising(site: Site, node: ast.Assert) -> tuple[str, Edit] | None:
    """Return the name of the error and the edit that raises it."""
    indent = indent_of(site, node)
    if indent is None or "#" in site.text_of(node):
        return None
    error = "PermissionError" if _RIGHT.search(site.text_of(node.test)) else "ValueError"
    lines = site.text_of(node.test).count("\n") + (site.text_of(node.msg).count("\n") if node.msg else 0)
    if lines:
        return None  # laid out over lines, which a machine would not lay out as well
    said = site.text_of(node.msg) if node.msg else quoted(f"expected {site.text_of(node.test)}", '"')
    end = site.parsed.lines[0][line_end(site.parsed.lines[0]) :] or "\n"
    text = f"if {_denied(site, node.test)}:{end}{indent}{step_of(indent)}raise {error}({said})"
    return error, Edit(site.parsed.span(node), text)


def _denied(site: Site, test: ast.expr) -> str:
    text = site.text_of(test)
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return site.text_of(operand)
        case ast.BoolOp(op=ast.Or(), values=values):
            return " and ".join(_bracketed(site, each) for each in values)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPPOSITE:
            return f"{site.text_of(left)} {_OPPOSITE[type(op)]} {site.text_of(right)}"
        case _:
            return f"not ({text})" if isinstance(test, _LOOSE) else f"not {text}"


def _bracketed(site: Site, test: ast.expr) -> str:
    """Return what denies one of several tests, as an operand of `and`."""
    loose = isinstance(test, ast.UnaryOp) and isinstance(test.operand, _LOOSE)
    denied = _denied(site, test)
    return f"({denied})" if loose and not isinstance(test, ast.BoolOp) else denied


def _is_caught(site: Site) -> bool:
    for outer in site.above(site.node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        handlers = outer.handlers if isinstance(outer, ast.Try | ast.TryStar) else []
        if any("AssertionError" in site.text_of(each.type) for each in handlers if each.type):
            return True
    return False
