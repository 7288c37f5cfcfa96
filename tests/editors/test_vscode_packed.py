"""A workbench shows what is packed: it is not driven with what is older than its sources."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import vscode_desk
from vscode_packed import SOURCES, outdated


def _written(path: Path, seconds: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    os.utime(path, (seconds, seconds))
    return path


@pytest.mark.parametrize("name", ["src/client.ts", "media/view.svg", "README.md", "rules/INJ/INJ-003.md"])
def test_any_newer_source_is_named_with_the_cure(tmp_path: Path, name: str) -> None:
    packed, source = _written(tmp_path / "aseptic.vsix", 2000), _written(tmp_path / "place" / name, 1000)
    assert outdated(packed, [tmp_path / "place"]) == ""
    os.utime(source, (3000, 3000))
    _written(tmp_path / "place/src/older.ts", 2500)
    said = outdated(packed, [tmp_path / "place"])
    assert said == f"the packed extension is older than {source} and shows what was: make vsix packs it anew"


def test_what_python_writes_beside_sources_makes_nothing_old(tmp_path: Path) -> None:
    packed = _written(tmp_path / "aseptic.vsix", 2000)
    _written(tmp_path / "place/__pycache__/start.cpython-311.pyc", 3000)
    assert outdated(packed, [tmp_path / "place", tmp_path / "gone"]) == ""


def test_all_that_goes_into_it_is_looked_at() -> None:
    assert [path for path in SOURCES if not path.exists()] == []


def test_nothing_is_installed_that_is_older_than_its_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vscode_desk, "outdated", lambda: "it is old")
    with pytest.raises(pytest.fail.Exception, match="it is old"):
        vscode_desk.installed(tmp_path, tmp_path / "none.vsix")
    assert outdated(tmp_path / "none.vsix").startswith("the extension is not packed: make vsix")
