"""A statement that an edit makes too long for its line, over several lines: as black lays it out."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator

from attrs import frozen

from aseptic.replacements.site import Site
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_PARTS = ("body", "orelse", "finalbody", "handlers", "cases")
_OPERATORS = (ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp)
_LONG = 120
"""Columns of a line, at most, where no formatter is told any, and a function has lines as long."""
_MOST_CHAINED = 2
"""Parts of a chain of calls that black leaves together: the first, and one that is called on what it gives."""
_OPENING, _CLOSING = "([{", ")]}"
_BEFORE_CALLS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_LINES = re.compile(r"\r\n|\r|\n")
_VALUED = re.compile(r"return |[\w.]+ = ")
"""What stands before a value that may be put into brackets."""


def laid_out(site: Site, edits: Iterable[Edit]) -> tuple[Edit, ...] | None:
    """Return edits after which no line is too long that was not before; None where nothing is known to make it fit."""
    done: list[Edit] = []
    for statement, own in _by_statement(site, edits).items():
        made = _fitting(site, statement, own) if statement else own
        if made is None:
            return None
        done += made
    return tuple(done)


def _by_statement(site: Site, edits: Iterable[Edit]) -> dict[ast.stmt | None, list[Edit]]:
    statements = [each for each in ast.walk(site.parsed.tree) if isinstance(each, ast.stmt)]
    spans = [(site.parsed.span(each), each) for each in statements]
    found: dict[ast.stmt | None, list[Edit]] = {}
    for edit in edits:
        round_it = [(span.start, each) for span, each in spans if _holds(span, edit.span)]
        found.setdefault(max(round_it, key=lambda pair: pair[0])[1] if round_it else None, []).append(edit)
    return found


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _fitting(site: Site, statement: ast.stmt, edits: list[Edit]) -> list[Edit] | None:
    """Return the edits of one statement, or the one that writes it anew; None where its lines are too long."""
    if any(hasattr(statement, part) for part in _PARTS):
        return edits  # the head of a block
    span, lines = site.parsed.span(statement), site.parsed.lines
    whole = Span(Position(span.start.line, 0), Position(span.end.line, line_end(lines[span.end.line])))
    after = _applied(site, whole, edits)
    columns = site.width or min(_LONG, max(site.columns, *map(len, lines)))
    if _longest(after) <= max(columns, _longest(site.text(whole))):
        return edits
    indent = lines[span.start.line][: span.start.column]
    if indent.strip() or lines[span.end.line][span.end.column :].strip():
        return edits  # beside another statement, or before a comment
    if isinstance(getattr(statement, "value", None), _OPERATORS):
        return None  # to be parted before its operators
    joined = _joined(after[len(indent) :])
    made = joined and parted(_bracketed(statement, joined), indent, columns)
    ends = [line[line_end(line) :] for line in (lines[span.start.line], lines[0])]
    end = next((each for each in ends if each), "")
    return [Edit(span, end.join(made)[len(indent) :])] if made and end else None


def _longest(text: str) -> int:
    return max(map(len, _LINES.split(text)))


def _applied(site: Site, whole: Span, edits: list[Edit]) -> str:
    text, at = "", whole.start
    for edit in sorted(edits, key=lambda each: each.span):
        text, at = text + site.text(Span(at, edit.span.start)) + edit.text, edit.span.end
    return text + site.text(Span(at, whole.end))


@frozen
class _Token:
    """A sign or word of a line, with its columns."""

    start: int
    end: int
    text: str
    depth: int
    """How many brackets stand open round it."""


def _tokens(line: str) -> list[_Token]:
    found: list[_Token] = []
    depth = 0
    for each in tokenize.generate_tokens(io.StringIO(line).readline):
        depth -= each.string in _CLOSING if each.string else 0
        found.append(_Token(each.start[1], each.end[1], each.string, depth))
        depth += each.string in _OPENING if each.string else 0
    return [each for each in found if each.text.strip()]


def _joined(text: str) -> str | None:
    """Return a statement on one line; None where a comment, a text over lines or a backslash keeps them apart."""
    if "#" in text or "\\\n" in text or '"""' in text or "'''" in text:
        return None
    lines = [each.strip() for each in _LINES.split(text)]
    joined = lines[0]
    for line in lines[1:]:
        near = joined.endswith(tuple(_OPENING)) or line.startswith(tuple(_CLOSING))
        joined = (
            f"{joined.removesuffix(',') if line.startswith(tuple(_CLOSING)) else joined}{'' if near else ' '}{line}"
        )
    try:
        same = ast.dump(ast.parse(joined)) == ast.dump(ast.parse(text))
    except (SyntaxError, ValueError):
        return None
    return joined if same else None


