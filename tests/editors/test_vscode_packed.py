"""A workbench shows what is packed: it is not driven with what was made of other sources."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import vscode_desk
from vscode_packed import EXTENSION, ROOT, SOURCES, digests, note, outdated


def _written(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A package that was made of what lies in `place`."""
    _written(tmp_path / "dist" / "extension.js")
    for name in ("src/client.ts", "media/view.svg", "README.md", "rules/INJ/INJ-003.md"):
        _written(tmp_path / "place" / name)
    packed = _written(tmp_path / "aseptic.vsix", "packed")
    note(packed, digests([tmp_path / "place"]))
    assert outdated(packed, [tmp_path / "place"]) == ""
    return packed


def made(how: str, path: Path) -> str:
    return f"the packed extension was made {how} {path.as_posix()} and shows what was: make vsix packs it anew"


@pytest.mark.parametrize("name", ["src/client.ts", "media/view.svg", "README.md", "rules/INJ/INJ-003.md"])
def test_any_source_that_changed_or_is_gone_is_named_with_the_cure(packed: Path, tmp_path: Path, name: str) -> None:
    source = tmp_path / "place" / name
    _written(source, "y")
    os.utime(source, (1000, 1000))
    assert outdated(packed, [tmp_path / "place"]) == made("with another", source)
    source.unlink()
    assert outdated(packed, [tmp_path / "place"]) == made("with a file that is gone,", source)
    _written(source)
    assert outdated(packed, [tmp_path / "place"]) == "", "what is written again as it was is the same"


def test_an_older_file_that_is_moved_in_counts(packed: Path, tmp_path: Path) -> None:
    older = _written(tmp_path / "place/src/older.ts")
    os.utime(older, (1000, 1000))
    assert outdated(packed, [tmp_path / "place"]) == made("without", older)


def test_a_package_of_which_nothing_is_noted_is_made_anew(packed: Path, tmp_path: Path) -> None:
    unknown = "nothing tells of which sources the packed extension was made: make vsix packs it anew"
    packed.write_text("another package", encoding="utf-8")
    assert outdated(packed, [tmp_path / "place"]) == unknown
    (tmp_path / "dist/aseptic.vsix.json").unlink()
    assert outdated(packed, [tmp_path / "place"]) == unknown


def test_what_python_writes_beside_sources_makes_nothing_old(packed: Path, tmp_path: Path) -> None:
    _written(tmp_path / "place/__pycache__/start.cpython-311.pyc")
    assert outdated(packed, [tmp_path / "place", tmp_path / "gone"]) == ""


def test_all_that_goes_into_it_is_looked_at() -> None:
    assert [path for path in SOURCES if not path.exists()] == []
    own = {path.relative_to(EXTENSION).as_posix() for path in SOURCES if path.is_relative_to(EXTENSION)}
    assert own == {
        *("src", "media", "docs", "bundled/start.py", "README.md", "CHANGELOG.md", "LICENSE", ".vscodeignore"),
        *("package.json", "package-lock.json", "build.mjs", "tsconfig.json"),
        *("packing/bundle.py", "packing/icon.svg", "packing/package.json", "packing/package-lock.json"),
    }
    outside = {path.relative_to(ROOT).as_posix() for path in SOURCES if not path.is_relative_to(EXTENSION)}
    assert outside == {"server", "rules", "pyproject.toml"}


def test_nothing_is_installed_that_was_made_of_other_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vscode_desk, "outdated", lambda: "it is old")
    with pytest.raises(pytest.fail.Exception, match="it is old"):
        vscode_desk.installed(tmp_path, tmp_path / "none.vsix")
    assert outdated(tmp_path / "none.vsix").startswith("the extension is not packed: make vsix")
