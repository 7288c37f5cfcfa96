"""The arguments of a call as they are laid out, and edits that add one or take one away.

Between two arguments stand only blanks, comments, commas and brackets, never a string: so a plain scan of these
gaps is enough to find each comma, and comments stay where they are.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from attrs import frozen

from aseptic.replacements.site import Site
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_BLANK = " \t\f"
_SIGNS = re.compile(r"[(),]")


@frozen(eq=False)
class Argument:
    """One argument where it stands."""

    node: ast.expr | ast.keyword
    span: Span
    """With the brackets round it."""
    comma: Position | None
    """The comma that follows, if any."""


@frozen(eq=False)
class Arguments:
    """What stands between the brackets of a call."""

    site: Site
    call: ast.Call
    opening: Position
    """Right after the opening bracket."""
    closing: Position
    """Right before the closing one."""
    each: tuple[Argument, ...]

    def added(self, text: str) -> tuple[Edit, ...]:
        """Return the edits that add a keyword argument at the end, on its own line where the others have theirs."""
        if not self.each:
            return (_insert(self.opening, text),)
        last = self.each[-1]
        tail = _after(last.comma) if last.comma else last.span.end
        if self._each_on_its_line() and not last.comma and self.closing == tail:
            line, start = self.site.parsed.lines[tail.line], last.span.start
            ending = self.site.parsed.lines[start.line - 1]
            return (
                _insert(
                    tail, f",{ending[line_end(ending) :]}{self.site.parsed.lines[start.line][: start.column]}{text}"
                ),
            )
        if not (self._begins_line(last.span.start) and self.closing.line > tail.line):
            return (_insert(last.span.end, f", {text}"),)
        line, start = self.site.parsed.lines[tail.line], last.span.start
        end = Position(tail.line, line_end(line))
        indent = self.site.parsed.lines[start.line][: start.column]
        fresh = line[end.column :] + indent + text
        if last.comma:
            return (_insert(end, f"{fresh},"),)
        # One argument alone says nothing of the commas behind the last of several: formatters write one there.
        after = "," if len(self.each) == 1 else ""
        if self._blank(tail.line, tail.column, end.column):
            return (Edit(Span(tail, end), f",{fresh}{after}"),)
        return _insert(tail, ","), _insert(end, f"{fresh}{after}")

    def _each_on_its_line(self) -> bool:
        return len(self.each) > 1 and all(self._begins_line(each.span.start) for each in self.each)

    def dropped(self, node: ast.expr | ast.keyword) -> tuple[Edit, ...]:
        """Return the edits that take an argument and one comma away; a comment beside it stays."""
        index = next(at for at, argument in enumerate(self.each) if argument.node is node)
        argument = self.each[index]
        if argument.comma is None:
            return (Edit(self._drop_last(index)),)
        end = _after(argument.comma)
        if "#" in self.site.text(Span(argument.span.end, end)):
            return Edit(argument.span), Edit(Span(argument.comma, end))
        return (Edit(self._drop_between(argument.span.start, end)),)

    def _drop_between(self, start: Position, end: Position) -> Span:
        """Return what to delete for an argument with its comma."""
        line = self.site.parsed.lines[end.line]
        after = self._past_blanks(end)
        rest = line[after.column : line_end(line)]
        if self._begins_line(start):
            # Alone on its line the whole line goes; else the next argument or the comment takes its place.
            whole = not rest and end.line + 1 < len(self.site.parsed.lines)
            return Span(Position(start.line, 0), Position(end.line + 1, 0)) if whole else Span(start, after)
        if not rest or rest[0] in "#\\)":
            return Span(self._before_blanks(start), end)
        return Span(start, after)

    def _drop_last(self, index: int) -> Span:
        """Return what to delete for an argument that no comma follows."""
        span = self.each[index].span
        start, end = span.start, span.end
        line = self.site.parsed.lines[end.line]
        after = self._past_blanks(end)
        if self._begins_line(start) and after.column == line_end(line) and end.line < self.closing.line:
            return Span(Position(start.line, 0), Position(end.line + 1, 0))
        comma = self.each[index - 1].comma if index else None
        if comma is None or "#" in self.site.text(Span(comma, start)):
            return span
        return Span(comma, end)

    def _begins_line(self, place: Position) -> bool:
        return self._blank(place.line, 0, place.column)

    def _blank(self, line: int, start: int, end: int) -> bool:
        return not self.site.parsed.lines[line][start:end].strip(_BLANK)

    def _past_blanks(self, place: Position) -> Position:
        line = self.site.parsed.lines[place.line]
        rest = line[place.column : line_end(line)]
        return Position(place.line, place.column + len(rest) - len(rest.lstrip(_BLANK)))

    def _before_blanks(self, place: Position) -> Position:
        before = self.site.parsed.lines[place.line][: place.column]
        return Position(place.line, len(before.rstrip(_BLANK)))


def arguments_of(site: Site, call: ast.Call) -> Arguments | None:
    """Read a call's layout; None for `f(x for x in y)`, whose only argument shares the call's brackets."""
    span = site.parsed.span
    nodes = sorted((*call.args, *call.keywords), key=span)
    closing = span(call).end
    closing = Position(closing.line, closing.column - 1)
    if nodes and span(nodes[-1]).end > closing:
        return None
    edge = span(nodes[0]).start if nodes else closing
    signs = list(_signs(site, Span(span(call.func).end, edge)))
    opening = next((place for place, sign in signs if sign == "("), None)
    if opening is None:
        return None
    each: list[Argument] = []
    start = _after(opening)
    for at, node in enumerate(nodes):
        edge = span(nodes[at + 1]).start if at + 1 < len(nodes) else closing
        argument = _argument(site, node, start, edge)
        each.append(argument)
        start = _after(argument.comma) if argument.comma else edge
    return Arguments(site, call, _after(opening), closing, tuple(each))


def keyword_of(call: ast.Call, name: str) -> ast.keyword | None:
    """Return the keyword argument of that name."""
    return next((keyword for keyword in call.keywords if keyword.arg == name), None)


def spread(call: ast.Call) -> bool:
    """Say whether `*these` or `**those` stand in the call, so that any argument may be given unseen."""
    stars = any(isinstance(argument, ast.Starred) for argument in call.args)
    return stars or any(keyword.arg is None for keyword in call.keywords)


def is_literal(node: ast.expr | None, value: bool | None) -> bool:
    """Say whether an expression is `True`, `False` or `None`, written out."""
    return isinstance(node, ast.Constant) and node.value is value


def _argument(site: Site, node: ast.expr | ast.keyword, start: Position, edge: Position) -> Argument:
    """Return an argument that begins after `start` and whose comma, if it has one, stands before `edge`."""
    own = site.parsed.span(node)
    before = [place for place, sign in _signs(site, Span(start, own.start)) if sign == "("]
    end = own.end
    for place, sign in _signs(site, Span(own.end, edge)):
        if sign == ",":
            return Argument(node, Span(before[0] if before else own.start, end), place)
        end = _after(place)
    return Argument(node, Span(before[0] if before else own.start, end), None)


def _signs(site: Site, span: Span) -> Iterator[tuple[Position, str]]:
    """Yield the commas and brackets of a gap, without those in comments."""
    for number in range(span.start.line, span.end.line + 1):
        line = site.parsed.lines[number]
        first = span.start.column if number == span.start.line else 0
        last = span.end.column if number == span.end.line else len(line)
        comment = line.find("#", first, last)
        for match in _SIGNS.finditer(line, first, last if comment < 0 else comment):
            yield Position(number, match.start()), match.group()


def _after(place: Position) -> Position:
    return Position(place.line, place.column + 1)


def _insert(place: Position, text: str) -> Edit:
    return Edit(Span(place, place), text)
