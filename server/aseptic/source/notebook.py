"""A notebook as one text: its cells one after the other, so that what one binds the next one knows.

Each cell begins at a wall, which no chunk runs over: an unclosed bracket in one does not swallow the next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from attrs import define, frozen

from aseptic.source.blocks import Blocks
from aseptic.source.document import Document, Hidden, line_end
from aseptic.source.magics import Reading, blanked


@define(frozen=True, slots=False, eq=False)
class Cell:
    """One cell of Python, as its author wrote it."""

    key: str
    """What tells it from the others."""
    version: int | None
    document: Document

    @cached_property
    def _reading(self) -> Reading:
        return blanked(self.document.lines)

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """Its lines that may be code and are not read as such."""
        return self._reading.hidden

    @cached_property
    def code(self) -> tuple[str, ...]:
        """Its lines as Python reads them, the last one ended."""
        lines = self._reading.lines
        last = lines[-1]
        return (*lines[:-1], last if line_end(last) < len(last) else f"{last}\n")


@frozen(eq=False)
class Notebook:
    """The cells in their order, and the one text that they make."""

    cells: tuple[Cell, ...]
    starts: tuple[int, ...]
    """The line of the whole text on which each cell begins."""
    document: Document

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Notebook:
        """Put cells together."""
        cells = tuple(cells)
        starts: list[int] = []
        lines: list[str] = []
        hidden: list[Hidden] = []
        for cell in cells:
            starts.append(len(lines))
            hidden.extend(Hidden(each.first + len(lines), each.last + len(lines), each.by) for each in cell.hidden)
            lines.extend(cell.code)
        walls = (*starts[1:], len(lines)) if starts else ()
        return cls(cells, tuple(starts), Document(Blocks.of((*lines, "")), walls, tuple(hidden)))

    def at(self, line: int) -> int:
        """Return the index of the cell that holds a line of the whole text."""
        return max(bisect_right(self.starts, line) - 1, 0)

    def index(self, key: str) -> int:
        """Return the index of the cell with a key. Raises KeyError."""
        for index, cell in enumerate(self.cells):
            if cell.key == key:
                return index
        raise KeyError(key)

    def lines_of(self, index: int) -> tuple[int, int]:
        """Return the first line of a cell, and the line after its last, in the whole text."""
        first = self.starts[index]
        return first, first + len(self.cells[index].code)
