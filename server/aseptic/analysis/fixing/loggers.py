"""A logger that a replacement makes, held against how the package makes its others, and against what the module is."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from aseptic.analysis.documents.incremental import Analysis
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.fixing.import_circles import is_imported_by
from aseptic.analysis.fixing.logger_habits import Habit, habits, package_of
from aseptic.replacements.replacement import Import, Replacement
from aseptic.source.bindings import Bindings
from aseptic.source.parse import Parsed

_NOTE = re.compile(r"\.debug\(.*exc_info=True")
_OF_MODULE = ".getLogger(__name__)"


def befitting(
    path: Path, analysis: Analysis, bindings: Bindings, memo: Memo, wanted: Replacement
) -> Replacement | None:
    """Return a replacement with the logger that it makes as the file's package makes others; None where it makes none.

    None, too, in a module whose names all go to whoever imports them by a star, in one that is there before the
    standard library is, and for a mere note in a package, or a module alone, that logs nothing at all.
    """
    if not any(each.value.endswith(_OF_MODULE) for each in wanted.assignments):
        return wanted
    if (bindings.stars and "__all__" not in bindings.names) or _comes_first(analysis, memo):
        return None
    found = list(habits(path))
    if not any(each.logs for _, each in found) and _only_notes(wanted):
        return None
    package, near = package_of(path), [each for _, each in found]
    for folder in (path.parent, *path.parent.parents):
        here = [each for place, each in found if place.is_relative_to(folder)]
        if folder == package or any(each.names or each.brought for each in here):
            near = here
            break
    literals = sum(any(name != b"__name__" for name in each.names) for _, each in found)
    return _made_as(near, literals, package, path, bindings, wanted)


def _made_as(
    near: list[Habit], literals: int, package: Path, path: Path, bindings: Bindings, wanted: Replacement
) -> Replacement | None:
    """Make the logger as the nearest folder does that makes any."""
    own = sum(b"__name__" in each.names for each in near)
    brought = sum(each.brought for each in near)
    names = Counter(name for each in near for name in each.names if name != b"__name__")
    others = sum(any(name != b"__name__" for name in each.names) for each in near)
    if own >= max(others, brought) or (others + brought < 2 and not names):
        return wanted
    if brought >= others:
        return _own_way(near, brought, package, path, bindings, wanted)
    called = [each.decode().strip("\"'") for each in names]
    if len(called) > 1:
        return wanted if all(each.split(".")[0] == package.name for each in called) else None
    if literals < 2:
        return None
    made = [
        evolve(each, value=each.value.replace("__name__", next(iter(names)).decode())) for each in wanted.assignments
    ]
    return evolve(wanted, assignments=tuple(made))


def _own_way(
    near: list[Habit], brought: int, package: Path, path: Path, bindings: Bindings, wanted: Replacement
) -> Replacement | None:
    """Make it by the package's own function as most do; None where its module may import this one first."""
    ways = Counter(each.way for each in near if each.way)
    (way, count), *_ = ways.most_common(1) or [(None, 0)]
    if way is None or count < 2 or 2 * count <= brought or "get_logger" in bindings.names:
        return None
    if is_imported_by(path, way[0], package):
        return None
    made = tuple(evolve(each, value=way[1]) for each in wanted.assignments if each.value.endswith(_OF_MODULE))
    kept = tuple(each for each in wanted.imports if each != Import("logging"))
    return evolve(wanted, assignments=made, imports=(*kept, Import(way[0], "get_logger")), safe=False)


def _only_notes(wanted: Replacement) -> bool:
    """Whether a failure was passed over on purpose, and is told by the way: an error that is lost is logged as one."""
    return any(_NOTE.search(each.text) for each in wanted.edits)


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
