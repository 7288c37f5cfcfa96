"""Where files went that are gone: asked about together they are told what each is told alone, in a few calls of git."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from aseptic.analysis.ledgers.moved_away import MovedAway
from aseptic.analysis.versioning.git import asked

NAMES = [f"src/m{number}.py" for number in range(12)]


def git(folder: Path, *words: str) -> None:
    person = ("-c", "user.email=a@b.c", "-c", "user.name=n", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *person, *words], cwd=folder, check=True, capture_output=True)


def body(number: int) -> str:
    return "".join(f"def f{number}_{line}(x):\n    return x + {number * line}\n" for line in range(9))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project inside a repository, of whose files some were removed, some renamed and some copied out of sight."""
    root = tmp_path / "inner"
    (root / "src").mkdir(parents=True)
    git(tmp_path, "init", "-q")
    for number, name in enumerate(NAMES):
        (root / name).write_text(body(number))
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "All")
    git(tmp_path, "branch", "side")
    (root / "vendor").mkdir()
    for name in NAMES[:4]:
        git(root, "mv", name, name.replace("src", "vendor"))
    git(root, "rm", "-q", *NAMES[4:6])
    git(tmp_path, "commit", "-qm", "Move")
    git(tmp_path, "checkout", "-q", "side")
    git(root, "rm", "-q", *NAMES[6:8])
    git(tmp_path, "commit", "-qm", "Remove")
    git(tmp_path, "checkout", "-q", "main")
    git(tmp_path, "merge", "-q", "-m", "Merge", "side")
    (root / NAMES[8]).rename(root / "old.txt")
    (root / "four.txt").write_text(body(4).replace("\n", "\r\n"), newline="")
    for name in NAMES[9:11]:
        (root / name).unlink()
    return root


def test_together_they_are_told_what_each_is_told_alone(root: Path):
    gone = NAMES[:11]
    seen = {NAMES[11]: None}
    together = MovedAway(root, seen, (), gone)
    found = {name: together.place(name) for name in gone}
    assert found == {name: MovedAway(root, seen).place(name) for name in gone}
    assert {name: place for name, place in found.items() if place} == {
        **{name: name.replace("src", "vendor") for name in NAMES[:4]},
        NAMES[4]: "four.txt",
        NAMES[8]: "old.txt",
    }


def test_git_is_asked_as_often_for_many_that_went_together_as_for_two(root: Path, monkeypatch: pytest.MonkeyPatch):
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Remove")

    def calls(count: int) -> int:
        number = 0

        def counted(*words: Any) -> subprocess.CompletedProcess[bytes]:
            nonlocal number
            number += 1
            return asked(*words)

        away = MovedAway(root, {NAMES[11]: None}, (), NAMES[:count])
        monkeypatch.setattr("aseptic.analysis.versioning.git.asked", counted)
        for name in NAMES[:count]:
            away.place(name)
        monkeypatch.undo()
        return number

    assert calls(4) == calls(2) < calls(11) <= calls(2) + 8
