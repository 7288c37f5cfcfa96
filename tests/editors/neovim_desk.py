"""A project in a folder of its own, and a real Neovim that works in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SCRIPTS = HERE / "neovim"
PLUGIN = HERE.parents[1] / "editors" / "neovim"
ERROR, INFORMATION = 1, 3

UPDATE = """\
import hashlib
import os

import yaml


class Updater:
    def install(self, host):
        os.system("systemctl restart pump@" + host)

    def digest(self, package):
        return hashlib.md5(package).hexdigest()

    def settings(self, text):
        return yaml.load(text, Loader=yaml.Loader)

    def settle(self):
        os.system("udevadm settle --timeout=10")
"""
SETTLED = 'subprocess.run(["udevadm", "settle", "--timeout=10"], check=True)'
REBOOT = "import os\n\n\ndef reboot(host):\n    pass\n"
EMOJI = 'import os\n\n\ndef beep():\n    print("💉 ß𐍈"); os.system("beep")\n'


def _nvim() -> str | None:
    beside = Path(sys.executable).with_name("nvim.exe" if sys.platform == "win32" else "nvim")
    return str(beside) if beside.is_file() else shutil.which("nvim")


NVIM = _nvim()
MARKS = [
    pytest.mark.editor,
    pytest.mark.skipif(NVIM is None, reason="no nvim beside this Python (pip install 'aseptic[test]') nor on PATH"),
]


class Desk:
    """A project in a folder of its own, and a Neovim that works in it."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.home = folder / "home"
        self.home.mkdir()
        for name, text in {"update": UPDATE, "reboot": REBOOT, "emoji": EMOJI}.items():
            self.write(f"src/pump/{name}.py", text)
        for words in (["init", "-q"], ["config", "user.email", "mira@example.org"], ["config", "user.name", "Mira"]):
            subprocess.run(["git", *words], cwd=self.project, check=True, timeout=20)

    def write(self, name: str, text: str) -> Path:
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, script: str, *, program: str | None = NVIM, how: str = "-l", **environment: str) -> Any:
        """Run a script; return what its one line says. A `program` that has no `-l` yet takes it as a command."""
        assert program is not None
        place = str(SCRIPTS / f"{script}.lua")
        given = ["-l", place] if how == "-l" else ["-c", f"{how} {place}"]
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            [program, "--clean", "--headless", *given],
            cwd=self.project,
            env=os.environ
            | {"PATH": path, "PRELUDE": str(SCRIPTS / "prelude.lua"), "RUNTIME": str(PLUGIN)}
            | {"PROJECT": str(self.project), "HOME": str(self.home), "XDG_STATE_HOME": str(self.home)}
            | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=180,
        )
        assert done.stdout, done.stderr
        told = json.loads(done.stdout.splitlines()[-1])
        assert "failed" not in told, told["failed"]
        return told
