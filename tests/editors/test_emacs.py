"""Eglot in a real Emacs, without a display: what it shows, and what is on the disk afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "emacs" / "eglot.el"
EMACS = shutil.which("emacs")
TEXT = """\
import os

import yaml


def run(x):
    os.system(x)


def f(x):
    '😀é'; return yaml.load(x, Loader=yaml.Loader)
"""


def _eglot() -> bool:
    if EMACS is None:
        return False
    asked = [EMACS, "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"]
    return subprocess.run(asked, capture_output=True, check=False, timeout=120).returncode == 0


pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(not _eglot(), reason="no Emacs with eglot here (Debian: emacs-nox elpa-eglot)"),
]


def test_what_a_person_does_with_eglot(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=project, check=True, timeout=60)
    file = project / "pump.py"
    file.write_text(TEXT, encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    assert EMACS is not None
    done = subprocess.run(
        [EMACS, "--batch", "-l", str(SCRIPT)],
        cwd=project,
        env=os.environ | {"PATH": path, "FILE": str(file), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    shown = [(line, column, text.partition("]")[0].rpartition("[")[2]) for line, column, text in told["shown"]]
    assert shown == [(7, 4, "INJ-003"), (11, len("    '😀é'; return "), "DES-005")]
    assert "INJ-003" in told["hover"]
    assert told["replaced"] == TEXT.replace("yaml.load(x, Loader=yaml.Loader)", "yaml.safe_load(x)")
    for part in ("id: DEV-0001", "rule: INJ-003", "## Justification", "os.system(x)"):
        assert part in told["record"]
    assert [line for line, _, _ in told["typed"]] == [7, 15]
    assert "DEV-0001 covers nothing" in told["typed"][0][2]
    assert told["disk"] == file.read_text(encoding="utf-8")
    assert told["disk"].endswith("\n\ndef g(x):\n    eval(x)\n")
