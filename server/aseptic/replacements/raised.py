"""An assert, which `python -O` leaves out, to a test that raises."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.command import quoted
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import indent_of, step_of
from aseptic.source.span import Edit

_RIGHT = re.compile(r"\b(?:may|can|has|is)_\w|permission|allowed|authori[sz]|authenticated", re.IGNORECASE)
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
    """Write `if not …: raise`; None where somebody catches the AssertionError, or a comment stands within."""
    node = site.node
    indent = indent_of(site, node)
    if not isinstance(node, ast.Assert) or indent is None or "#" in site.text_of(node) or _is_caught(site):
        return None
    error = "PermissionError" if _RIGHT.search(site.text_of(node.test)) else "ValueError"
    lines = site.text_of(node.test).count("\n") + (site.text_of(node.msg).count("\n") if node.msg else 0)
    if lines:
        return None  # laid out over lines, which a machine would not lay out as well
    said = site.text_of(node.msg) if node.msg else quoted(f"{site.text_of(node.test)} does not hold", '"')
    end = "\r\n" if site.parsed.lines[0].endswith("\r\n") else "\n"
    text = f"if {_denied(site, node.test)}:{end}{indent}{step_of(indent)}raise {error}({said})"
    return Replacement(f"Raise a {error} that no option turns off", (Edit(site.parsed.span(node), text),))


def _denied(site: Site, test: ast.expr) -> str:
    text = site.text_of(test)
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return site.text_of(operand)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPPOSITE:
            return f"{site.text_of(left)} {_OPPOSITE[type(op)]} {site.text_of(right)}"
        case _:
            return f"not ({text})" if isinstance(test, _LOOSE) else f"not {text}"


def _is_caught(site: Site) -> bool:
    for outer in site.above(site.node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        handlers = outer.handlers if isinstance(outer, ast.Try | ast.TryStar) else []
        if any("AssertionError" in site.text_of(each.type) for each in handlers if each.type):
            return True
    return False
