"""An error that is passed over, to one that is logged."""

from __future__ import annotations

import ast
import re

from attrs import frozen

from aseptic.replacements.answered import is_answer, is_attempt
from aseptic.replacements.command import quoted
from aseptic.replacements.failing import cleans_up, failed, quote, within
from aseptic.replacements.logger import Logger, logger_of
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of, indent_of
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_TO_DO = re.compile(r"todo|fixme|xxx|pragma|noqa|nosec|pylint|type:", re.IGNORECASE)
_ASKS_FOR_A_LOG = re.compile(
    r"#\s*(?:todo|fixme|xxx)\b\W*(?:please )?log(?: (?:it|this|that|error|the error|exception)s?)?\W*", re.I
)
_BARE = re.compile(
    r"(\s*)(#\s*(?:(pylint:\s*disable\s*=\s*)(?:W0702|(bare-except))|noqa:\s*E722|flake8:\s*noqa:\s*E722)\s*)"
)
"""A comment that lets a handler of everything pass, and nothing else."""


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

    A comment above what it does says why nothing is done, and is not gone against. What only cleans up is left to
    `noted`.
    """
    found = _silent(site)
    if found is None or _explained(site, found.only) or cleans_up(site, _tried(site)):
        return None
    span, text = site.parsed.span(found.only), found.text
    if isinstance(found.only, ast.Continue | ast.Return):
        span, text = Span(span.start, span.start), text + found.between
    narrowed, done = _narrowed(site), _done(site, found.only)
    settled = frozenset((*_bare_comments(site, narrowed), *(each for _, each in done)))
    title = f"Log the error with its traceback{', and catch errors alone: except Exception' if narrowed else ''}"
    edits = (*narrowed, *(Edit(lines) for lines, _ in done), Edit(span, text))
    logger = found.logger
    return Replacement(title, edits, logger.imports, assignments=logger.assignments, settled=settled)


def noted(site: Site) -> Replacement | None:
    """Note the error at debug level where it is passed over on purpose: another way follows, or a comment says why.

    So is what fails to be closed or taken away when it has served.
    """
    found, name = _silent(site, answers=True), within(site)
    meant = found is not None and (
        is_answer(site, name) or _explained(site, found.only) or cleans_up(site, _tried(site))
    )
    if found is None or not meant or not is_attempt(site, name) or not isinstance(found.only, ast.Pass | ast.Expr):
        return None
    logger = found.logger
    if any(each.startswith("loguru") for each in site.module_names.values()):
        return None  # its loggers take no `exc_info`
    text = f"{logger.text}.debug({quoted(failed(site, _tried(site)), quote(site))}, exc_info=True)"
    narrowed = _narrowed(site)
    title = f"Note the error at debug level{', and catch errors alone: except Exception' if narrowed else ''}"
    edits = (*narrowed, Edit(site.parsed.span(found.only), text))
    settled = frozenset(_bare_comments(site, narrowed))
    return Replacement(title, edits, logger.imports, assignments=logger.assignments, settled=settled)


def logged_and_raised(site: Site) -> Replacement | None:
    """Log the error and let it go on upwards; None in a loop, and where a comment says why it is passed over."""
    found = _silent(site)
    span = site.parsed.span(site.node)
    commented = any("#" in line for line in site.parsed.lines[span.start.line : span.end.line + 1])
    if found is None or isinstance(found.only, ast.Continue) or commented or cleans_up(site, _tried(site)):
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
    return (Edit(Span(word, word), " Exception"), *_commented(site, start.line))


def _commented(site: Site, number: int) -> tuple[Edit, ...]:
    """Let a comment behind a handler of everything speak of one that catches every error."""
    line = site.parsed.lines[number]
    found = _BARE.fullmatch(line, line.find(":") + 1, line_end(line)) if ":" in line else None
    if found is None:
        return ()
    asks, word = found[3], "broad-except" if found[4] else "W0703"
    instead = f"{found[1]}# {asks}{word}" if asks else ""
    return (Edit(Span(Position(number, found.start()), Position(number, found.end())), instead),)


def _bare_comments(site: Site, narrowed: tuple[Edit, ...]) -> tuple[str, ...]:
    return tuple(site.text(each.span).lstrip() for each in narrowed[1:])


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
    if not answers and is_answer(site, within(site)):
        return None
    text = f"{logger.text}.exception({quoted(failed(site, _tried(site)), quote(site))})"
    return _Silent(only, text, ending_of(site) + indent, logger)


def _tried(site: Site) -> list[ast.stmt]:
    tried = site.parsed.parents.get(site.node)
    return tried.body if isinstance(tried, ast.Try | ast.TryStar) else []


def _does_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Continue() | ast.Return(value=None | ast.Constant(value=None)):
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case _:
            return False
