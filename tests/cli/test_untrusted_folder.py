"""The current folder holds what it likes: none of it is imported in place of a library."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SHADOWS = ("bandit", "click", "attr", "pathspec", "yaml", "pygls", "token")


@pytest.mark.parametrize("words", [("check", "a.py"), ("server",)])
def test_modules_of_the_current_folder_are_not_imported(
    tmp_path: Path, process: Callable[..., subprocess.CompletedProcess[bytes]], words: tuple[str, ...]
) -> None:
    for name in SHADOWS:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the workspace')\n", encoding="utf-8")
    (tmp_path / "a.py").write_text("eval(x)\n", encoding="utf-8")
    done = process(*words, env={"PYTHONSAFEPATH": ""})
    assert b"imported from the workspace" not in done.stderr
    assert b"Traceback" not in done.stderr
    if words[0] == "check":
        assert b"INJ-001" in done.stdout
