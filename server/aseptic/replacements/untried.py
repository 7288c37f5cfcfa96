"""A `try` that holds asserts and nothing else, and leaves where one fails: one `if` for all of it."""

from __future__ import annotations

import ast

from aseptic.replacements.denied import bracketed, denied
from aseptic.replacements.laid_out import parted
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of, indent_of, step_of
from aseptic.source.span import Edit, Span

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOSE = (ast.BoolOp, ast.IfExp, ast.Lambda)
_NOT_IN_A_LOOP = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
"""What a generator gives another name, or cannot do."""


def without_trying(site: Site, tried: ast.Try, handler: ast.ExceptHandler, does: str) -> Replacement | None:
    """Write one `if` for a `try`, where its handler leaves, or raises an error of its own; loops become `all(…)`."""
    does, indent = does or _raises(site, handler), indent_of(site, tried)
    alone = len(tried.handlers) == 1 and not (tried.orelse or tried.finalbody)
    span = site.parsed.span(tried)
    if not (does and alone and indent is not None) or "#" in site.text(Span(span.start, span.end)):
        return None
    end, step, several = ending_of(site), step_of(indent), len(tried.body) > 1
    parts = [_part(site, each, several) for each in tried.body]
    if not all(parts):
        return None
    head = end.join(_head(parts, indent, site.columns)).removeprefix(indent)
    title = "Test it by an if that no option turns off, in place of the try"
    return Replacement(title, (Edit(span, f"{head}{end}{indent}{step}{does}"),))


def _raises(site: Site, handler: ast.ExceptHandler) -> str:
    """Return the one statement of a handler that raises an error of its own; "" where it does anything else."""
    match handler:
        case ast.ExceptHandler(name=None, body=[ast.Raise(exc=ast.Call(), cause=None) as only]):
            return site.text_of(only)
        case _:
            return ""


def _head(parts: list[str], indent: str, columns: int) -> list[str]:
    """Return the lines of an `if` that asks whether one of several is so, as black lays them out.

    Of two the second's arguments are parted where that is enough; else each stands on a line of its own.
    """
    line = f"if {' or '.join(parts)}:"
    made = parted(line, indent, columns) or [indent + line]
    second = len(parts) == 2 and made[0].startswith(f"{indent}if {parts[0]} or ") and made[-1] == f"{indent}):"
    if len(parts) == 1 or second or len(indent + line) <= columns:
        return made
    deeper = indent + step_of(indent)
    operands = (parts[0], *(f"or {each}" for each in parts[1:]))
    listed = [row for each in operands for row in parted(each, deeper, columns) or [deeper + each]]
    return [f"{indent}if (", *listed, f"{indent}):"]


def _part(site: Site, statement: ast.stmt, several: bool) -> str:
    """Return what is so where a statement fails, on one line; "" where that cannot be told in one expression."""
    match statement:
        case ast.Assert(test=test, msg=None) if not (several and isinstance(test, ast.BoolOp)):
            part = bracketed(site, test) if several else denied(site, test)
            return "" if "\n" in part else part
        case ast.For(target=ast.Name() as name, body=body, orelse=[]) if _is_over(site, statement, name.id):
            tests = [_tested(site, each) for each in body]
            over = f"for {name.id} in {site.text_of(statement.iter)}"
            return f"not all({' and '.join(tests)} {over})" if all(tests) and "\n" not in over else ""
        case _:
            return ""


def _tested(site: Site, statement: ast.stmt) -> str:
    """Return what an assert in a loop tests, as an operand of `and`; "" where it is no such one."""
    if not isinstance(statement, ast.Assert) or statement.msg or "\n" in site.text_of(statement.test):
        return ""
    if any(isinstance(each, _NOT_IN_A_LOOP) for each in ast.walk(statement.test)):
        return ""
    text = site.text_of(statement.test)
    return f"({text})" if isinstance(statement.test, _LOOSE) else text


def _is_over(site: Site, loop: ast.For, name: str) -> bool:
    """Whether a loop is in a function that uses its name nowhere else."""
    function = next((each for each in site.above(loop) if isinstance(each, _FUNCTIONS)), None)
    inside = {id(each) for each in ast.walk(loop)}
    return function is not None and all(id(each) in inside for each in site.parsed.naming(function, name))
