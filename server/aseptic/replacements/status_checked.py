"""A transfer whose answer nobody looks at, given a look."""

from __future__ import annotations

import ast

from aseptic.replacements.logger import logger_of
from aseptic.replacements.naming import written_alike
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of, ending_of, indent_of, step_of
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_NAME = "status"
_CATEGORY = "pynetdicom.status.code_to_category"
_TELLING = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
_SERVICES = {"send_c_store": "data set"}


def status_checked(site: Site, call: ast.Call) -> Replacement | None:
    """Keep the status, and raise where it is neither success nor a warning, with which the peer stored the data.

    None where the function has a `status` of its own.
    """
    statement = site.parsed.parents.get(call)
    function = next((each for each in site.above(call) if isinstance(each, _FUNCTIONS)), None)
    if not isinstance(statement, ast.Expr) or function is None or site.parsed.naming(function, _NAME):
        return None
    indent, span = indent_of(site, statement), site.parsed.span(statement)
    category = written_alike(site, ast.Name("status"), _CATEGORY)
    reaction = _reaction(site, call, statement)
    if indent is None or category is None:
        return None
    last, end = site.parsed.lines[span.end.line], ending_of(site)
    behind = Position(span.end.line, line_end(last))
    step = step_of(indent)
    test = f"if not {_NAME} or {category.text}({_NAME}.Status) not in ("
    line = f'{test}"Success", "Warning"):'
    if len(indent) + len(line) > site.columns:
        line = end.join((test, f'{indent}{step}"Success",', f'{indent}{step}"Warning",', f"{indent}):"))
    added = f"{end}{indent}{line}{end}{indent}{step}{reaction[0]}"
    edits = (Edit(Span(span.start, span.start), f"{_NAME} = "), Edit(Span(behind, behind), added))
    return Replacement(f"{reaction[1]} unless the peer answers success or a warning", edits, category.imports)


def _reaction(site: Site, call: ast.Call, statement: ast.stmt) -> tuple[str, str]:
    """Return what is done about a refusal, and its words.

    An error that is raised ends a loop: it is logged where nothing follows that may count on the delivery.
    """
    service = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    what = f"the peer did not take the {_SERVICES.get(service, 'request')}"
    loop = next((each for each in site.above(call) if isinstance(each, (*_LOOPS, *_FUNCTIONS))), None)
    block = block_of(site.parsed, statement)
    after = (node for each in block[block.index(statement) + 1 :] for node in ast.walk(each))
    logger = logger_of(site) if isinstance(loop, _LOOPS) else None
    if logger is None or logger.assignments or any(isinstance(node, ast.Call) for node in after):
        return f'raise OSError("{what}")', "Raise an OSError"
    name = _told_by_others(loop) if isinstance(loop, ast.For | ast.AsyncFor) else ""
    told = f'"{"The peer did not take %s" if name else what.capitalize()}: %s"'
    given = ", ".join((told, *([name] if name else []), f'{_NAME} or "no answer"'))
    outer, end = indent_of(site, statement) or "", ending_of(site)
    indent = outer + step_of(outer)
    line = f"{logger.text}.error({given})"
    if len(indent) + len(line) > site.columns:
        line = f"{logger.text}.error({end}{indent}{step_of(outer)}{given}{end}{indent})"
    return line, "Log an error"


def _told_by_others(loop: ast.For | ast.AsyncFor) -> str:
    """Return the name of what a loop goes through by which other logs in it say which one they are about."""
    targets = {each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)}
    told = (
        name.id
        for each in ast.walk(loop)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in _TELLING
        for name in ast.walk(each)
        if isinstance(name, ast.Name) and name.id in targets
    )
    return next(told, "")
