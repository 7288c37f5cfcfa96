"""Pieces of a text changed where it is written out: the scheme of an address, a word of a header."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from aseptic.replacements.setting import given_to
from aseptic.replacements.site import Site
from aseptic.source.span import Edit, Position, Span

_RAW = re.compile(r"(?i)(?:r|rb|br|fr|rf)['\"]")


def reworded(site: Site, pieces: Mapping[str, str]) -> tuple[Edit, ...]:
    """Return the edits that write another piece for each that stands once; none where one stands more often."""
    literals = [literal for given in given_to(site) for literal in _literals(given)]
    edits: list[Edit] = []
    for old, new in pieces.items():
        found = [(literal, span) for literal in literals for span in _places(site, literal, old)]
        if len(found) > 1:
            return ()
        for literal, span in found:
            if "\\" in new and not _RAW.match(site.text_of(literal)):
                return ()  # a backslash of a pattern means another thing outside of a raw text
            edits.append(Edit(span, new))
    return tuple(edits)


def _literals(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield the texts in an expression, one with data in it as a whole."""
    match node:
        case ast.JoinedStr() | ast.Constant(value=str()):
            yield node
        case ast.Call(func=ast.Attribute(value=receiver)):
            yield from _literals(receiver)  # of `"…".format(…)`; what a call is given is its own business
        case ast.Call() | ast.Lambda():
            return
        case _:
            for inner in ast.iter_child_nodes(node):
                yield from _literals(inner)


def _places(site: Site, literal: ast.expr, piece: str) -> Iterator[Span]:
    span = site.parsed.span(literal)
    for number in range(span.start.line, span.end.line + 1):
        line = site.parsed.lines[number]
        last = span.end.column if number == span.end.line else len(line)
        column = line.find(piece, span.start.column if number == span.start.line else 0, last)
        while column >= 0:
            yield Span(Position(number, column), Position(number, column + len(piece)))
            column = line.find(piece, column + len(piece), last)
