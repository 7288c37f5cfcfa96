"""A book's pages into a folder: over the pages of an earlier book, and over nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from aseptic.analysis.projects.book import MANIFEST, pages_of
from aseptic.cli.failure import Failure


def bind(pages: Mapping[str, str], folder: Path) -> int:
    """Write the pages and remove those of an earlier book that are no longer there; return how many changed.

    The list of files is written first, so that a book whose writing was cut short is still known as one.
    Raises Failure where something stands in the way that no book wrote, or the folder cannot be written.
    """
    try:
        owned = _owned(folder)
        _refuse_others(folder, owned, pages)
        before = (folder / MANIFEST).read_text(encoding="utf-8") if owned else ""
        if pages[MANIFEST] != before:
            every = sorted((owned | pages.keys()) - {MANIFEST})
            _write(folder / MANIFEST, json.dumps({"format": 1, "files": every}))
        changed = sum([_write(folder / name, text) for name, text in pages.items() if name != MANIFEST])
        gone = [folder / name for name in sorted(owned - pages.keys())]
        for path in gone:
            path.unlink(missing_ok=True)
        _write(folder / MANIFEST, pages[MANIFEST])
    except OSError as error:
        raise Failure(f"{error.filename or folder}: {error.strerror}") from error
    return changed + len(gone)


def _owned(folder: Path) -> frozenset[str]:
    """Return the files of the book that a folder holds; a folder that holds anything else is refused."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return frozenset()
    pages = pages_of(folder / MANIFEST)
    if pages is None:
        raise Failure(f"{folder} holds other files and no book; name a new or an empty folder")
    return pages


def _refuse_others(folder: Path, owned: frozenset[str], pages: Iterable[str]) -> None:
    """Refuse to write over what no book wrote, or through a link to somewhere else."""
    real = os.path.realpath(folder)
    for name in (*pages, *owned):
        path = folder / name
        if os.path.realpath(path) != os.path.join(real, *name.split("/")):  # noqa: PTH118 - a Path would resolve less
            raise Failure(f"{path} is a link and leads elsewhere; remove it")
        if name not in owned and name != MANIFEST and path.exists():
            raise Failure(f"{path} is no page of the book; move it away")


def _write(path: Path, text: str) -> bool:
    """Write a page and say whether that changed it; one that is the same already keeps its time."""
    data = text.encode("utf-8", "replace")
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True
