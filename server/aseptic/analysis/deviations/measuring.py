"""Tests that hold what a statement uses: what a draft offers as measures, for a person to keep or to strike."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from aseptic.analysis.documents.reading import read_source
from aseptic.analysis.projects.exclusion import never_ours
from aseptic.records.deviation import Measure
from aseptic.source.requoting import tree_of

_FOLDERS = ("tests", "test")
_FILES = 400
"""Test files that are looked at, at most: a command must not keep anybody waiting."""
_MEASURES = 4


def measures(root: Path, path: str, names: Sequence[str]) -> tuple[Measure, ...]:
    """Return a measure for each test of a project that uses one of a module's own names, at most a few.

    A test counts where it stands in `tests`, imports from a module called as `path` is, and calls or reads the name.
    """
    if not names:
        return ()
    module = Path(path).stem if Path(path).stem != "__init__" else Path(path).parent.name
    found = (measure for file in islice(_test_files(root), _FILES) for measure in _in_file(root, file, module, names))
    return tuple(islice(found, _MEASURES))


def _test_files(root: Path) -> Iterator[Path]:
    for folder in _FOLDERS:
        for file in sorted((root / folder).rglob("*.py")) if (root / folder).is_dir() else ():
            own = file.name.startswith("test_") or file.stem.endswith("_test")
            outside = not file.resolve().is_relative_to(root.resolve())
            if own and not outside and not any(map(never_ours, file.relative_to(root).parents)):
                yield file


def _in_file(root: Path, file: Path, module: str, names: Sequence[str]) -> Iterator[Measure]:
    text = read_source(file)
    if not isinstance(text, str) or module not in text or not any(name in text for name in names):
        return
    try:
        tree = tree_of(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    if not any(module in _imported(node) for node in ast.walk(tree)):
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            used = [name for name in names if name in {*_read(node)}]
            if used:
                place = f"{file.relative_to(root).as_posix()}::{node.name}"
                yield Measure(f"{' and '.join(used)} does what this test says", place)


def _imported(node: ast.AST) -> frozenset[str]:
    """Return the parts of the names of modules that an import names."""
    match node:
        case ast.Import(names=names):
            return frozenset(part for each in names for part in each.name.split("."))
        case ast.ImportFrom(module=module, names=names):
            return frozenset((*(module or "").split("."), *(each.name for each in names)))
        case _:
            return frozenset()


def _read(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
