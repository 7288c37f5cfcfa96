"""The packed extension in the real workbench: what a person sees, and what is on the disk afterwards."""

from __future__ import annotations

import json
from pathlib import Path

from neovim_desk import REBOOT, SETTLED
from vscode_desk import MARKS, REASON, Story, project

from aseptic.standard.catalog import Standard
from aseptic.version import __version__

pytestmark = MARKS


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
