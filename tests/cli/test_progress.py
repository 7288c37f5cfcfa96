"""The bar of a long check: on a terminal only, with an end in sight, and gone when all is said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals are for POSIX")
FILES = 7
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def on_a_terminal(folder: Path, *words: str) -> tuple[str, str]:
    """Run a command whose stderr is a terminal; return what it showed there, and its stdout."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "aseptic", *words]
    with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not part:
                break
            shown += part
        out = process.stdout.read() if process.stdout else b""
    os.close(ours)
    return shown.decode(), out.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(FILES):
        (tmp_path / f"module_{number}.py").write_text("import os\nos.system(x)\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "not_ours.py").write_text("x = 1\n", encoding="utf-8")
    return tmp_path


def test_a_terminal_shows_a_bar_that_counts_to_the_number_of_files(folder: Path) -> None:
    shown, out = on_a_terminal(folder, "check", "--format", "json")
    plain = ANSI.sub("", shown)
    assert re.search(rf"[━╸╺]+ +{FILES}/{FILES} files", plain), plain
    assert f"module_{FILES - 1}.py" in plain
    assert '"findings"' in out


def test_the_bar_is_gone_at_the_end(folder: Path) -> None:
    shown, _ = on_a_terminal(folder, "check", "--format", "json")
    assert shown.rstrip("\r\n").endswith("\x1b[2K"), "its line is wiped"
    assert "\x1b[?25h" in shown[shown.rindex("\x1b[?25l") :], "the cursor is back"


def test_no_files_at_all_is_no_fault(tmp_path: Path) -> None:
    shown, out = on_a_terminal(tmp_path, "check")
    assert "0 files" in out
    assert "Traceback" not in shown
