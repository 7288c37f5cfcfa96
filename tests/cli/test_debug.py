"""`aseptic debug`: one paste with everything that is asked for anyway."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import Result

from aseptic.version import __version__

Run = Callable[..., Result]


def test_it_names_versions_standard_settings_memory_and_errors(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nexclude = ['gen']\n")
    result = run("debug")
    assert result.exit_code == 0
    for words in (
        __version__,
        platform.python_version(),
        f"bandit {version('bandit')}",
        f"pygls {version('pygls')}",
        f"lsprotocol {version('lsprotocol')}",
        f"jedi {version('jedi')}",
        platform.system(),
        "MiB resident",
        "[tool.aseptic] in pyproject.toml",
        "gen (pyproject.toml:2)",
        "security (default)",
        "last errors  none",
    ):
        assert words in result.output, words


def test_what_is_wrong_is_told_by_its_place_and_not_by_what_stands_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nrecords = '../PATIENT_4711'\n")
    output = run("debug").output
    assert "pyproject.toml:2 records" in output
    assert "PATIENT_4711" not in output


def test_it_does_not_tell_who_somebody_is(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert str(tmp_path) not in run("debug").output
    assert "project      ~ (" in run("debug").output


def test_it_is_about_a_file_where_one_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "pyproject.toml").write_text("[tool.aseptic]\nrecords = 'quality'\n")
    assert "quality" not in run("debug").output
    assert "quality (pyproject.toml:2)" in run("debug", "--file", "inner/a.py").output
