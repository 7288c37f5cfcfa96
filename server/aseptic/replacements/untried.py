"""A `try` that holds asserts and nothing else, and leaves where one fails: one `if` for all of it."""

from __future__ import annotations

import ast

from aseptic.replacements.denied import bracketed, denied
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
    parts = [_part(site, each, several, end + indent + step * several) for each in tried.body]
    found = [each for each in parts if each]
    if len(found) < len(parts):
        return None
    line = f"if {' or '.join(found)}:"
    if several and (len(indent) + len(line) > site.columns or "\n" in line):
        listed = f"{end}{indent}{step}or ".join(found)
        line = f"if ({end}{indent}{step}{listed}{end}{indent}):"
    title = "Test it by an if that no option turns off, in place of the try"
    return Replacement(title, (Edit(span, f"{line}{end}{indent}{step}{does}"),))


def _raises(site: Site, handler: ast.ExceptHandler) -> str:
    """Return the one statement of a handler that raises an error of its own; "" where it does anything else."""
    match handler:
        case ast.ExceptHandler(name=None, body=[ast.Raise(exc=ast.Call(), cause=None) as only]):
            return site.text_of(only)
        case _:
            return ""


def _part(site: Site, statement: ast.stmt, several: bool, line: str) -> str:
    """Return what is so where a statement fails; "" where that cannot be told in one expression.

    `line` begins the line that the expression stands on.
    """
    match statement:
        case ast.Assert(test=test, msg=None) if not (several and isinstance(test, ast.BoolOp)):
            part = bracketed(site, test) if several else denied(site, test)
            return "" if "\n" in part else part
        case ast.For(target=ast.Name() as name, body=body, orelse=[]) if _is_over(site, statement, name.id):
            tests = [_tested(site, each) for each in body]
            every, over = " and ".join(tests), f"for {name.id} in {site.text_of(statement.iter)}"
            if not all(tests) or "\n" in over:
                return ""
            part, deeper = f"not all({every} {over})", line + step_of(line)
            if len(line.strip("\r\n")) + len(part) + len("if :") <= site.columns:
                return part
            gap = " " if len(f"{deeper}{every} {over}".strip("\r\n")) <= site.columns else deeper
            return f"not all({deeper}{every}{gap}{over}{line})"
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
