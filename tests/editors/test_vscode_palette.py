"""What the packed extension offers in the palette, in its walkthrough, and beside the Python extension."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

from vscode_desk import MARKS, REASON, TRUSTED, Story, installed, project, workbench
from vscode_packed import PACKED

pytestmark = MARKS
CLOSED = 'import os\n\n\ndef stop(name):\n    os.system("kill " + name)\n'
SILENCED = f"{CLOSED.rstrip()}  # nosec B605 the name is ours\n"
FAKE = """
const vscode = require("vscode");
let path = PYTHONS[0];
const changed = new vscode.EventEmitter();
exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand("fake.choose", () => {
    path = PYTHONS[1];
    changed.fire({ path });
  }));
  return {
    environments: {
      getActiveEnvironmentPath: () => ({ path }),
      resolveEnvironment: async ({ path }) => ({
        executable: { uri: vscode.Uri.file(path) },
        environment: { folderUri: vscode.Uri.file(require("path").dirname(path)) },
      }),
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
};
"""


def test_every_command_of_the_palette_does_what_it_says(play: Story, tmp_path: Path) -> None:
    folder = project(tmp_path / "pump")
    (folder / "src/pump/silenced.py").write_text(SILENCED, encoding="utf-8")
    (folder / "src/pump/closed.py").write_text(CLOSED, encoding="utf-8")
    ruff = '[tool.aseptic]\n\n[tool.ruff.lint]\nselect = ["E", "S"]\n'
    (folder / "pyproject.toml").write_text(ruff, encoding="utf-8")
    told = play("commands", folder)
    assert "No finding at the cursor" in told["none"][0]
    assert len(told["silencers"]) == 1
    assert told["silencers"][0].endswith("stop"), "where the comment stands"
    second = (folder / "security/deviations/DEV-0002.md").read_text(encoding="utf-8")
    assert "where: src/pump/silenced.py::stop" in second
    assert REASON in second and "the name is ours" in second
    assert 'ignore = ["S"]' in told["overlap"].replace("\xa0", " ").replace("·", " ")
    assert told["settings"] == ruff, "it is shown before it holds"
    assert told["setUp"] is True
    assert told["rule"].startswith("CRY-001 Use a hash")
    assert told["kept"] == 1, "no other page took the rule's place"
    assert "server" in told["debug"]
    assert told["notifications"] == []
    groups = [row for row in told["byFile"] if row.startswith("src/")]
    assert len(groups) == 2


def test_the_walkthrough_leads_through_five_steps(play: Story, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    told = play("walkthrough", folder)
    assert len(told["steps"]) == 5
    assert told["notifications"] == []


def test_the_python_extensions_choice_runs_the_server(tmp_path: Path) -> None:
    pythons: list[str] = []
    for name in ("one", "two"):
        python = tmp_path / name / "python"
        python.parent.mkdir()
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
        python.chmod(0o755)
        pythons.append(str(python))
    fake = tmp_path / "fake.vsix"
    manifest = {
        "name": "python",
        "publisher": "ms-python",
        "version": "1.0.0",
        "engines": {"vscode": "^1.91.0"},
        "main": "./main.js",
        "contributes": {"commands": [{"command": "fake.choose", "title": "Choose the Other", "category": "Fake"}]},
    }
    with zipfile.ZipFile(fake, "w") as packed:
        packed.writestr("extension/package.json", json.dumps(manifest))
        packed.writestr("extension/main.js", FAKE.replace("PYTHONS", json.dumps(pythons)))
    extensions = installed(tmp_path / "extensions", PACKED, fake)
    with workbench(tmp_path / "workbench", extensions, TRUSTED) as play:
        told = play("chosen", project(tmp_path / "pump"))
    for said, python in zip((told["first"], told["second"]), pythons, strict=True):
        assert f"({python}, from the Python extension)" in said.replace("\xa0", " ")
