"""Which files are left out when somebody opens them: the ones that a scan of their project would not come to."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.projects.exclusion import excluded
from aseptic.analysis.scanning.scope import python_files
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

TEXT = "import os\nos.system(x)\n"


@pytest.mark.parametrize(
    ("name", "globs", "left_out"),
    [
        ("a.py", (), False),
        ("src/build.py", (), False),
        (".venv/lib/python3.11/site-packages/x.py", (), True),
        ("node_modules/x/setup.py", (), True),
        ("build/lib/a.py", (), True),
        ("pkg/.tox/a.py", (), True),
        ("gen/a.py", ("gen",), True),
        ("gen/a.py", ("gen/",), True),
        ("gen/deep/a.py", ("gen",), True),
        ("src/gen/a.py", ("gen",), False),
        ("src/gen/a.py", ("*/gen",), True),
        ("src/a_pb2.py", ("*_pb2.py",), True),
        ("src/a.py", ("src/b.py",), False),
    ],
)
def test_what_is_left_out(tmp_path: Path, name: str, globs: tuple[str, ...], left_out: bool) -> None:
    assert excluded(tmp_path / name, tmp_path, globs, [tmp_path]) is left_out


def test_a_package_may_be_called_build(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "__init__.py").write_text("")
    assert not excluded(tmp_path / "build" / "a.py", tmp_path, (), [tmp_path])


def test_only_what_lies_below_the_root_counts(tmp_path: Path) -> None:
    root = tmp_path / "build" / ".cache" / "project"
    assert not excluded(root / "a.py", root, (), [])
    assert not excluded(tmp_path / "elsewhere" / ".venv" / "a.py", root, (), [root])


def test_other_peoples_packages_are_left_out_wherever_they_lie_unless_they_are_the_workspace(tmp_path: Path) -> None:
    folder = tmp_path / "python" / "site-packages" / "yaml"
    assert excluded(folder / "a.py", folder, (), [tmp_path / "project"])
    assert not excluded(folder / "a.py", folder, (), [folder])


def test_an_editor_sees_what_a_scan_sees(standard: Standard, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nexclude = ['gen', '*_pb2.py', 'docs/*/conf.py']\n")
    for name in (
        "a.py", "gen/a.py", "gen/b/c.py", "src/gen/a.py", "src/x_pb2.py", "docs/a/conf.py", "docs/conf.py", "build/a.py",
        "src/build/__init__.py", "src/build/a.py", ".venv/a.py", "venv/lib/a.py", "src/__pycache__/a.py", ".git/hooks/a.py",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT)
    session = Session(standard, [tmp_path], editing=True)
    scanned = set(python_files(session, [tmp_path], lambda error: pytest.fail(str(error))))
    opened = {path for path in tmp_path.rglob("*.py") if not session.open(path, 1, TEXT).excluded}
    assert opened == scanned
    assert tmp_path / "src" / "build" / "a.py" in opened
    assert len(opened) == 5


def test_a_file_that_a_command_names_is_looked_at(standard: Standard, tmp_path: Path) -> None:
    assert Session(standard, [tmp_path]).open(tmp_path / ".venv" / "a.py", 1, TEXT).findings


def test_settings_that_change_take_a_file_in_and_out(standard: Standard, tmp_path: Path) -> None:
    session = Session(standard, [tmp_path], editing=True)
    path, settings = tmp_path / "gen" / "a.py", tmp_path / "pyproject.toml"
    settings.write_text("[tool.aseptic]\nexclude = ['other']\n")
    assert session.open(path, 1, TEXT).findings
    settings.write_text("[tool.aseptic]\nexclude = ['gen']\n")
    assert session.refresh() == (path,)
    assert not session.snapshot(path).findings
    settings.write_text("[tool.aseptic]\n")
    assert session.refresh() == (path,)
    assert session.snapshot(path).findings
