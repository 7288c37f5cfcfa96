"""Imports that nothing needs any more once a finding is mended."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence

from aseptic.replacements.statement import beside, block_of, whole_lines
from aseptic.source.document import line_end
from aseptic.source.parse import Broken, Parsed
from aseptic.source.span import Edit, Position, Span

_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith)
_FIRST_BLANK = re.compile(r"\A(?:\r\n|\r|\n)")
_LAST_BLANK = re.compile(r"(?:\r\n|\r(?!\n)|\n){2}\Z")
_TYPE_COMMENT = re.compile(r"#\s*type:[^\r\n]*")


def names_in(parsed: Parsed, edits: Sequence[Edit]) -> frozenset[str]:
    """Return the names that are read where edits take text away, counted in the chunk."""
    spans = [edit.span for edit in edits if edit.span.start != edit.span.end]
    names = [node for node in parsed.inside(parsed.tree) if isinstance(node, ast.Name)]
    return frozenset(node.id for node in names if any(_within(parsed.span(node), span) for span in spans))


def mentions(parsed: Parsed | Broken, text: str, name: str) -> bool:
    """Say whether a chunk may need a name: as a name, in a text that is evaluated or listed, in a type comment.

    An import of it needs it not, nor does a text that stands by itself, as a docstring. A chunk that does not parse
    may need whatever it holds.
    """
    if isinstance(parsed, Broken) or parsed.naming(parsed.tree, name):
        return True
    word = re.compile(rf"\b{re.escape(name)}\b")
    if any(word.search(comment) for comment in _TYPE_COMMENT.findall(text)):
        return True
    return bool(texts_reading(parsed, parsed.tree, name))


def texts_reading(parsed: Parsed, outer: ast.AST, name: str) -> list[ast.Constant]:
    """Return the texts below a node that may be a name, or code that reads it; none that stands by itself."""
    texts = (node for node in parsed.inside(outer) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [
        node
        for node in texts
        if name in str(node.value)
        and not isinstance(parsed.parents.get(node), ast.Expr)
        and _may_read(str(node.value), name)
    ]


def _may_read(text: str, name: str) -> bool:
    """Whether a text may be a name or code that reads one, and is no option or prose that holds the word."""
    found = re.findall(rf"(?<![\w-]){re.escape(name)}\b(\.\w)?", text)
    if not found or any(found):
        return bool(found)
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(tree))


def imports_of(parsed: Parsed, name: str) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Yield the imports in a chunk that bind a name."""
    for node in parsed.inside(parsed.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((node, alias) for alias in node.names if _bound(alias) == name)


def removal(parsed: Parsed, statement: ast.Import | ast.ImportFrom, gone: ast.alias) -> Edit | None:
    """Return the edit that takes one name out of an import, or the whole; None where it may be there for more.

    An import with a comment stays, one in a branch of the module, one that is tried, one that renames a name to itself
    to hand it on, and the only statement of a block.
    """
    handed_on = gone.asname == gone.name
    future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
    if (
        handed_on
        or future
        or not (statement in parsed.roots or _is_spare(parsed, statement))
        or _commented(parsed, statement)
    ):
        return None
    if len(statement.names) == 1:
        span = whole_lines(parsed, statement) or beside(parsed, statement)
        return Edit(span) if span else None
    at = statement.names.index(gone)
    span = parsed.span
    if at + 1 < len(statement.names):
        return Edit(Span(span(gone).start, span(statement.names[at + 1]).start))
    return Edit(Span(span(statement.names[at - 1]).end, span(gone).end))


def with_blank_lines(lines: Sequence[str], edit: Edit, others: Collection[Edit]) -> Edit:
    """Return the edit that takes whole lines away, with blank lines that would stand twice, or at the head.

    That is the file's or a block's. They stay where another edit puts something in the place of what goes.
    """
    start, end = edit.span.start.line, edit.span.end.line
    if edit.span.start.column or edit.span.end.column or not _blank(lines, end):
        return edit
    first, last = start, end
    while _blank(lines, first - 1):
        first -= 1
    if not first or (first == start and lines[first - 1].rstrip().endswith(":")):
        while _blank(lines, last):
            last += 1
    wider = Span(Position(first, 0), Position(last, 0))
    return edit if any(_meets(other, wider, edit.span.end) for other in others) else Edit(wider)


def below_the_head(edits: Sequence[Edit], gone: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return edits without the blank line that one of them puts first, where all that stood above it is `gone`."""
    ends = {each.span.end for each in gone if not each.text and not each.span.start.line and each.span.start.column < 2}
    return tuple(
        Edit(each.span, _FIRST_BLANK.sub("", each.text)) if each.span.start in ends else each for each in edits
    )


def _meets(other: Edit, wider: Span, end: Position) -> bool:
    """Whether an edit needs a blank line of those around lines that go, which end at `end`."""
    at = other.span.start
    if at != other.span.end or at.column or not wider.start <= at <= wider.end:
        return at <= wider.end and wider.start <= other.span.end
    if not wider.start.line:
        return at <= end and not _LAST_BLANK.search(other.text)  # nothing stands above that it would be too near to
    return wider.start < at and not (at == end and _FIRST_BLANK.match(other.text))


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _is_spare(parsed: Parsed, statement: ast.stmt) -> bool:
    """Whether a statement of a function stands beside others, in a block that runs whatever fails to be imported."""
    if len(block_of(parsed, statement)) < 2:
        return False
    holder = parsed.parents.get(statement)
    while isinstance(holder, _BLOCKS):
        holder = parsed.parents.get(holder)
    return isinstance(holder, ast.FunctionDef | ast.AsyncFunctionDef)


def _commented(parsed: Parsed, statement: ast.stmt) -> bool:
    span = parsed.span(statement)
    return any("#" in line for line in parsed.lines[span.start.line : span.end.line + 1])


def _blank(lines: Sequence[str], line: int) -> bool:
    return 0 <= line < len(lines) and not lines[line][: line_end(lines[line])].strip()


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
