"""How the other modules of a package come by their loggers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from aseptic.analysis.documents.reading import FileStamp, Unchecked, read_whole, stamped

_MADE = re.compile(rb"""\bgetLogger\(\s*(?:\w+=)?\s*(__name__|["'][\w.\-]+["'])""")
_BROUGHT = re.compile(
    rb"^from[ \t]+\.[\w.]*[ \t]+import[ \t]*(?:\([^)]*|[^\n]*)\b_?(?:logger|LOGGER)\b|^\w+[ \t]*=[ \t]*get_logger\(",
    re.MULTILINE,
)
"""A logger that another module of the package has, or makes in its own way."""
_LOGS = re.compile(
    rb"\b(?:import|from)[ \t]+(?:logging|loguru|structlog)\b|\blogging\.\w"
    rb"|\blog(?:ger)?\.(?:debug|info|warning|error)\(|\b[gG]et_?[lL]ogger\(|\bimport\b.*\b_?(?:logger|LOGGER)\b"
)
_OWN_WAY = re.compile(rb"^\w+[ \t]*=[ \t]*(get_logger\((?:\w+=)?__name__\))", re.MULTILINE)
_WAY_FROM = re.compile(
    rb"^from[ \t]+([A-Za-z_][\w.]*)[ \t]+import[ \t]*(?:\([^)]*|[^\n(]*)\bget_logger\b", re.MULTILINE
)
"""The package's own way of making a logger, by the name of each module, and whence it is."""
_LARGEST, _MOST = 1_000_000, 2_000
"""Bytes of a file, and files of a package, that are looked at."""


@frozen
class Habit:
    """How one file comes by its logger."""

    logs: bool = False
    brought: bool = False
    """From another module of the package, or made by one."""
    names: tuple[bytes, ...] = ()
    """What its loggers are called, as it is written."""
    way: tuple[str, str] | None = None
    """The module of the package's own way of making one, and the call as it is written."""


def package_of(path: Path) -> Path:
    """Return the folder of the outermost package that a file stands in; the file's own where it is in none."""
    folder = path.parent
    while (folder / "__init__.py").is_file() and (folder.parent / "__init__.py").is_file() and folder.parent != folder:
        folder = folder.parent
    return folder


def habits(path: Path) -> Iterator[tuple[Path, Habit]]:
    """Yield how the other files of a file's package come by their loggers, each with its folder."""
    if not (path.parent / "__init__.py").is_file():
        return
    for count, file in enumerate(_files(package_of(path))):
        if count >= _MOST:
            return
        if file != path:
            yield file.parent, _habit(file, stamped(file))


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each not in ("test", "tests") and not each.startswith("."))
        yield from (Path(place, name) for name in sorted(names) if name.endswith(".py"))


@lru_cache(maxsize=2 * _MOST)
def _habit(file: Path, _stamp: FileStamp) -> Habit:
    """Look at a file once, until it is changed; what cannot be read shows no habit."""
    data = read_whole(file)
    if isinstance(data, Unchecked) or len(data) > _LARGEST or not _LOGS.search(data):
        return Habit()
    call, module = _OWN_WAY.search(data), _WAY_FROM.search(data)
    way = (module[1].decode(), call[1].decode()) if call and module else None
    return Habit(True, bool(_BROUGHT.search(data)), tuple(dict.fromkeys(_MADE.findall(data))), way)
