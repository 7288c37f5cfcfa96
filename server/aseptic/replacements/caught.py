"""An assert whose failure the same function catches: what comes of it, without an error on the way."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.denied import denied
from aseptic.replacements.expected import expected
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of, ending_of, indent_of, step_of, whole_lines
from aseptic.replacements.untried import without_trying
from aseptic.source.span import Edit

_ERROR = "AssertionError"
_ASSERTS = re.compile(r"assert|check|ensure|expect|valid|verify|\btest", re.IGNORECASE)
"""Calls that may be there for an AssertionError of their own."""
_TELLING = re.compile(r"\bexc_info\b|\.exception\(|\btraceback\b|\bprint_exc|\bformat_exc")
"""How a handler tells of an error to which it gives no name."""
_LOOSE = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.NamedExpr)


def catching_of(site: Site, error: str = _ERROR) -> ast.Try | ast.TryStar | None:
    """Return what catches an error by its name, if the site raises it in its function."""
    inner: ast.AST = site.node
    for outer in site.above(site.node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        if isinstance(outer, ast.Try | ast.TryStar) and inner in outer.body and _handler(site, outer, error):
            return outer
        inner = outer
    return None


def caught(site: Site, row: list[ast.Assert], tried: ast.Try | ast.TryStar) -> Replacement | None:
    """Write what becomes of a row of asserts whose failure is caught: the handler's own return, or a ValueError.

    None where the same `try` has other asserts, or may rely on one that a call makes, and where the handler does more
    than to go on, or to leave, for nothing that it catches besides.
    """
    handler, body = _handler(site, tried), [each for statement in tried.body for each in ast.walk(statement)]
    if handler is None or isinstance(tried, ast.TryStar):
        return None
    more = sum(isinstance(each, ast.Assert) for each in body) > len(row)
    calls = (site.text_of(each.func) for each in body if isinstance(each, ast.Call))
    commented = any("#" in site.text_of(each) or each.msg for each in row if not isinstance(handler.type, ast.Tuple))
    if any(map(_ASSERTS.search, calls)) or commented:
        return None
    if not isinstance(handler.type, ast.Tuple):
        return without_trying(site, tried, handler, _does(site, handler))
    fewer = _fewer(site, handler.type)
    if fewer is None or more:
        return None
    if any(isinstance(each, ast.Name) and each.id == "ValueError" for each in handler.type.elts):
        edits = [_then(site, each, _raise(site, each, handler)) for each in row]
        title = "Raise a ValueError, which is caught here, too, that no option turns off"
    elif isinstance(handler.body[0], ast.Pass) and len(handler.body) == 1:
        edits = [*_joined(site, row, tried)] or [None]
        title = "Test it by the if above, which no option turns off"
    else:
        does = _does(site, handler)
        edits = [_then(site, each, does) if does else None for each in row]
        title = "Test it by an if that no option turns off, and do at once what follows here"
    found = [each for each in edits if each is not None]
    return Replacement(title, (*found, fewer)) if len(found) == len(edits) else None


def _handler(site: Site, tried: ast.Try | ast.TryStar, error: str = _ERROR) -> ast.ExceptHandler | None:
    return next((each for each in tried.handlers if each.type and error in site.text_of(each.type)), None)


def _does(site: Site, handler: ast.ExceptHandler) -> str:
    """Return the one plain statement of a handler that goes on or leaves; "" where it does anything else."""
    match handler:
        case ast.ExceptHandler(name=None, body=[ast.Continue() | ast.Break() as only]):
            return site.text_of(only)
        case ast.ExceptHandler(name=None, body=[ast.Return(value=None | ast.Constant() | ast.Name()) as only]):
            return site.text_of(only)
        case _:
            return ""


def _fewer(site: Site, caught: ast.Tuple) -> Edit | None:
    """Return the edit that takes the AssertionError from what is caught."""
    kept = [site.text_of(each) for each in caught.elts if site.text_of(each) != _ERROR]
    text = site.text_of(caught)
    if len(kept) != len(caught.elts) - 1 or not kept or "#" in text or not text.startswith("("):
        return None
    return Edit(site.parsed.span(caught), kept[0] if len(kept) == 1 else f"({', '.join(kept)})")


def _raise(site: Site, node: ast.Assert, handler: ast.ExceptHandler) -> str:
    """Return what raises the error, with a text where the assert has one, or the handler may tell it to somebody."""
    if not node.msg and not _tells(site, handler):
        return "raise ValueError"
    said = site.text_of(node.msg) if node.msg else expected(site, node.test)[-1]
    return f"raise ValueError({said})"


def _tells(site: Site, handler: ast.ExceptHandler) -> bool:
    again = (isinstance(each, ast.Raise) and each.exc is None for each in site.parsed.inside(handler))
    return handler.name is not None or any(again) or any(_TELLING.search(site.text_of(each)) for each in handler.body)


def _then(site: Site, node: ast.Assert, does: str) -> Edit | None:
    """Return the edit that does something where a test fails."""
    indent, contrary = indent_of(site, node), denied(site, node.test)
    if indent is None or "#" in site.text_of(node) or "\n" in contrary + does:
        return None
    return Edit(site.parsed.span(node), f"if {contrary}:{ending_of(site)}{indent}{step_of(indent)}{does}")


def _joined(site: Site, row: list[ast.Assert], tried: ast.Try) -> list[Edit]:
    """Return the edits that put one assert into the `if` which it heads; none unless all that follows is in there."""
    (first, *others), holder = row, site.parsed.parents.get(row[0])
    if others or not isinstance(holder, ast.If) or holder.orelse or first is not holder.body[0] or len(holder.body) < 2:
        return []
    lines = whole_lines(site.parsed, first)
    if tried.orelse or block_of(site.parsed, holder)[-1] is not holder or holder not in tried.body or lines is None:
        return []
    span, asked, added = site.parsed.span(holder.test), site.text_of(holder.test), site.text_of(first.test)
    if "\n" in asked + added or site.parsed.lines[span.start.line][: span.start.column].strip() not in ("if", "elif"):
        return []
    both = " and ".join(
        f"({text})" if _is_loose(node) else text for node, text in ((holder.test, asked), (first.test, added))
    )
    return [] if span.start.column + len(both) >= site.columns else [Edit(span, both), Edit(lines)]


def _is_loose(node: ast.expr) -> bool:
    return isinstance(node, _LOOSE) and not (isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And))
