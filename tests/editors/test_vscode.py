"""The packed extension in the real workbench: what a person sees, and what is on the disk afterwards."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from neovim_desk import REBOOT, SETTLED
from vscode_desk import MARKS, REASON, Story, project

from aseptic.standard.catalog import Standard
from aseptic.version import __version__

pytestmark = MARKS
ANOTHER = """\
import json
import sys

size = int(sys.stdin.buffer.readline().split(b":")[1])
sys.stdin.buffer.readline()
asked = json.loads(sys.stdin.buffer.read(size))
answer = {"jsonrpc": "2.0", "id": asked["id"], "result": {"capabilities": {}, "serverInfo": {"name": "pylsp"}}}
said = json.dumps(answer)
print(f"Content-Length: {len(said)}\\r\\n\\r\\n{said}", end="", flush=True)
sys.stdin.read()
"""
PROGRAMS = {
    "ends": ("#!/bin/sh\nexit 0\n", "it ended with code 0 before it answered"),
    "prints": ("#!/bin/sh\nexec yes\n", "it writes what is no message to an editor"),
    "echoes": ("#!/bin/sh\nexec cat\n", "it refuses to begin"),
    "another": (f"#!{sys.executable}\n{ANOTHER}", "it answers as pylsp"),
}
"""Programs that can be started and are no server of ours, and what is said of them."""


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
    lines = record.split("\n")
    prompt = next(number for number, line in enumerate(lines, 1) if line.startswith("TODO: say why not: "))
    assert f"Ln {prompt}," in told["line"]
    state, one = told["deviations"]
    assert state.startswith("proposed")
    assert one.startswith("DEV-0001") and "INJ-003" in one
    assert "covers nothing before its reasons are written" in one
    assert any("DEV-0001 covers nothing before" in lens for lens in told["lenses"])
    status = "\n".join(told["status"])
    assert f"server {__version__}" in status
    assert f"digest {standard.digest[:12]}" in status
    assert told["notifications"] == []


def test_a_killed_server_comes_back_and_broken_settings_harm_nothing(play: Story, tmp_path: Path) -> None:
    told = play("trouble", project(tmp_path / "pump"))
    assert told["quietly"] == [], "it is started again without a word"
    assert len(told["asked"]) == 1
    assert "ended 4 times in three minutes" in told["asked"][0]
    assert "at last by SIGKILL" in told["asked"][0]
    assert "does not run" in told["stopped"][0]
    report = told["report"].replace("\xa0", " ").replace("·", " ")
    assert report.startswith("Aseptic: report of a fault\n") and report.count(" by SIGKILL") >= 4
    for part in ("start.py server", "Python 3.", "settings     none is set"):
        assert part in report, part
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


def test_a_program_that_is_no_server_is_told_once_with_its_cure(play: Story, tmp_path: Path) -> None:
    folder = project(tmp_path / "pump")
    programs = [tmp_path / name for name in PROGRAMS]
    for program in programs:
        program.write_text(PROGRAMS[program.name][0], encoding="utf-8")
        program.chmod(0o755)
    (folder / ".vscode").mkdir()
    (folder / "programs.json").write_text(json.dumps([str(each) for each in programs]), encoding="utf-8")
    settings = json.dumps({"aseptic.path": str(programs[0])})
    (folder / ".vscode" / "settings.json").write_text(settings, encoding="utf-8")
    told = play("strangers", folder)
    for name, (_, why) in PROGRAMS.items():
        (said,) = told[name]
        assert f"/{name}, which is no working Aseptic: {why}" in said
        assert "name another, or leave it empty" in said
    assert "does not run" in told["status"][0]
    assert told["after"] == []


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
