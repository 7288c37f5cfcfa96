"""Where a project's modules lie, and which module a file is."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.imports.finder import Finder
from aseptic.analysis.imports.locations import place_of

FILES = (
    "pump/__init__.py", "pump/shell.py", "pump/deep/__init__.py", "pump/deep/er.py", "loose/a.py", "empty/b.txt",
    "src/core/__init__.py", "src/core/run.py", "src/flat.py",
)  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("module", "place"),
    [
        ("pump", "pump/__init__.py"),
        ("pump.shell", "pump/shell.py"),
        ("pump.deep.er", "pump/deep/er.py"),
        ("loose", "loose"),
        ("loose.a", "loose/a.py"),
        ("core.run", "src/core/run.py"),
        ("flat", "src/flat.py"),
        ("empty", None),
        ("pump.shell.run", None),
        ("pump.deep.missing", None),
        ("elsewhere.deep.er", None),
        ("pump...shell", None),
        ("pump./shell", None),
        ("pump.\0.shell", None),
    ],
)
def test_a_module_lies_where_python_would_find_it(tree: Path, module: str, place: str | None) -> None:
    found = Finder().located((tree, tree / "src"), module)
    assert found == (None if place is None else tree / place)


def test_what_came_and_went_is_seen_when_somebody_looks_again(tree: Path) -> None:
    finder, roots = Finder(), (tree,)
    assert finder.located(roots, "pump.new") is None
    assert finder.located(roots, "pump.shell") == tree / "pump/shell.py"
    assert not finder.refresh()
    (tree / "pump/shell.py").rename(tree / "pump/new.py")
    assert finder.refresh()
    assert finder.located(roots, "pump.new") == tree / "pump/new.py"
    assert finder.located(roots, "pump.shell") is None


@pytest.mark.parametrize(
    ("file", "root", "module", "package", "roots"),
    [
        ("pump/shell.py", ".", "pump.shell", "pump", (".", "src")),
        ("pump/__init__.py", ".", "pump", "pump", (".", "src")),
        ("pump/deep/er.py", ".", "pump.deep.er", "pump.deep", (".", "src")),
        ("pump/deep/er.py", "pump", "deep.er", "deep", ("pump", "pump/src")),
        ("loose/a.py", ".", "loose.a", "loose", (".", "loose", "src")),
        ("src/core/run.py", ".", "core.run", "core", ("src", ".")),
        ("src/flat.py", ".", "flat", "", ("src", ".")),
        ("pump/deep/er.py", "loose", "pump.deep.er", "pump.deep", (".",)),
        ("loose/a.py", "pump", "a", "", ("loose",)),
    ],
)
def test_which_module_a_file_is(
    tree: Path, file: str, root: str, module: str, package: str, roots: tuple[str, ...]
) -> None:
    place = place_of(tree / file, tree / root)
    assert (place.origin.module, place.origin.package) == (module, package)
    assert place.roots == tuple(tree / each for each in roots)