def _bracketed(statement: ast.stmt, line: str) -> str:
    """Return a statement with brackets round several values that it has none round."""
    value = getattr(statement, "value", None)
    several = isinstance(value, ast.Tuple) and isinstance(statement, ast.Return) and not line.startswith("return (")
    return f"return ({line.removeprefix('return').strip()})" if several else line


def parted(line: str, indent: str, columns: int, *, within: bool = False) -> list[str] | None:
    """Return the lines of one that is too long: what brackets hold, on a line or a line each.

    The last brackets are tried first, as black does, then those that hold most. A chain of calls is parted before its
    dots, which `within` brackets needs no more.
    """
    if len(indent) + len(line) <= columns:
        return [indent + line]
    links = list(_links(line))
    if len(links) > _MOST_CHAINED and (within or _VALUED.match(line)):
        return _linked(line, indent, columns) if not within else _each(links, indent, columns)
    pairs = _brackets(line)
    ordered = (*pairs[-1:], *sorted(pairs[:-1], key=lambda pair: pair[0] - pair[1]))
    return next((made for pair in ordered if (made := _split_at(pair, line, indent, columns))), None)


def _split_at(pair: tuple[int, int], line: str, indent: str, columns: int) -> list[str] | None:
    opening, closing = pair
    deeper = _deeper(indent)
    head, body, tail = line[: opening + 1], line[opening + 1 : closing], line[closing:]
    if len(indent + head) > columns or len(indent + tail) > columns:
        return None
    parts = list(_parts(body))
    several = len(parts) > 1 and not (line[:opening] and line[opening - 1] in _BEFORE_CALLS | set(_CLOSING))
    if len(deeper) + len(body) <= columns and not several:  # lists and tuples have a line for each of theirs
        return [indent + head, deeper + body, indent + tail]
    inner: list[str] = []
    clauses = list(_clauses(body)) if len(parts) == 1 else parts
    for part in clauses:
        comma = "," if len(parts) > 1 else ""
        made = parted(part + comma, deeper, columns, within=True)
        if made is None:
            return None
        inner += made
    return [indent + head, *inner, indent + tail]


def _linked(line: str, indent: str, columns: int) -> list[str] | None:
    """Return the lines of a value that is a chain of calls, in brackets of its own."""
    head = _VALUED.match(line)
    if head is None:
        return None
    made = parted(line[head.end() :], _deeper(indent), columns, within=True)
    return made and [f"{indent}{head[0]}(", *made, f"{indent})"]


def _each(parts: list[str], indent: str, columns: int) -> list[str] | None:
    made = [parted(part, indent, columns, within=True) for part in parts]
    return [line for lines in made if lines for line in lines] if all(made) else None


def _links(line: str) -> Iterator[str]:
    """Yield what a chain of calls is parted into: before each dot that stands behind brackets."""
    start, last = 0, ""
    for each in _tokens(line):
        if each.text == "." and each.depth == 0 and last in _CLOSING and last:
            yield line[start : each.start]
            start = each.start
        last = each.text
    yield line[start:]


def _deeper(indent: str) -> str:
    return f"{indent}\t" if indent.endswith("\t") else f"{indent}    "


def _brackets(line: str) -> list[tuple[int, int]]:
    """Return where the brackets that hold something open and close; those within others aside."""
    opened = 0
    pairs: list[tuple[int, int]] = []
    for each in _tokens(line):
        if each.depth == 0 and each.text in _OPENING:
            opened = each.start
        elif each.depth == 0 and each.text in _CLOSING and line[opened + 1 : each.start].strip():
            pairs.append((opened, each.start))
    return pairs


def _clauses(body: str) -> Iterator[str]:
    """Yield what a comprehension makes, and each of its clauses."""
    start, looping = 0, False
    words = [each for each in _tokens(body) if each.depth == 0 and each.text in ("for", "async", "if")]
    for each in words:
        looping = looping or each.text != "if"
        if looping and each.start > start and body[start : each.start].strip() != "async":
            yield body[start : each.start].strip()
            start = each.start
    yield body[start:].strip()


def _parts(body: str) -> Iterator[str]:
    """Yield what commas part."""
    start = 0
    for each in _tokens(body):
        if each.text == "," and each.depth == 0:
            yield body[start : each.start].strip()
            start = each.end
    if body[start:].strip():
        yield body[start:].strip()
