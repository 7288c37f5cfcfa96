"""What a client points at, in our terms: the document at one instant, and its positions both ways."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from lsprotocol import types

from aseptic.analysis.snapshot import Snapshot
from aseptic.lsp.positions import Encoding, position_in, range_out, span_in
from aseptic.lsp.server import Server
from aseptic.source.span import Position, Span


@frozen(eq=False)
class Spot:
    """One open document as the client knows it."""

    address: str
    snapshot: Snapshot
    version: int | None
    lines: Sequence[str]
    encoding: Encoding

    def position(self, given: types.Position) -> Position:
        """Turn the client's position into ours."""
        return position_in(self.lines, given, self.encoding)

    def span(self, given: types.Range) -> Span:
        """Turn the client's range into ours."""
        return span_in(self.lines, given, self.encoding)

    def range(self, span: Span) -> types.Range:
        """Turn our span into the client's range."""
        return range_out(self.lines, span, self.encoding)


def spot(server: Server, address: str) -> Spot | None:
    """Return the open document at an address; None where there is none, or its text here is not the client's."""
    path = server.path(address)
    if path in server.lost or not server.session.is_open(path):
        return None
    snapshot = server.session.snapshot(path)
    return Spot(address, snapshot, snapshot.version, snapshot.lines, server.encoding)
