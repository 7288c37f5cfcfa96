"""A line for a new parameter in the docstring of a function that documents its others: in the form that these have."""

from __future__ import annotations

import ast
import re

from attrs import frozen

from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_ENTRY = re.compile(
    r"(?P<indent>\s*)(?:(?P<mark>[:@]param(?:eter)?)\s+(?P<before>[^:]*\s)?)?"
    r"(?P<name>\w+)(?P<type>\s*\([^()]*(?:\([^()]*\)[^()]*)*\))?(?P<colon>\s*:)(?:\s+(?P<text>\S.*))?\s*"
)
"""A parameter as Google's style, NumPy's or Sphinx's has it."""
_OTHER = re.compile(r"\s*(?:[-*\u2022@:]\s*)?(?:param(?:eter)?\s+)?[`'\"*]*(\w+)[`'\"*]*\s*(?:[:(=]|--?\s|\u2013|\[)")
"""A line that may well tell of the parameter it begins with, in whatever form."""
_TYPE = re.compile(r"\s*[:@]type\s+(\w+)\s*:")
_UNDERLINED = re.compile(r"\s*-{3,}\s*")
_FIELD = re.compile(r"\s*[:@]\w")


@frozen
class Told:
    """What a docstring says of a parameter."""

    name: str
    kind: str
    text: str
    """A phrase without a point at its end."""


def documented(site: Site, function: ast.FunctionDef | ast.AsyncFunctionDef, told: Told) -> tuple[Edit, ...] | None:
    """Return the edit that adds what is told of a parameter behind the last that the docstring tells of.

    None where it tells of parameters in a form that is not plain; no edit where it tells of none, or there is no
    docstring.
    """
    first = function.body[0]
    if not (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    ):
        return ()
    given, span = function.args, site.parsed.span(first.value)
    known = {each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
    rows = [each[: line_end(each)] for each in site.parsed.lines[span.start.line : span.end.line + 1]]
    rows[-1] = rows[-1][: span.end.column]
    found = {at: match for at, row in enumerate(rows) if (match := _ENTRY.fullmatch(row)) and match["name"] in known}
    others = (_OTHER.match(row) for at, row in enumerate(rows) if at not in found and not _TYPE.match(row))
    if any(each and each[1] in known for each in others):
        return None
    if not found:
        return None if any(_TYPE.match(row) for row in rows) else ()
    at = _end_of(rows, found)
    made = at and _lines(rows, list(found.values())[-1], rows[max(found) + 1 : at], told, rows[min(found) - 1])
    if not at or not made or max(map(len, made)) > site.columns:
        return None
    place = Position(span.start.line + at - 1, len(rows[at - 1]))
    return (Edit(Span(place, place), "".join(f"{ending_of(site)}{each}" for each in made)),)


def _end_of(rows: list[str], found: dict[int, re.Match[str]]) -> int:
    """Return the row behind the last entry; 0 where entries differ in form, stand apart, or others follow."""
    first, last = min(found), max(found)
    indents = {match["indent"] for match in found.values()}
    marks = {match["mark"] for match in found.values()}
    if len(indents) > 1 or len(marks) > 1 or not first or not all(row.strip() for row in rows[first:last]):
        return 0
    depth, at = len(found[last]["indent"]), last + 1
    while at < len(rows) - 1 and (_depth(rows[at]) > depth or (marks != {None} and _TYPE.match(rows[at]))):
        at += 1
    typed = [index for index, row in enumerate(rows) if _TYPE.match(row)]
    behind_each = not typed or all(_is_typed(rows, index, match["name"]) for index, match in found.items())
    ends = at < len(rows) and (not rows[at].strip() or _depth(rows[at]) < depth or _FIELD.match(rows[at]) is not None)
    closes = at == len(rows) - 1 and rows[at].strip() in ('"""', "'''")
    return at if behind_each and (ends or closes) and (not rows[at].strip().endswith(('"""', "'''")) or closes) else 0


def _is_typed(rows: list[str], at: int, name: str) -> bool:
    depth, below = _depth(rows[at]), at + 1
    while below < len(rows) and _depth(rows[below]) > depth:
        below += 1
    match = _TYPE.match(rows[below]) if below < len(rows) else None
    return match is not None and match[1] == name


def _depth(row: str) -> int:
    """Return the columns of blanks before a row; 0 where nothing else stands in it."""
    return len(row) - len(row.lstrip()) if row.strip() else 0


def _lines(rows: list[str], entry: re.Match[str], below: list[str], told: Told, above: str) -> list[str]:
    """Return the lines that tell of a parameter as an entry does, `below` which others tell more of its own."""
    indent, mark = entry["indent"], entry["mark"]
    more = [each for each in below if not _TYPE.match(each)]
    numpy = mark is None and _UNDERLINED.fullmatch(above) is not None
    whole = " ".join((entry["text"] or "", *(each.strip() for each in more))).strip()
    model = " ".join(each.strip() for each in more) if numpy else whole
    text = (
        told.text if not model or model[0].isupper() or not model[0].isalpha() else told.text[0].lower() + told.text[1:]
    )
    text += "." if model.endswith(".") else ""
    optional = ", optional" if any(re.search(r"\boptional\b", each) for each in rows if _ENTRY.fullmatch(each)) else ""
    if numpy:
        return [f"{indent}{told.name}{entry['colon']} {told.kind}{optional}", _under(more[0]) + text] if more else []
    if mark:
        kind = f"{told.kind} " if entry["before"] else ""
        typed = [f"{indent}{mark[0]}type {told.name}: {told.kind}"] if any(map(_TYPE.match, below)) else []
        return [f"{indent}{mark} {kind}{told.name}{entry['colon']} {text}", *typed]
    head = f"{indent}{told.name}{f' ({told.kind}{optional})' if entry['type'] else ''}{entry['colon']}"
    if entry["text"]:
        return [f"{head} {text}"]
    return [head, _under(more[0]) + text] if more else []


def _under(row: str) -> str:
    return row[: _depth(row)]
