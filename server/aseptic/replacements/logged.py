"""An error that is passed over, to one that is logged."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.answered import is_answer
from aseptic.replacements.naming import module_written
from aseptic.replacements.replacement import Import, Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of, indent_of
from aseptic.source.span import Edit, Position, Span

_TO_DO = re.compile(r"todo|fixme|xxx|pragma|noqa|nosec|pylint|type:", re.IGNORECASE)
_LOGGERS = ("logger", "log", "LOGGER", "LOG", "_logger", "_log", "_LOGGER")


def logged(site: Site) -> Replacement | None:
    """Log the error where a handler only passes, returns or goes on; None where its body shares a line.

    A comment above what it does says why nothing is done, and is not gone against.
    """
    found = _silent(site)
    if found is None or _explained(site, found[0]):
        return None
    only, text, between, imports = found
    span = site.parsed.span(only)
    if isinstance(only, ast.Continue | ast.Return):
        span, text = Span(span.start, span.start), text + between
    narrowed = _narrowed(site)
    title = f"Log the error with its traceback{', and catch errors alone: except Exception' if narrowed else ''}"
    return Replacement(title, (*narrowed, Edit(span, text)), imports)


def logged_and_raised(site: Site) -> Replacement | None:
    """Log the error and let it go on upwards; None in a loop, and where a comment says why it is passed over."""
    found = _silent(site)
    span = site.parsed.span(site.node)
    commented = any("#" in line for line in site.parsed.lines[span.start.line : span.end.line + 1])
    if found is None or isinstance(found[0], ast.Continue) or commented:
        return None
    only, text, between, imports = found
    edit = Edit(site.parsed.span(only), f"{text}{between}raise")
    return Replacement("Log the error and raise it again, so that callers see it", (edit,), imports)


def _narrowed(site: Site) -> tuple[Edit, ...]:
    """Let a handler of everything catch errors alone, so that Ctrl+C and the end of the program go on upwards."""
    tried = site.parsed.parents.get(site.node)
    handlers = tried.handlers if isinstance(tried, ast.Try) else []
    start = site.parsed.span(site.node).start
    word = Position(start.line, start.column + len("except"))
    caught = any(isinstance(each, ast.Name) and each.id == "Exception" for other in handlers for each in _types(other))
    if not isinstance(site.node, ast.ExceptHandler) or site.node.type is not None or caught:
        return ()
    return (Edit(Span(word, word), " Exception"),)


def _types(handler: ast.ExceptHandler) -> list[ast.expr]:
    return handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type] if handler.type else []


def _explained(site: Site, only: ast.stmt) -> bool:
    """Whether a handler says in words why it does nothing; a note to do something later says the contrary."""
    first, last = site.parsed.span(site.node).start.line, site.parsed.span(only).end.line
    said = [line.partition("#")[2] for line in site.parsed.lines[first : last + 1] if "#" in line]
    return any(len(each.split()) > 1 and not _TO_DO.search(each) for each in said)


def _silent(site: Site) -> tuple[ast.stmt, str, str, tuple[Import, ...]] | None:
    """Return the only statement of a handler that does nothing, the call that logs, and what goes behind that."""
    node = site.node
    if not isinstance(node, ast.ExceptHandler) or len(node.body) != 1:
        return None
    only = node.body[0]
    indent, logger = indent_of(site, only), _logger(site)
    if not _does_nothing(only) or indent is None or logger is None or is_answer(site, _what(site)):
        return None
    return only, f'{logger[0]}.exception("error in {_place(site)}")', ending_of(site) + indent, logger[1]


def _does_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Continue() | ast.Return(value=None | ast.Constant(value=None)):
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case _:
            return False


def _logger(site: Site) -> tuple[str, tuple[Import, ...]] | None:
    """Return the logger that the module has, or one by the module's name."""
    known = (name for name in _LOGGERS if _is_logger(site, name))
    name = next(known, None)
    if name:
        return name, ()
    written = module_written(site, "logging")
    return written and (f"{written.text}.getLogger(__name__)", written.imports)


def _is_logger(site: Site, name: str) -> bool:
    meanings = site.scope.resolve(name) or ((site.module_names.get(name, ""),))
    return any(meaning.startswith("logging.getLogger") for meaning in meanings)


def _what(site: Site) -> str:
    """Return where it was tried."""
    for outer in site.above(site.node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            return outer.name
    return "this module"


def _place(site: Site) -> str:
    """Return where it was tried, as a log is to say it: by the class for a method whose name says nothing."""
    name = _what(site)
    owners = (each.name for each in site.above(site.node) if isinstance(each, ast.ClassDef) and each.name != "_")
    return next(owners, site.owner) or name if name.startswith("__") else name
