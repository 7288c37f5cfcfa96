"""A logger that a replacement makes, held against how the package makes its others, and against what the module is."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from attrs import evolve, frozen

from aseptic.analysis.documents.incremental import Analysis
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.documents.reading import FileStamp, Unchecked, read_whole, stamped
from aseptic.replacements.replacement import Replacement
from aseptic.source.bindings import Bindings
from aseptic.source.parse import Parsed

_OF_MODULE = ".getLogger(__name__)"
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
_LARGEST, _MOST = 1_000_000, 2_000
"""Bytes of a file, and files of a package, that are looked at."""


@frozen
class _Habit:
    """How one file comes by its logger."""

    logs: bool = False
    brought: bool = False
    """From another module of the package, or made by one."""
    names: tuple[bytes, ...] = ()
    """What its loggers are called, as it is written."""


def befitting(
    path: Path, analysis: Analysis, bindings: Bindings, memo: Memo, wanted: Replacement
) -> Replacement | None:
    """Return a replacement with the logger that it makes as the file's package makes others; None where it makes none.

    None, too, in a module whose names all go to whoever imports them by a star, in one that is there before the
    standard library is, and for a mere note in a package that logs nothing at all.
    """
    if not any(each.value.endswith(_OF_MODULE) for each in wanted.assignments):
        return wanted
    if (bindings.stars and "__all__" not in bindings.names) or _comes_first(analysis, memo):
        return None
    habits = list(_habits(path))
    if habits and not any(each.logs for each in habits) and _only_notes(wanted):
        return None
    own = sum(b"__name__" in each.names for each in habits)
    brought = sum(each.brought for each in habits)
    literal = Counter(name for each in habits for name in each.names if name != b"__name__")
    others = sum(any(name != b"__name__" for name in each.names) for each in habits)
    if own >= max(others, brought) or (others + brought < 2 and not literal):
        return wanted
    if len(literal) > 1 or brought >= others or others < 2:
        return None
    called = next(iter(literal)).decode()
    made = [evolve(each, value=each.value.replace("__name__", called)) for each in wanted.assignments]
    return evolve(wanted, assignments=tuple(made))


def _only_notes(wanted: Replacement) -> bool:
    """Whether a failure was passed over on purpose, and is told by the way: an error that is lost is logged as one."""
    return any("exc_info=True" in each.text for each in wanted.edits)


def _comes_first(analysis: Analysis, memo: Memo) -> bool:
    """Whether a module imports nothing but what the interpreter brings with it, and some of that by its inner name."""
    chunks = (entry.chunk for entry in analysis.entries if "import" in entry.chunk.text)
    trees = (parsed for parsed in map(memo.parsed, chunks) if isinstance(parsed, Parsed))
    names = {name for parsed in trees for node in ast.walk(parsed.tree) for name in _imported(node)}
    return any(map(_is_inner, names)) and all(_is_inner(each) or each in sys.builtin_module_names for each in names)


def _imported(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (each.name for each in names)
        case ast.ImportFrom(module=module, level=level) if module != "__future__":
            yield "." * level + (module or "")
        case _:
            pass


def _is_inner(module: str) -> bool:
    return module.startswith("_") and module in sys.stdlib_module_names


def _habits(path: Path) -> Iterator[_Habit]:
    """Yield how the other files of a file's package come by their loggers."""
    folder = path.parent
    if not (folder / "__init__.py").is_file():
        return
    while (folder.parent / "__init__.py").is_file() and folder.parent != folder:
        folder = folder.parent
    for count, file in enumerate(_files(folder)):
        if count >= _MOST:
            return
        if file != path:
            yield _habit(file, stamped(file))


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each not in ("test", "tests") and not each.startswith("."))
        yield from (Path(place, name) for name in sorted(names) if name.endswith(".py"))


@lru_cache(maxsize=2 * _MOST)
def _habit(file: Path, _stamp: FileStamp) -> _Habit:
    """Look at a file once, until it is changed; what cannot be read shows no habit."""
    data = read_whole(file)
    if isinstance(data, Unchecked) or len(data) > _LARGEST or not _LOGS.search(data):
        return _Habit()
    return _Habit(True, bool(_BROUGHT.search(data)), tuple(dict.fromkeys(_MADE.findall(data))))
