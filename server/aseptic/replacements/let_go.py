"""A `try` without which nothing else happens: what comes below needs the value that it was to give."""

from __future__ import annotations

import ast

from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of, indent_of
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def let_go(site: Site) -> Replacement | None:
    """Take a `try` away whose failure leaves a name without a value that a statement below reads in any case.

    That one fails then, and says nothing of the cause. None in a loop, where the name may have the value of the last
    round, and where a comment stands on the lines that go, or a text runs over those that move.
    """
    handler, tried = site.node, site.parsed.parents.get(site.node)
    if not isinstance(handler, ast.ExceptHandler) or not isinstance(tried, ast.Try) or tried.handlers != [handler]:
        return None
    if tried.orelse or tried.finalbody or not isinstance(handler.body[0], ast.Pass) or len(handler.body) > 1:
        return None
    if not _is_needed(site, tried):
        return None
    edits = _dedented(site, tried, handler)
    return Replacement("Let the error go on upwards: what comes below needs the value", edits) if edits else None


def _is_needed(site: Site, tried: ast.Try) -> bool:
    function = next((each for each in site.above(tried) if isinstance(each, _FUNCTIONS)), None)
    round_it = list(site.above(tried))
    if function is None or any(isinstance(each, _LOOPS) for each in round_it[: round_it.index(function)]):
        return False
    inside = {id(each) for statement in tried.body for each in ast.walk(statement)}
    for name in {each.id for statement in tried.body for each in _stored(statement)}:
        uses = site.parsed.naming(function, name)
        bound = [each for each in uses if not isinstance(getattr(each, "ctx", None), ast.Load)]
        if all(id(each) in inside for each in bound) and any(_reads(each, name) for each in _below(site, tried)):
            return True
    return False


def _stored(statement: ast.stmt) -> list[ast.Name]:
    if not isinstance(statement, ast.Assign | ast.AnnAssign):
        return []
    return [each for each in ast.walk(statement) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]


def _below(site: Site, tried: ast.Try) -> list[ast.stmt]:
    """Return the plain statements below a `try` that are done in any case, up to one that may leave."""
    found: list[ast.stmt] = []
    for each in (tried, *site.above(tried)):
        if isinstance(each, _FUNCTIONS):
            break
        if not isinstance(each, ast.stmt):
            return []  # another handler
        block = block_of(site.parsed, each)
        for statement in block[block.index(each) + 1 :]:
            if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr | ast.Return):
                return found
            found.append(statement)
    return found


def _reads(statement: ast.stmt, name: str) -> bool:
    """Whether a statement reads a name in any case: not in one arm of a choice, nor later."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            return True
        if not isinstance(node, ast.IfExp | ast.BoolOp | ast.Lambda | ast.GeneratorExp | ast.ListComp | ast.DictComp):
            waiting.extend(ast.iter_child_nodes(node))
    return False


def _dedented(site: Site, tried: ast.Try, handler: ast.ExceptHandler) -> tuple[Edit, ...]:
    """Return the edits that take away the head, the handler and one step of indent; none where they cannot."""
    parsed, lines = site.parsed, site.parsed.lines
    indent, inner = indent_of(site, tried), indent_of(site, tried.body[0])
    start, first = parsed.span(tried).start.line, parsed.span(tried.body[0]).start.line
    head, end = parsed.span(handler).start.line, parsed.span(handler).end.line
    gone = (*lines[start:first], *lines[head : end + 1])
    if indent is None or inner is None or not inner.startswith(indent) or any("#" in line for line in gone):
        return ()
    texts = (each for statement in tried.body for each in ast.walk(statement))
    if any(isinstance(each, ast.Constant | ast.JoinedStr) and each.lineno != each.end_lineno for each in texts):
        return ()
    moved = range(first, head)
    if any(lines[each].strip() and not lines[each].startswith(inner) for each in moved):
        return ()
    if line_end(lines[end]) == len(lines[end]):
        return ()  # the last line of all has no end
    return (
        Edit(Span(Position(start, 0), Position(first, 0))),
        *(Edit(Span(Position(each, len(indent)), Position(each, len(inner)))) for each in moved if lines[each].strip()),
        Edit(Span(Position(head, 0), Position(end + 1, 0))),
    )
