"""A call that blocks the event loop, handed to a thread, or to what waits without blocking."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import arguments_of, keyword_of, spread
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.naming import is_method, name_written
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_INNER = (ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.JoinedStr)


def in_thread(site: Site, call: ast.Call) -> Replacement | None:
    """Write `await asyncio.to_thread(f, …)`, and `await asyncio.sleep(…)` for what sleeps.

    None where nothing can be awaited, and for a method or a stream, which its object reads on in the loop.
    """
    if not _awaits(site, call) or spread(call) or keyword_of(call, "stream") or keyword_of(call, "func"):
        return None
    sleeps = site.called == "time.sleep"
    new = name_written(site, "asyncio.sleep" if sleeps else "asyncio.to_thread")
    layout = arguments_of(site, call)
    if new is None or layout is None or not site.meaning(call.func) or is_method(site, call.func):
        return None
    function, whole, written = site.parsed.span(call.func), site.parsed.span(call), site.text_of(call.func)
    if "\n" in written or "#" in written or (sleeps and call.keywords):
        return None
    inner = isinstance(site.parsed.parents.get(call), ast.Attribute | ast.Subscript | ast.BinOp)
    edits = [Edit(function, f"{'(' * inner}await {new.text}")]
    if not sleeps:
        edits += _handed(site, layout.opening, written, bool(layout.each))
    if inner:
        edits.append(Edit(Span(whole.end, whole.end), ")"))
    placed = laid_out(site, edits)
    title = "Wait without blocking: await asyncio.sleep" if sleeps else "Hand the call to a thread: asyncio.to_thread"
    return Replacement(title, placed, new.imports) if placed else None


def _handed(site: Site, opening: Position, written: str, several: bool) -> list[Edit]:
    """Return the edit that gives the function first, on a line of its own where the arguments begin on one."""
    line = site.parsed.lines[opening.line]
    rest = line[opening.column :]
    if not several or rest.strip():
        return [Edit(Span(opening, opening), f"{written}{', ' if several else ''}")]
    below = site.parsed.lines[opening.line + 1]
    indent = below[: len(below) - len(below.lstrip())]
    return [Edit(Span(opening, opening), f"{line[line_end(line) :]}{indent}{written},")]


def _awaits(site: Site, call: ast.Call) -> bool:
    """Whether an `await` may stand there: in an async function's own body, and in none of its inner expressions."""
    inner: ast.AST = call
    for outer in site.above(call):
        if isinstance(outer, _INNER):
            return False
        if isinstance(outer, _SCOPES):
            return isinstance(outer, ast.AsyncFunctionDef) and inner in outer.body
        inner = outer
    return False
