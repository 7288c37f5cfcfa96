"""The packed extension in the real workbench: what a person sees, and what is on the disk afterwards.

`make test-vscode` installs the parts (code-server on Node 24, playwright-core) and packs the extension. Pictures of what
was seen lie in `.cache/vscode/shots`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from neovim_desk import REBOOT, SETTLED, UPDATE
from requirement_text import REQUIREMENT

from aseptic.standard.catalog import Standard
from aseptic.version import __version__

ROOT = Path(__file__).parents[2]
PARTS = ROOT / ".cache" / "vscode"
NODE = PARTS / "node" / "node"
SERVER = PARTS / "node_modules" / "code-server" / "out" / "node" / "entry.js"
SHOTS = PARTS / "shots"
EXTENSION = ROOT / "editors" / "vscode"
PACKED = EXTENSION / f"aseptic-{__version__}.vsix"
DRIVE = Path(__file__).parent / "vscode" / "drive.mjs"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REASON = "The host name comes from our own list."
MODULE = UPDATE.replace("class Updater:\n", 'class Updater:\n    """Installs it."""\n\n')
SETTINGS = {
    "workbench.startupEditor": "none",
    "chat.disableAIFeatures": True,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "window.commandCenter": False,
    "editor.minimap.enabled": False,
    "editor.autoClosingBrackets": "never",
    "editor.autoClosingQuotes": "never",
    "editor.quickSuggestions": {"other": "off"},
    "extensions.ignoreRecommendations": True,
    "git.openRepositoryInParentFolders": "never",
}


def _absent() -> str:
    """Return why these tests cannot run; empty where they can."""
    if not (NODE.exists() and SERVER.exists() and CHROMIUM):
        return "the workbench's parts are not installed: make test-vscode installs them"
    if not PACKED.exists():
        return "the extension is not packed: make test-vscode packs it"
    places = (EXTENSION / "src", EXTENSION / "bundled" / "start.py", ROOT / "server", ROOT / "rules")
    files = (each for place in places for each in (place.rglob("*.*") if place.is_dir() else (place,)))
    newest = max(each.stat().st_mtime for each in files if each.suffix in {".ts", ".py", ".md"})
    return "the packed extension is older than its sources: make test-vscode" if newest > PACKED.stat().st_mtime else ""


ABSENT = _absent()
pytestmark = [
    pytest.mark.editor,
    pytest.mark.vscode,
    pytest.mark.skipif(bool(ABSENT), reason=ABSENT or "all is there"),
    pytest.mark.xdist_group("vscode"),
]
Story = Callable[[str, Path], dict[str, Any]]


@contextmanager
def workbench(folder: Path, extensions: Path) -> Iterator[Story]:
    """Serve workbenches; what is handed out plays a story in one of them and returns what was seen."""
    user = folder / "user" / "User"
    user.mkdir(parents=True)
    (user / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {**os.environ, "XDG_CONFIG_HOME": str(folder / "config")}
    words = ["--bind-addr", f"127.0.0.1:{port}", "--auth", "none", "--disable-telemetry", "--disable-update-check"]
    words += ["--disable-workspace-trust", "--user-data-dir", str(folder / "user"), "--extensions-dir", str(extensions)]
    with (folder / "log").open("wb") as log:
        served = subprocess.Popen(
            [str(NODE), str(SERVER), *words], env=kept, stdout=log, stderr=log, start_new_session=True
        )

    def play(story: str, project: Path) -> dict[str, Any]:
        SHOTS.mkdir(exist_ok=True)
        given = {"PARTS": str(PARTS), "URL": f"http://127.0.0.1:{port}", "SHOTS": str(SHOTS), "FOLDER": str(project)}
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


@pytest.fixture(scope="module")
def extensions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packed extension, installed as a person installs it."""
    folder = tmp_path_factory.mktemp("extensions")
    given = {**os.environ, "XDG_CONFIG_HOME": str(folder / "config")}
    command = [str(NODE), str(SERVER), "--extensions-dir", str(folder), "--install-extension", str(PACKED)]
    subprocess.run(command, env=given, check=True, capture_output=True, timeout=300)
    return folder


