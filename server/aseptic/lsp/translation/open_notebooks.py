"""An open notebook as its client tells it: cells in order, each a document with a version of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from aseptic.source.document import Document
from aseptic.source.notebook import Cell, Notebook

_PYTHON = "python"


@frozen(eq=False)
class CellText:
    """The text of one cell."""

    language: str
    version: int
    document: Document


@frozen(eq=False)
class Book:
    """One open notebook. `order` counts cells as the client does; only those of Python are in `notebook`.

    `told` is the version that the client names, which VS Code leaves as it was when the text of a cell changed; so
    `version`, by which answers are held against the text, is counted here.
    """

    address: str
    path: Path
    told: int
    order: tuple[str, ...]
    texts: Mapping[str, CellText]
    version: int = 0
    notebook: Notebook = field(factory=lambda: Notebook.of(()))

    def renewed(self, told: int, order: Sequence[str], texts: Mapping[str, CellText]) -> Book:
        """Return the notebook after a change; cells that are as they were are not read again."""
        last = {cell.key: cell for cell in self.notebook.cells}
        found: list[Cell] = []
        for key in order:
            text = texts.get(key)
            if text is None or text.language != _PYTHON:
                continue  # a cell of prose or of another language
            cell = last.get(key)
            if cell is None or cell.document is not text.document or cell.version != text.version:
                cell = Cell(key, text.version, text.document)
            found.append(cell)
        changed = {"told": told, "version": self.version + 1, "order": tuple(order), "texts": texts}
        return evolve(self, **changed, notebook=Notebook.of(found))
