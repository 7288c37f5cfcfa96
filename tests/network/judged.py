"""What bandit's command and ours find in a folder, in one form."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import frozen

Place = tuple[str, int, str]
"""A file, from the folder, a line from 1, and a bandit test."""


@frozen(eq=False)
class Judged:
    """One command's findings in one folder."""

    places: Counter[Place]
    """The findings of bandit's tests."""
    high: Counter[Place]
    """Those of them to which bandit gives its highest severity."""
    total: int
    """How many findings there are, whatever they rest on."""
    unread: frozenset[str]
    """The files that were not looked at."""
    outside: int = 0
    """How many of the findings stand outside of tests."""
    files: int = 0


@cache
def by_bandit(code: Path) -> Judged:
    """Run bandit's command, once for each version of it and of Python: its answer is kept beside the code."""
    kept = code.parent / f"bandit-{version('bandit')}-python-{platform.python_version()}.json"
    if not kept.is_file():
        command = [sys.executable, "-m", "bandit", "-r", ".", "-f", "json", "-q", "--ignore-nosec"]
        done = subprocess.run(command, cwd=code, capture_output=True, text=True)
        assert done.returncode in {0, 1}, done.stderr
        json.loads(done.stdout)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=kept.parent, delete=False) as file:
            file.write(done.stdout)
        os.replace(file.name, kept)  # noqa: PTH105
    report = json.loads(kept.read_text(encoding="utf-8"))
    places: Counter[Place] = Counter(map(_place, report["results"]))
    high = Counter(_place(each) for each in report["results"] if each["issue_severity"] == "HIGH")
    unread = frozenset(Path(each["filename"]).as_posix() for each in report["errors"])
    outside = sum(_is_product(each["filename"]) for each in report["results"])
    return Judged(places, high, len(report["results"]), unread, outside)


@cache
def by_us(code: Path) -> Judged:
    """Run our command."""
    command = [sys.executable, "-m", "aseptic", "check", "--format", "json"]
    done = subprocess.run(command, cwd=code, capture_output=True, text=True)
    report = json.loads(done.stdout)
    unread = frozenset(each["path"] for each in report["notChecked"])
    assert done.returncode in {0, 1} or (done.returncode == 2 and unread), done.stderr
    assert done.stderr == ""
    places: Counter[Place] = Counter(
        (each["path"], each["line"], test) for each in report["findings"] for test in each["bandit"]
    )
    outside = sum(_is_product(each["path"]) for each in report["findings"])
    return Judged(places, Counter(), len(report["findings"]), unread, outside, report["files"])


def _is_product(name: str) -> bool:
    """Whether a file is part of what runs at the users', and no test."""
    path = Path(name)
    return "tests" not in path.parts and not path.name.startswith(("test_", "conftest"))


def _place(result: dict[str, Any]) -> Place:
    return Path(result["filename"]).as_posix(), result["line_number"], result["test_id"]