@pytest.fixture(scope="module")
def play(extensions: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with workbench(tmp_path_factory.mktemp("workbench"), extensions) as story:
        yield story


def project(folder: Path) -> Path:
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


def test_from_the_first_finding_to_the_recorded_deviation(play: Story, tmp_path: Path, standard: Standard) -> None:
    told = play("work", project(tmp_path / "pump"))
    rows = [row for row in told["problems"][1:] if not row.startswith("SEC-001.md")]
    codes = [next(code for code in ("INJ-003", "CRY-001", "DES-005") if code in row) for row in rows]
    assert codes == ["INJ-003", "CRY-001", "DES-005", "INJ-003"], "each finding once"
    assert [each for each in told["links"] if "-" in each] == codes
    assert any("SEC-001: Nothing from outside becomes a command" in row for row in told["problems"])
    assert told["dirty"] == REBOOT, "it was found before it was saved"
    assert (tmp_path / "pump/src/pump/reboot.py").read_text(encoding="utf-8") == REBOOT
    assert "shall" in told["hover"] and "INJ-003" in told["hover"]
    assert told["offered"][0].startswith("Run it without a shell")
    assert any(each.startswith("Record a deviation from INJ-003") for each in told["offered"])
    assert SETTLED in told["replaced"]
    assert told["kinds"] == ["mitigated", "accepted risk", "false positive", "test only"]
    record = told["record"]
    assert record.startswith("---\nid: DEV-0001\nkind: mitigated\nrule: INJ-003\n")
    assert f"## Justification\n{REASON}\n" in record
    assert "where: src/pump/update.py::Updater.install" in record
    assert told["unsaved"] == 0
    justified = record.split("\n").index(REASON) + 1
    assert f"Ln {justified}," in told["line"]
    state, one = told["deviations"]
    assert state.startswith("proposed")
    assert one.startswith("DEV-0001") and "INJ-003" in one and REASON in one
    assert any("DEV-0001 proposed" in lens for lens in told["lenses"])
    status = "\n".join(told["status"])
    assert f"server {__version__}" in status
    assert f"digest {standard.digest[:12]}" in status
    assert told["notifications"] == []


def test_a_killed_server_comes_back_and_broken_settings_harm_nothing(play: Story, tmp_path: Path) -> None:
    told = play("trouble", project(tmp_path / "pump"))
    assert told["quietly"] == [], "it is started again without a word"
    assert len(told["asked"]) == 1
    assert "ended 4 times in three minutes" in told["asked"][0]
    assert "does not run" in told["stopped"][0]
    assert told["still"] >= 4, "the last good settings hold"
    assert told["loud"] == []
    at = next(index for index, row in enumerate(told["broken"]) if row.startswith("pyproject.toml"))
    assert "aseptic" in told["broken"][at + 1]


def test_a_folder_without_python_is_left_alone(play: Story, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "README.md").write_text("# Notes\n", encoding="utf-8")
    told = play("bare", folder)
    assert told["notifications"] == []
    assert told["deviations"] == []
    assert told["server"] is None
    assert "Set Up security/" in told["welcome"][0]


def test_where_no_python_answers_it_is_told_what_is_missing(play: Story, tmp_path: Path) -> None:
    folder = project(tmp_path / "pump")
    (folder / ".vscode").mkdir()
    settings = json.dumps({"aseptic.interpreter": str(tmp_path / "no-such-python")})
    (folder / ".vscode" / "settings.json").write_text(settings, encoding="utf-8")
    told = play("pythonless", folder)
    assert len(told["notifications"]) == 1
    assert "needs Python 3.11 or newer" in told["notifications"][0]
    assert told["server"] is None
    assert "does not run" in told["status"][0]
