"""An error that is passed over, to one that is logged."""

from __future__ import annotations

import ast

from aseptic.replacements.naming import module_written
from aseptic.replacements.replacement import Import, Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import indent_of
from aseptic.source.span import Edit, Span

_LOGGERS = ("logger", "log", "LOGGER", "LOG", "_logger", "_log", "_LOGGER")


def logged(site: Site) -> Replacement | None:
    """Log the error where a handler only passes or goes on; None where its body shares a line."""
    node = site.node
    if not isinstance(node, ast.ExceptHandler) or len(node.body) != 1:
        return None
    only = node.body[0]
    indent, logger = indent_of(site, only), _logger(site)
    if not isinstance(only, ast.Pass | ast.Continue) or indent is None or logger is None:
        return None
    text = f'{logger[0]}.exception("{_what(site)} failed")'
    span = site.parsed.span(only)
    if isinstance(only, ast.Continue):
        end = "\r\n" if site.parsed.lines[0].endswith("\r\n") else "\n"
        span, text = Span(span.start, span.start), f"{text}{end}{indent}"
    return Replacement("Log the error with its traceback", (Edit(span, text),), logger[1])


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
    """Return what was tried: the function's name in words."""
    for outer in site.above(site.node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            return outer.name.strip("_").replace("_", " ")
    return "this step"
