"""What stands in for libraries that are not installed."""

from __future__ import annotations

import ast
import os
import tempfile
from pathlib import Path

import pytest

from aseptic.analysis.inference.stand_ins import StandIns, stand_ins
from aseptic.analysis.inference.stubs import stubs
from aseptic.checks.checker import compiled
from aseptic.standard.catalog import Standard


def test_every_banned_method_has_a_stand_in_that_parses(standard: Standard) -> None:
    names = compiled(standard).methods.names
    texts = stubs(names)
    defined = {path: {getattr(each, "name", "") for each in ast.walk(ast.parse(text))} for path, text in texts.items()}
    assert {"Session", "get"} <= defined["requests/__init__.py"]
    assert {"connect", "_connect", "execute"} <= defined["asyncpg/__init__.py"]
    assert "cursor" in defined["django/db/connection/__init__.py"]
    assert not [path for path in texts if path.startswith(("sqlite3/", "logging/", "builtins/"))]


def test_a_class_that_is_called_is_the_class() -> None:
    (text,) = stubs(["lib.Thing().go", "lib.Thing.stop", "lib.make().part.run"]).values()
    classes = {each.name: each for each in ast.parse(text).body if isinstance(each, ast.ClassDef)}
    assert set(classes) == {"Thing", "_make", "_make_part"}
    assert {"go", "stop"} <= {getattr(each, "name", "") for each in classes["Thing"].body}


def test_a_folder_is_written_once_and_whole(tmp_path: Path) -> None:
    names = ("requests.Session.get",)
    folder = stand_ins(names, tmp_path)
    assert "class Session" in (folder / "requests" / "__init__.py").read_text(encoding="utf-8")
    (folder / "mark").touch()
    assert stand_ins(names, tmp_path) == folder
    assert (folder / "mark").exists()
    assert stand_ins(("httpx.Client.get",), tmp_path) != folder
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("new.")] == []


def test_where_the_cache_cannot_be_written_a_folder_of_ones_own_does_until_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    (tmp_path / "file").touch()
    standing = StandIns(tmp_path / "file")
    folder = standing.folder(("requests.Session.get",))
    assert (folder / "requests" / "__init__.py").is_file()
    (own,) = temporary.iterdir()
    assert folder.is_relative_to(own)
    assert os.name != "posix" or own.stat().st_mode & 0o077 == 0, "nobody else may put anything in it"
    assert standing.folder(("requests.Session.get",)) == folder
    assert standing.folder(("httpx.Client.get",)).is_relative_to(own)
    standing.close()
    assert list(temporary.iterdir()) == []


def test_the_current_folder_is_no_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # as Python has it where it finds no other
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="no temporary folder"):
        StandIns(tmp_path / "file").folder(("requests.Session.get",))
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
