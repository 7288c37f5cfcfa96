"""What a client points at, in our terms: the document or cell at one instant, and its positions both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen
from lsprotocol import types

from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.lsp.server import Server
from aseptic.lsp.translation.positions import Encoding, position_in, range_out
from aseptic.source.document import line_end
from aseptic.source.span import Position, Span


@frozen(eq=False)
class Spot:
    """One open document, or one cell of a notebook, as the client knows it."""

    address: str
    snapshot: Snapshot
    version: int | None
    lines: Sequence[str]
    encoding: Encoding
    first: int = 0
    """The line of the snapshot's text on which it begins."""
    cell: bool = False

    def position(self, given: types.Position) -> Position:
        """Turn the client's position into ours; one past a cell is its end."""
        place = position_in(self.lines, given, self.encoding)
        if self.cell and place.line >= len(self.lines):
            place = Position(len(self.lines) - 1, len(self.lines[-1]))
        return Position(place.line + self.first, place.column)

    def span(self, given: types.Range) -> Span:
        """Turn the client's range into ours."""
        return Span(self.position(given.start), self.position(given.end))

    def holds(self, span: Span) -> bool:
        """Whether a span of ours lies in it."""
        end = self.first + len(self.lines)
        return self.first <= span.start.line < end and (span.end.line < end or span.end == Position(end, 0))

    def range(self, span: Span) -> types.Range:
        """Turn our span into the client's range."""
        inner = span.moved(-self.first)
        if self.cell:
            inner = Span(self._within(inner.start), self._within(inner.end))
        return range_out(self.lines, inner, self.encoding)

    def _within(self, place: Position) -> Position:
        """Keep a place from the line end that a cell's last line has with us and not with the client."""
        last = len(self.lines) - 1
        if place.line > last:
            return Position(last, line_end(self.lines[last]))
        return Position(place.line, min(place.column, line_end(self.lines[place.line])))


def spot(server: Server, address: str) -> Spot | None:
    """Return the open document at an address; None where there is none, or its text here is not the client's."""
    if address in server.cells:
        return next((each for each in cells(server, server.cells[address]) if each.address == address), None)
    path = server.path(address)
    if path in server.lost or path in server.books or not server.session.is_open(path):
        return None
    snapshot = server.session.snapshot(path)
    return Spot(address, snapshot, snapshot.version, snapshot.lines, server.encoding)


def cells(server: Server, path: Path) -> Iterator[Spot]:
    """Yield the cells of an open notebook."""
    if path in server.lost or path not in server.books:
        return
    snapshot, book = server.session.snapshot(path), server.books[path].notebook
    for cell, first in zip(book.cells, book.starts, strict=True):
        yield Spot(cell.key, snapshot, cell.version, cell.document.lines, server.encoding, first, cell=True)
