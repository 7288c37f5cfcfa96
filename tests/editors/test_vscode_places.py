"""The packed extension in other places than one trusted folder with its records in `security`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from neovim_desk import REBOOT, UPDATE
from vscode_desk import MARKS, Story, project, workbench

from aseptic.standard.catalog import Standard

pytestmark = MARKS
OURS = """\
---
id: STANDARD
title: Ours
standard: Aseptic
version: '0.1'
banned:
  - {name: acme.raw, rule: INJ-003, message: acme.raw is not for products}
---
Text.
"""
ELSEWHERE = "[tool.aseptic]\nrecords = 'quality/records'\n"
RUNS = '#!/bin/sh\ntouch "{marker}"\nexec "{python}" "$@"\n'


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_of_two_projects_the_status_tells_the_standard_of_the_file_in_front(
    play: Story, tmp_path: Path, standard: Standard
) -> None:
    files = {
        "ward/pyproject.toml": "[tool.aseptic]\n",
        "ward/ward.py": UPDATE,
        "pump/security/standard.md": OURS,
        "pump/pump.py": UPDATE,
        "both.code-workspace": json.dumps({"folders": [{"path": "pump"}, {"path": "ward"}]}),
    }
    told = play("several", written(tmp_path / "several", files) / "both.code-workspace")
    ward, pump = ("\n".join(told[name]) for name in ("ward.py", "pump.py"))
    assert f"ward · digest {standard.digest[:12]}" in ward
    assert "pump · digest " in pump and standard.digest[:12] not in pump


def test_a_notebook_is_checked_cell_by_cell(play: Story, tmp_path: Path) -> None:
    texts = ["%matplotlib inline\nimport os", "def stop(name):\n    os.system('kill ' + name)\n"]
    texts.append("import yaml\nyaml.load(open('x'), Loader=yaml.Loader)")
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [{**code, "source": text.splitlines(keepends=True)} for text in texts]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"}}
    book = json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})
    told = play("notebook", written(tmp_path / "notes", {"study.ipynb": book, "pyproject.toml": "[tool.aseptic]\n"}))
    header, *rows = told["problems"]
    assert header.startswith("study.ipynb")
    assert [next(code for code in ("INJ-003", "DES-005", "?") if code in row) for row in rows] == ["INJ-003", "DES-005"]
    assert "3 findings" in told["status"][0]
    assert "digest" in told["status"][1]


def test_records_in_another_folder_are_at_home_in_the_editor(play: Story, tmp_path: Path) -> None:
    folder = project(tmp_path / "pump")
    (folder / "pyproject.toml").write_text(ELSEWHERE, encoding="utf-8")
    told = play("elsewhere", folder)
    assert any("code as when raised" in lens for lens in told["lenses"])
    assert "Aseptic: " in told["status"][0]
    assert told["mended"] >= 0, "what is wrong with the record follows its text"


def test_only_what_changed_is_shown_in_full(play: Story, tmp_path: Path) -> None:
    folder = project(tmp_path / "pump")
    for words in (["branch", "-m", "main"], ["add", "-A"], ["commit", "-qm", "all"], ["switch", "-qc", "work"]):
        subprocess.run(["git", *words], cwd=folder, check=True, timeout=20)
    with (folder / "src/pump/update.py").open("a", encoding="utf-8") as module:
        module.write("\n\n" + REBOOT.replace("pass", 'os.system("reboot " + host)'))
    written(folder, {".vscode/settings.json": json.dumps({"aseptic.show": "changed"})})
    told = play("changed", folder)
    assert (told["full"], told["hints"]) == (1, 4)
    assert "4 older as hints" in told["status"][0]


def test_without_a_folder_the_view_leads_to_a_sample(play: Story) -> None:
    told = play("empty", None)
    assert told["rows"] == []
    assert "Open a Sample" in told["welcome"][0]
    assert told["notifications"] == []


def test_nothing_of_an_untrusted_workspace_is_run_until_it_is_trusted(extensions: Path, tmp_path: Path) -> None:
    folder = project(tmp_path / "pump")
    script = RUNS.format(marker=folder / "ran", python=sys.executable)
    written(folder, {".venv/bin/python": script, "tool/python": script})
    for name in (".venv/bin/python", "tool/python"):
        (folder / name).chmod(0o755)
    written(folder, {".vscode/settings.json": json.dumps({"aseptic.interpreter": "${workspaceFolder}/tool/python"})})
    with workbench(tmp_path / "workbench", extensions) as play:
        told = play("restricted", folder)
    assert told["ran"] is False
    assert "not trusted" in told["debug"].replace("\xa0", " ")
    assert "security/ was not set up" in told["asked"][0]
    assert told["after"] is True
