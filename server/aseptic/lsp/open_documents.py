"""An open document of either kind, code or record, as the client knows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen
from lsprotocol import types

from aseptic.analysis.projects.project import Project
from aseptic.feedback.references import Location
from aseptic.lsp.server import Server
from aseptic.lsp.targets import spot
from aseptic.lsp.translation.positions import position_in, range_out
from aseptic.source.document import Document, split_lines
from aseptic.source.span import Position, Span

_LARGEST = 1_000_000


@frozen(eq=False)
class Leaf:
    """One open document."""

    server: Server
    address: str
    path: Path
    project: Project
    lines: Sequence[str]
    code: bool
    first: int = 0
    """The line of the lines on which a cell begins."""

    def position(self, given: types.Position) -> Position:
        """Turn the client's position into ours."""
        return position_in(self.lines, given, self.server.encoding)

    def range(self, span: Span) -> types.Range:
        """Turn our span into the client's range."""
        return range_out(self.lines, span, self.server.encoding)


def leaf(server: Server, address: str) -> Leaf | None:
    """Return the open document at an address: code, or a record of a project; of anything else nothing is known."""
    if here := spot(server, address):
        path = server.cells.get(address) or server.path(address)
        return Leaf(server, address, path, here.snapshot.project, here.lines, True)
    path = server.path(address)
    document = server.session.attended.get(path)
    if document is None or path.suffix != ".md":
        return None
    project = server.session.project(path)
    return Leaf(server, address, path, project, document.lines, False) if _is_record(project, path) else None


def location(server: Server, place: Location) -> types.Location:
    """Return a place in the protocol's form, columns counted in the text as it is open or on disk."""
    lines = lines_of(server, place.path)
    return types.Location(server.addresses.address(place.path), range_out(lines, place.span, server.encoding))


def lines_of(server: Server, path: Path) -> Sequence[str]:
    """Return the text of a file by lines, open or not; none where it cannot be read."""
    session = server.session
    if session.is_open(path):
        return session.snapshot(path).lines
    document: Document | None = session.attended.get(path)
    if document is not None:
        return document.lines
    try:
        with path.open("rb") as stream:
            return split_lines(stream.read(_LARGEST).decode("utf-8", "replace"))
    except OSError:
        return ()


def _is_record(project: Project, path: Path) -> bool:
    return path.is_relative_to(project.records)
