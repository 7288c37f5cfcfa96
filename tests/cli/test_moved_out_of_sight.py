"""`aseptic record` after a file went where no scan looks: its findings are not removed, for the code is there still."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aseptic.cli import loading
from aseptic.standard.catalog import Standard

Run = Callable[..., Result]
CODE = "import os\n\n\ndef stop(x):\n    os.system(x)\n"
MENDED = CODE + "\n\ndef go(y):\n    return y\n"


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, standard: Standard, run: Run) -> Callable[..., None]:
    """A repository with one finding that is recorded and committed."""
    monkeypatch.setattr(loading, "shipped", lambda _: (standard, ()))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def git(*words: str) -> None:
        person = ("-c", "user.email=mira@example.org", "-c", "user.name=Mira")
        subprocess.run(["git", *person, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    (tmp_path / "src").mkdir()
    (tmp_path / "src/u.py").write_text(CODE)
    git("add", "-A")
    git("commit", "-qm", "One")
    assert "1 opened" in run("record").stdout
    git("add", "-A")
    git("commit", "-qm", "Two")
    return git


def last(folder: Path) -> dict[str, str]:
    return json.loads((folder / "security/ledger.jsonl").read_bytes().splitlines()[-1])


@pytest.mark.parametrize("place", ["build/u.py", "node_modules/u.py", "dist/u.py", "src/u.pyx", "src/u.txt"])
def test_what_git_says_was_renamed_is_not_removed(
    run: Run, tmp_path: Path, git: Callable[..., None], place: str
) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    git("mv", "src/u.py", place)
    (tmp_path / place).write_text(MENDED)
    git("add", "-A")
    assert run("record").stdout.startswith("findings: 1 not seen this time\n")
    assert last(tmp_path)["cause"] == f"the file was moved to {place}, and no scan looks there"
    git("commit", "-qm", "Three")
    git("commit", "-qm", "Four", "--allow-empty")
    assert run("record").stdout.startswith("nothing new")
    git("rm", "-q", place)
    git("commit", "-qm", "Five")
    assert run("record").stdout.startswith("findings: 1 closed, 1 verified as closed\n")


def test_what_was_moved_twice_is_followed(run: Run, tmp_path: Path, git: Callable[..., None]) -> None:
    git("mv", "src/u.py", "src/v.py")
    git("commit", "-qm", "Three")
    (tmp_path / "build").mkdir()
    git("mv", "src/v.py", "build/v.py")
    git("commit", "-qm", "Four")
    assert run("record").stdout.startswith("findings: 1 not seen this time\n")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_equal_file_that_git_does_not_know_is_not_removed(
    run: Run, tmp_path: Path, git: Callable[..., None], ends: str
) -> None:
    (tmp_path / ".gitignore").write_text("build/\n")
    (tmp_path / "build").mkdir()
    (tmp_path / "src/u.py").unlink()
    (tmp_path / "build/old.py").write_bytes(CODE.replace("\n", ends).encode())
    assert run("record").stdout.startswith("findings: 1 not seen this time\n")
    git("add", "-A")
    git("commit", "-qm", "Three")
    assert run("record").stdout.startswith("nothing new")
    (tmp_path / "build/old.py").unlink()
    assert run("record").stdout.startswith("findings: 1 closed, 1 verified as closed\n")


def test_what_was_moved_where_a_scan_looks_and_does_not_parse_is_not_removed(
    run: Run, tmp_path: Path, git: Callable[..., None]
) -> None:
    git("mv", "src/u.py", "src/v.py")
    (tmp_path / "src/v.py").write_text(CODE.replace("(x):", "(x:"))
    git("add", "-A")
    git("commit", "-qm", "Three")
    assert run("record").stdout.startswith("findings: 1 not seen this time\n")
    assert last(tmp_path)["cause"] == "the file was moved to src/v.py, and not all of the file could be checked"
