"""The packed extension in the real workbench: installed, served, and driven through a story.

`make test-vscode` installs the parts (code-server on Node 24, playwright-core) and packs the extension. Pictures of what
was seen lie in `.cache/vscode/shots`.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from neovim_desk import REBOOT, UPDATE
from requirement_text import REQUIREMENT
from vscode_packed import CHROMIUM, NODE, PARTS, SERVER, absent, outdated

SHOTS = PARTS / "shots"
DRIVE = Path(__file__).parent / "vscode" / "drive.mjs"
REASON = "The host name comes from our own list."
MODULE = UPDATE.replace("class Updater:\n", 'class Updater:\n    """Installs it."""\n\n')
SETTINGS = {
    "workbench.startupEditor": "none",
    "workbench.reduceMotion": "on",
    "security.workspace.trust.startupPrompt": "never",
    "chat.disableAIFeatures": True,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "window.commandCenter": False,
    "files.autoSave": "off",
    "editor.minimap.enabled": False,
    "editor.autoClosingBrackets": "never",
    "editor.autoClosingQuotes": "never",
    "editor.quickSuggestions": {"other": "off"},
    "extensions.ignoreRecommendations": True,
    "git.blame.statusBarItem.enabled": False,
    "git.openRepositoryInParentFolders": "never",
}


ABSENT = absent()
MARKS = [
    pytest.mark.editor,
    pytest.mark.vscode,
    pytest.mark.skipif(bool(ABSENT), reason=ABSENT or "all is there"),
    pytest.mark.xdist_group("vscode"),
]
TRUSTED = "--disable-workspace-trust"


class Story(Protocol):
    """Plays a story in a project and returns what was seen; with a file open in it from the beginning, if one is named."""

    def __call__(self, story: str, project: Path | None, file: Path | None = None) -> dict[str, Any]: ...


@contextmanager
def workbench(folder: Path, extensions: Path, *more: str) -> Iterator[Story]:
    """Serve workbenches; what is handed out plays a story in one of them and returns what was seen.

    `more` are further arguments of code-server's.
    """
    user = folder / "user" / "User"
    user.mkdir(parents=True)
    (user / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {**os.environ, "XDG_CONFIG_HOME": str(folder / "config")}
    words = ["--bind-addr", f"127.0.0.1:{port}", "--auth", "none", "--disable-telemetry", "--disable-update-check"]
    words += ["--user-data-dir", str(folder / "user"), "--extensions-dir", str(extensions), *more]
    with (folder / "log").open("wb") as log:
        served = subprocess.Popen(
            [str(NODE), str(SERVER), *words], env=kept, stdout=log, stderr=log, start_new_session=True
        )

    def play(story: str, project: Path | None, file: Path | None = None) -> dict[str, Any]:
        SHOTS.mkdir(exist_ok=True)
        given = {
            "PARTS": str(PARTS),
            "URL": f"http://127.0.0.1:{port}",
            "SHOTS": str(SHOTS),
            "FOLDER": str(project or ""),
            "FILE": str(file or ""),
        }
        done = subprocess.run(
            [str(NODE), str(DRIVE), story],
            env={**os.environ, **given, "CHROMIUM": str(CHROMIUM), "REASON": REASON},
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.stdout, done.stderr
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        assert "failed" not in told, told["failed"]
        return told

    try:
        _listening(port)
        yield play
    finally:
        os.killpg(served.pid, signal.SIGTERM)
        served.wait(30)


def _listening(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("code-server does not listen")


def installed(folder: Path, *packed: Path) -> Path:
    """Install extensions into a folder, as a person installs them. Fails where ours was made of other sources."""
    if old := outdated():
        pytest.fail(old, pytrace=False)
    given = {**os.environ, "XDG_CONFIG_HOME": str(folder / "config")}
    for each in packed:
        command = [str(NODE), str(SERVER), "--extensions-dir", str(folder), "--install-extension", str(each)]
        subprocess.run(command, env=given, check=True, capture_output=True, timeout=300)
    return folder


def project(folder: Path) -> Path:
    """Write a small project, in a repository of its own."""
    files = {
        "src/pump/update.py": MODULE,
        "src/pump/reboot.py": REBOOT,
        "security/requirements/SEC-001.md": REQUIREMENT,
        "pyproject.toml": "[tool.aseptic]\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for words in (["init", "-q"], ["config", "user.email", "mira@example.org"], ["config", "user.name", "Mira"]):
        subprocess.run(["git", *words], cwd=folder, check=True, timeout=20)
    return folder
