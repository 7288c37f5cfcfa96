"""The commands, run in this process or in one of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aseptic.cli import loading
from aseptic.cli.main import main
from aseptic.standard.catalog import Standard

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, standard: Standard) -> Run:
    """Run a command in this process, in the test's folder, under the shipped standard, which is read once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(loading, "shipped", lambda *_: (standard, ()))

    def run(*words: str) -> Result:
        result = CliRunner().invoke(main, words, prog_name="aseptic")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """A repository in the test's folder, of one person's; call it with git's words."""
    for key, value in {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}.items():
        monkeypatch.setenv(key, value)

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "-q", "-b", "main")
    git("config", "user.email", "mira@example.org")
    git("config", "user.name", "Mira")
    return git


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command in a process of its own, in the test's folder, with pipes."""

    def process(
        *words: str, env: Mapping[str, str] | None = None, prefix: tuple[str, ...] = ()
    ) -> subprocess.CompletedProcess[bytes]:
        command = [*prefix, sys.executable, "-m", "aseptic", *words]
        return subprocess.run(command, cwd=tmp_path, env={**os.environ, **(env or {})}, capture_output=True)

    return process


@pytest.fixture
def powerless() -> tuple[str, ...]:
    """What to put before a command so that permissions hold for it, though root runs the tests."""
    if os.geteuid() != 0:
        return ()
    tool = shutil.which("setpriv")
    if tool is None:
        pytest.skip("root reads whatever it likes, and setpriv is not here to forbid it")
    return (tool, "--bounding-set=-dac_override,-dac_read_search", "--")
