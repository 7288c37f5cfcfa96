"""The logger that a module has, or is given below its imports."""

from __future__ import annotations

import ast
import re

from attrs import frozen

from aseptic.replacements.naming import Written, means, module_written, visible
from aseptic.replacements.replacement import Assignment, Import
from aseptic.replacements.site import Site
from aseptic.source.dotted import dotted

_USUAL = ("logger", "log", "LOGGER", "LOG", "_logger", "_log", "_LOGGER")
"""Names that nobody looks up, in the order to choose in where a module has several loggers."""
_PLAIN = frozenset({"logger", "LOGGER", "_logger", "_LOGGER"})
"""Names that are a logger's wherever they are imported from; `log` may be a function."""
_LIKELY = re.compile(r"_?(?:\w+_)?log(?:ger|ging)?_?|\w+logger", re.IGNORECASE)
_MAKERS = (
    "logging.getLogger",
    "structlog.get_logger",
    "structlog.getLogger",
    "structlog.stdlib.get_logger",
    "loguru.logger",
)
"""What makes, or is, a logger with a method `exception` that takes one text."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOGARITHMS = ("math.", "cmath.", "numpy.", "torch.", "sympy.", "jax.", "tensorflow.")
_TOLD = frozenset({"exception", "warning", "error", "info", "debug"})


@frozen
class Logger:
    """How a logger is written at a site."""

    text: str
    imports: tuple[Import, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    """What makes it, where the module has none."""


def logger_of(site: Site) -> Logger | None:
    """Return the logger in use; None where a name says that there is one and nobody can tell what it is.

    A module without one gets none for a function that prints to a person, or that tells by another module.
    """
    used = _used(site) or _of_the_root(site)
    if used:
        return Logger(used)
    names = visible(site)
    known = [name for name in names if _is_logger(site, name) and _is_bound(site, name)]
    if known:
        return Logger(
            min(known, key=lambda name: (name not in _USUAL, _USUAL.index(name) if name in _USUAL else 0, name))
        )
    if any(_LIKELY.fullmatch(name) and name != "logging" and not _counts(site, name) for name in names):
        return None
    if _tells_otherwise(site):
        return None
    written = _written_at_the_top(site)
    if written is None:
        return None
    made = Assignment("logger", f"{written.text}.getLogger(__name__)")
    return Logger(made.name, written.imports, (made,))


def _written_at_the_top(site: Site) -> Written | None:
    """Return how to write `logging` below the module's imports, where what a function imports is not known."""
    written = module_written(site, "logging")
    if written is None or all(written.text not in scope.names for scope in site.scope.chain):
        return written
    taken = site.module_names.get("logging", "logging") != "logging"
    return None if taken else Written("logging", (Import("logging"),))


def _used(site: Site) -> str:
    """Return the logger that the same function, or another in its chunk, writes to: `self.log`, or one by its name."""
    for each in ast.walk(site.parsed.tree):
        match each:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="self")) as owner, attr=name)):
                if name in _TOLD and _LIKELY.fullmatch(owner.attr):
                    return dotted(owner) or ""
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=told)) if told in _TOLD:
                if _LIKELY.fullmatch(name) and name != "logging" and name in visible(site) and _is_bound(site, name):
                    return name
            case _:
                pass
    return ""


def _of_the_root(site: Site) -> str:
    """Return `logging` where the chunk logs by its functions, and the module has no logger."""
    own = any(_is_logger(site, name) for name in visible(site))
    calls = (each.func for each in ast.walk(site.parsed.tree) if isinstance(each, ast.Call) and not own)
    told = (each for each in calls if isinstance(each, ast.Attribute) and each.attr in _TOLD)
    return next((site.text_of(each.value) for each in told if site.meaning(each) == f"logging.{each.attr}"), "")


def _tells_otherwise(site: Site) -> bool:
    """Whether the outermost function round the site, or the module's own level, prints, or notes by another module."""
    functions = [each for each in site.above(site.node) if isinstance(each, _FUNCTIONS)]
    calls = (each for each in ast.walk(functions[-1] if functions else site.parsed.tree) if isinstance(each, ast.Call))
    for each in calls:
        match each.func:
            case ast.Name(id="print"):
                return True
            case ast.Attribute(value=ast.Name() as owner, attr="debug" | "info") if site.meaning(owner):
                return True
            case _:
                pass
    return False


def _is_bound(site: Site, name: str) -> bool:
    """Whether a name of the function has its value before what is tried there, and whatever a condition says."""
    tried = site.parsed.parents.get(site.node, site.node)
    line = getattr(tried, "lineno", 0) if isinstance(tried, ast.Try | ast.TryStar) else getattr(site.node, "lineno", 0)
    scope = next((each for each in site.scope.chain if name in each.names), None)
    bound = scope.names[name] if scope else ()
    return scope is None or any(each.since < (line, 0) and each.block is None for each in bound)


def _counts(site: Site, name: str) -> bool:
    """Whether a name is a function of mathematics."""
    found = means(site, name)
    return bool(found) and all(each.startswith(_LOGARITHMS) for each in found)


def _is_logger(site: Site, name: str) -> bool:
    found = means(site, name)
    brought = name in _PLAIN and found and all(meaning.endswith(f".{name}") for meaning in found)
    return bool(brought) or any(meaning.startswith(_MAKERS) for meaning in found)
