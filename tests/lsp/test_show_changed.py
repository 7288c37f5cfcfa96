"""`aseptic.show: changed`: what is older than the branch is a hint and stays; what is touched counts in full."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from inside import Inside
from wire import RICH, Message, edit

Start = Callable[..., Inside]
TEXT = "import os\n\n\ndef run(x):\n    os.system(x)\n\n\ndef other(y):\n    os.system(\n        y\n    )\n"
CHANGED = {"initializationOptions": {"show": "changed"}}
STATUS = {**RICH, "experimental": {"asepticStatus": True}}
ERROR, HINT = 1, 4

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Mira", "-c", "user.email=mira@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.py").write_text(TEXT)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--no-gpg-sign", "-m", "all")
    return folder


def severities(said: Message) -> list[int]:
    return [each["severity"] for each in said["diagnostics"]]


def shown(wire: Inside, address: str, version: int, wanted: list[int]) -> Message:
    return wire.shown(address, version, lambda said: severities(said) == wanted)


@needs_git
def test_older_findings_are_hints_and_touched_ones_count(inside: Start, folder: Path) -> None:
    wire = inside(STATUS, options=CHANGED)
    address = wire.opened("a.py", TEXT)
    shown(wire, address, 1, [HINT, HINT])
    wire.wait(lambda each: each.get("params", {}).get("older", {}).get("findings") == 2)
    assert severities({"diagnostics": wire.changed(address, 2, edit(0, 0, "# moved\n"))}) == [HINT, HINT]
    assert severities({"diagnostics": wire.changed(address, 3, edit(5, 15, " + x"))}) == [ERROR, HINT]
    wire.changed(address, 4, edit(10, 8, "z", 9))
    shown(wire, address, 4, [ERROR, ERROR])
    wire.change(address, 5, edit(10, 8, "y", 9), edit(5, 15, "", 19))
    shown(wire, address, 5, [HINT, HINT])
    new = wire.opened("b.py", TEXT)
    assert severities(wire.shown(new, 1)) == [ERROR, ERROR]
    ours = [sys.executable, "-m", "aseptic", "check", "a.py"]
    assert subprocess.run(ours, cwd=folder, capture_output=True, check=False).returncode == 1
    wire.tell("workspace/didChangeConfiguration", {"settings": {"show": "all"}})
    shown(wire, address, 5, [ERROR, ERROR])


@needs_git
def test_another_branch_makes_another_base(inside: Start, folder: Path) -> None:
    git(folder, "checkout", "-q", "--orphan", "odd")
    git(folder, "commit", "-q", "--no-gpg-sign", "--allow-empty", "-m", "none in common")
    wire = inside(options=CHANGED)
    address = wire.opened("a.py", TEXT)
    wire.wait(lambda each: each.get("method") == "window/logMessage" and "no branch" in each["params"]["message"])
    assert severities(wire.shown(address, 1)) == [ERROR, ERROR]
    git(folder, "checkout", "-q", "-f", "-B", "work", "main")
    wire.save(address)
    shown(wire, address, 1, [HINT, HINT])


def test_without_git_everything_counts(inside: Start) -> None:
    wire = inside(options=CHANGED)
    address = wire.opened("a.py", TEXT)
    told = wire.wait(lambda each: each.get("method") == "window/logMessage")["params"]["message"]
    assert told == "project: no branch to compare with: all is shown"
    assert severities({"diagnostics": wire.changed(address, 2, edit(0, 0, "# moved\n"))}) == [ERROR, ERROR]
