"""An error that is passed over, to one that is logged."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from attrs import frozen

from aseptic.replacements.answered import is_answer, is_attempt
from aseptic.replacements.command import quoted
from aseptic.replacements.logger import Logger, logger_of
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of, indent_of
from aseptic.source.dotted import dotted
from aseptic.source.span import Edit, Position, Span

_TO_DO = re.compile(r"todo|fixme|xxx|pragma|noqa|nosec|pylint|type:", re.IGNORECASE)
_ASKS_FOR_A_LOG = re.compile(
    r"#\s*(?:todo|fixme|xxx)\b\W*(?:please )?log(?: (?:it|this|that|error|the error|exception)s?)?\W*", re.I
)
_SURE = frozenset(f"{name}()" for name in ("isinstance", "len", "str", "repr", "print", "list", "dict", "time.time"))
"""Calls that hardly ever fail, and are not named beside others."""
_MOST = 2
"""Calls that are told one by one; of more nobody can say which one failed without the traceback."""


@frozen
class _Silent:
    """The only statement of a handler that does nothing, and the call that logs instead."""

    only: ast.stmt
    text: str
    between: str
    """What parts the call from a statement below."""
    logger: Logger


def logged(site: Site) -> Replacement | None:
    """Log the error where a handler only passes, returns or goes on; None where its body shares a line.

    A comment above what it does says why nothing is done, and is not gone against.
    """
    found = _silent(site)
    if found is None or _explained(site, found.only):
        return None
    span, text = site.parsed.span(found.only), found.text
    if isinstance(found.only, ast.Continue | ast.Return):
        span, text = Span(span.start, span.start), text + found.between
    narrowed, done = _narrowed(site), _done(site, found.only)
    title = f"Log the error with its traceback{', and catch errors alone: except Exception' if narrowed else ''}"
    edits = (*narrowed, *(Edit(lines) for lines, _ in done), Edit(span, text))
    logger = found.logger
    return Replacement(
        title, edits, logger.imports, assignments=logger.assignments, settled=frozenset(each for _, each in done)
    )


def noted(site: Site) -> Replacement | None:
    """Note the error at debug level where it is passed over on purpose: another way follows, or a comment says why."""
    found, name = _silent(site, answers=True), _what(site)
    meant = found is not None and (is_answer(site, name) or _explained(site, found.only))
    if found is None or not meant or not is_attempt(site, name) or not isinstance(found.only, ast.Pass | ast.Expr):
        return None
    logger = found.logger
    if any(each.startswith("loguru") for each in site.module_names.values()):
        return None  # its loggers take no `exc_info`
    text = f"{logger.text}.debug({quoted(_failed(site), quote(site))}, exc_info=True)"
    narrowed = _narrowed(site)
    title = f"Note the error at debug level{', and catch errors alone: except Exception' if narrowed else ''}"
    edits = (*narrowed, Edit(site.parsed.span(found.only), text))
    return Replacement(title, edits, logger.imports, assignments=logger.assignments)


def logged_and_raised(site: Site) -> Replacement | None:
    """Log the error and let it go on upwards; None in a loop, and where a comment says why it is passed over."""
    found = _silent(site)
    span = site.parsed.span(site.node)
    commented = any("#" in line for line in site.parsed.lines[span.start.line : span.end.line + 1])
    if found is None or isinstance(found.only, ast.Continue) or commented:
        return None
    edit = Edit(site.parsed.span(found.only), f"{found.text}{found.between}raise")
    title, logger = "Log the error and raise it again, so that callers see it", found.logger
    return Replacement(title, (edit,), logger.imports, assignments=logger.assignments)


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


def _done(site: Site, only: ast.stmt) -> list[tuple[Span, str]]:
    """Return the comments that have lines of their own and ask for nothing but a log, with those lines."""
    first, last = site.parsed.span(site.node).start.line, site.parsed.span(only).start.line
    lines = ((number, site.parsed.lines[number].strip()) for number in range(first + 1, last))
    return [(Span.of(number, 0, number + 1, 0), line) for number, line in lines if _ASKS_FOR_A_LOG.fullmatch(line)]


def _silent(site: Site, answers: bool = False) -> _Silent | None:
    """Return the only statement of a handler that does nothing, and the call that logs instead.

    None where the failure is an answer, unless `answers` are asked for, too.
    """
    node = site.node
    if not isinstance(node, ast.ExceptHandler) or len(node.body) != 1:
        return None
    only = node.body[0]
    indent, logger = indent_of(site, only), logger_of(site)
    if not _does_nothing(only) or indent is None or logger is None:
        return None
    if not answers and is_answer(site, _what(site)):
        return None
    text = f"{logger.text}.exception({quoted(_failed(site), quote(site))})"
    return _Silent(only, text, ending_of(site) + indent, logger)


def _failed(site: Site) -> str:
    tried = site.parsed.parents.get(site.node)
    return failed(site, tried.body if isinstance(tried, ast.Try | ast.TryStar) else [])


def failed(site: Site, body: list[ast.stmt]) -> str:
    """Return what a log is to say: which calls were tried, or where, if these are many or none."""
    every = list(dict.fromkeys(each for statement in body for each in _calls(statement)))
    calls = [each for each in every if each not in _SURE] or every
    return f"{' or '.join(calls)} failed" if 0 < len(calls) <= _MOST else f"error in {_place(site)}"


def _calls(node: ast.AST) -> Iterator[str]:
    """Yield the names of the outermost calls, as they are written there less `self`; what is only defined is none."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            yield f"{name}()"
        case ast.Call(func=ast.Attribute(attr=name) as function):
            written = dotted(function) or name
            yield f"{written.removeprefix('self.').removeprefix('cls.')}()"
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
            return
        case _:
            for each in ast.iter_child_nodes(node):
                yield from _calls(each)


def quote(site: Site) -> str:
    """Return the quote that most texts round here are written with."""
    texts = (
        each for each in ast.walk(site.parsed.tree) if isinstance(each, ast.Constant) and isinstance(each.value, str)
    )
    signs = [site.text_of(each)[:1] for each in texts if not isinstance(site.parsed.parents.get(each), ast.Expr)]
    return "'" if signs.count("'") > signs.count('"') else '"'


def _does_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Continue() | ast.Return(value=None | ast.Constant(value=None)):
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case _:
            return False


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
