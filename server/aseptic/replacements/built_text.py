"""A text that is built from data, taken apart: what is written out, and what is put in."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from aseptic.replacements.literal import Field, Joint, Piece, Raw, pieces_of
from aseptic.replacements.site import Site

_PERCENT = re.compile(r"%(.)", re.DOTALL)
_BRACES = re.compile(r"\{\{|\}\}|\{(\w*)(?:!s)?\}|[{}]")


@frozen
class Built:
    """A text in pieces, with the quotes that it is written with."""

    opening: str
    """The prefix without its `f`, and the quote."""
    quote: str
    pieces: tuple[Piece, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is put in, in order."""
        return tuple(each for each in self.pieces if isinstance(each, Field))

    def written(self, mark: Callable[[int], str], escaped: Callable[[str], str] = str) -> str:
        """Write it as a constant, with a mark for each field and the rest escaped."""
        text, count = self.opening, 0
        for piece in self.pieces:
            if isinstance(piece, Field):
                text += mark(count)
                count += 1
            else:
                text += escaped(piece.text) if isinstance(piece, Raw) else piece.text
        return text + self.quote


def built_text(site: Site, node: ast.expr) -> Built | None:
    """Take a text apart: a formatted one, a sum, one with `%` or `.format`; None where it is none, or too odd."""
    match node:
        case ast.JoinedStr():
            found = pieces_of(site.text_of(node))
            return found and _same(Built(*found), [each for each in node.values if not isinstance(each, ast.Constant)])
        case ast.BinOp(op=ast.Add()):
            return _sum(site, list(_operands(node)))
        case ast.BinOp(left=ast.Constant(value=str()) as left, op=ast.Mod(), right=right):
            return _percent(site, left, right.elts if isinstance(right, ast.Tuple) else [right])
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()) as text, attr="format")):
            return _format(site, text, node)
        case _:
            return None


def _same(built: Built, values: list[ast.expr]) -> Built | None:
    """Return it where the fields that were read are those that Python reads."""
    known = [ast.unparse(each.value) for each in values if isinstance(each, ast.FormattedValue)]
    try:
        read = [ast.unparse(ast.parse(each.text.strip(), mode="eval")) for each in built.fields]
    except SyntaxError:
        return None
    return built if read == known else None


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _operands(node.left)
        yield node.right
    else:
        yield node


def _sum(site: Site, operands: list[ast.expr]) -> Built | None:
    """Join the operands to one text, whose literals have to be quoted alike and to stand on one line."""
    first = site.parsed.span(operands[0]).start.line
    if any(site.parsed.span(each).end.line != first for each in operands):
        return None
    opening, pieces = "", list[Piece]()
    for each in operands:
        if not (isinstance(each, ast.JoinedStr) or (isinstance(each, ast.Constant) and isinstance(each.value, str))):
            pieces.append(Field(site.text_of(each)))
            continue
        found = pieces_of(site.text_of(each))
        if found is None or (opening and found[0] != opening):
            return None
        opening = found[0]
        pieces.extend(found[2])
    return Built(opening, opening[-1], tuple(pieces)) if len(opening) == 1 else None


def _percent(site: Site, left: ast.expr, given: list[ast.expr]) -> Built | None:
    found = pieces_of(site.text_of(left))
    values = iter(given)
    if found is None or any(isinstance(each, ast.Starred | ast.Dict) for each in given):
        return None
    pieces: list[Piece] = []
    for piece in found[2]:
        for part in _parts(piece, _PERCENT):
            if not isinstance(part, re.Match):
                pieces.append(part)
            elif part[1] == "%":
                pieces.append(Raw("%"))
            elif part[1] in "sd" and (value := next(values, None)) is not None:
                pieces.append(Field(site.text_of(value)))
            else:
                return None
    return Built(found[0], found[1], tuple(pieces)) if next(values, None) is None else None


def _format(site: Site, text: ast.expr, call: ast.Call) -> Built | None:
    found = pieces_of(site.text_of(text))
    given = {str(place): site.text_of(each) for place, each in enumerate(call.args)}
    given |= {each.arg or "": site.text_of(each.value) for each in call.keywords}
    if found is None or "" in given or any(isinstance(each, ast.Starred) for each in call.args):
        return None
    pieces: list[Piece] = []
    count = 0
    for piece in found[2]:
        for part in _parts(piece, _BRACES):
            if not isinstance(part, re.Match):
                pieces.append(part)
            elif part[0] in ("{{", "}}"):
                pieces.append(Raw(part[0][0]))
            elif part[1] is not None and (value := given.get(part[1] or str(count))) is not None:
                pieces.append(Field(value))
                count += not part[1]
            else:
                return None
    return Built(found[0], found[1], tuple(pieces))


def _parts(piece: Piece, pattern: re.Pattern[str]) -> Iterable[Piece | re.Match[str]]:
    """Yield what a pattern finds in a piece, and what stands between."""
    if not isinstance(piece, Raw):
        yield piece
        return
    start = 0
    for match in pattern.finditer(piece.text):
        yield Raw(piece.text[start : match.start()])
        yield match
        start = match.end()
    yield Raw(piece.text[start:])


__all__ = ["Built", "Field", "Joint", "Raw", "built_text"]
