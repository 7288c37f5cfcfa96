"""Which files a scan looks at: git's ignored ones are left out, named, and looked at where somebody names them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.scanning.scope import LeftOut, python_files
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

FILES = (
    "a.py", "gen/a.py", "gen/keep.py", "gen/deep/a.py", "src/a_pb2.py", "src/a.py", "src/gen/a.py", "src/x/local.py",
    "src/x/a.py", "docs/conf.py", "docs/build.py", "with space.py", "#odd.py", "!odd.py", "lib/a.py", "lib/b/a.py",
)  # fmt: skip
IGNORED = {
    ".gitignore": "# made\n/gen/*\n!/gen/keep.py\n*_pb2.py\r\ndocs/\nwith\\ space.py\n\\#odd.py\n\\!odd.py\nlib/**/a.py\n",
    "src/.gitignore": "local.py\ngen\n[z-a]bad\n",
    "src/x/.gitignore": "!local.py\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    for name, text in IGNORED.items():
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\n")
    return tmp_path


def found(
    standard: Standard, tree: Path, *paths: str, gitignore: bool = True, left: list[LeftOut] | None = None
) -> list[str]:
    def told(each: LeftOut) -> None:
        if left is not None:
            left.append(each)

    def unread(error: OSError) -> None:
        pytest.fail(str(error))

    session = Session(standard, [tree])
    given = [tree / path for path in paths or (".",)]
    return [each.relative_to(tree).as_posix() for each in python_files(session, given, unread, told, gitignore)]


def test_what_git_ignores_is_left_out(standard: Standard, tree: Path) -> None:
    left: list[LeftOut] = []
    kept = found(standard, tree, left=left)
    assert sorted(kept) == ["a.py", "gen/keep.py", "src/a.py", "src/x/a.py", "src/x/local.py"]
    assert {each.cause for each in left} == {Cause.GITIGNORE}
    named = {(each.path.relative_to(tree).as_posix(), each.folder) for each in left}
    assert {("docs", True), ("src/a_pb2.py", False), ("gen/deep", True)} <= named


def test_it_is_what_git_itself_would_list(standard: Standard, tree: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not here")
    (tree / "info.py").write_text("")
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    (tree / ".git" / "info").mkdir(exist_ok=True)
    (tree / ".git" / "info" / "exclude").write_text("info.py\n")
    listed = ["git", "-c", "core.quotePath=false", "ls-files", "-co", "--exclude-standard", "*.py"]
    said = subprocess.run(listed, cwd=tree, check=True, capture_output=True, text=True).stdout.split("\n")
    assert sorted(found(standard, tree)) == sorted(each.strip('"') for each in said if each)


def test_what_holds_above_a_named_folder_holds_in_it(standard: Standard, tree: Path) -> None:
    assert sorted(found(standard, tree, "src")) == ["src/a.py", "src/x/a.py", "src/x/local.py"]


def test_what_is_named_is_looked_at(standard: Standard, tree: Path) -> None:
    assert found(standard, tree, "docs") == ["docs/build.py", "docs/conf.py"]
    assert found(standard, tree, "src/gen/a.py", "gen/deep") == ["src/gen/a.py", "gen/deep/a.py"]


def test_nothing_is_left_out_where_nobody_wants_that(standard: Standard, tree: Path) -> None:
    assert sorted(found(standard, tree, gitignore=False)) == sorted(FILES)


def test_what_git_tracks_is_looked_at_whatever_it_ignores(standard: Standard, tree: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not here")
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    subprocess.run(["git", "add", "-f", "docs/conf.py", "gen/deep/a.py", "src/a_pb2.py"], cwd=tree, check=True)
    left: list[LeftOut] = []
    kept = found(standard, tree, left=left)
    assert {"docs/conf.py", "gen/deep/a.py", "src/a_pb2.py"} <= {*kept}
    assert "docs/build.py" not in kept
    assert "docs/build.py" in {each.path.relative_to(tree).as_posix() for each in left}
    assert "deep/a.py" in {each.removeprefix("gen/") for each in found(standard, tree, "gen")}


def test_a_folder_behind_a_link_is_left_out_by_name_unless_it_is_met_itself(standard: Standard, tree: Path) -> None:
    (tree.parent / "outside").mkdir(exist_ok=True)
    (tree.parent / "outside" / "a.py").write_text("eval(x)\n")
    (tree / "src" / "linked").symlink_to(tree.parent / "outside")
    (tree / "src" / "self").symlink_to(tree / "src")
    left: list[LeftOut] = []
    assert "src/a.py" in found(standard, tree, left=left)
    links = [each.path.relative_to(tree).as_posix() for each in left if each.cause is Cause.LINK]
    assert links == ["src/linked"]
    assert len(list(python_files(Session(standard, [tree]), [tree / "src" / "linked"], lambda _: None))) == 1


def test_stubs_and_scripts_are_python_and_notebooks_are_named(standard: Standard, tree: Path) -> None:
    for name, text in (
        ("a.pyi", "x: int\n"),
        ("tool", "#!/usr/bin/env python3\nx = 1\n"),
        ("shell", "#!/bin/sh\npython3 x\n"),
        ("data", "eval(x)\n"),
        ("n.ipynb", "{}"),
    ):
        (tree / "lib" / "b" / name).write_text(text)
    os.mkfifo(tree / "lib" / "b" / "pipe")
    left: list[LeftOut] = []
    assert found(standard, tree, "lib/b", left=left) == ["lib/b/a.pyi", "lib/b/tool"]
    assert ("n.ipynb", Cause.NOTEBOOK) in {(each.path.name, each.cause) for each in left}
