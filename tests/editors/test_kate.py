"""A real Kate, without a display: it starts the server and is told the finding of the file that it opens."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

KATE = shutil.which("kate")
PATIENCE = 120
pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(KATE is None or sys.platform != "linux", reason="no Kate here"),
]


def test_kate_is_told_what_is_in_a_file(tmp_path: Path) -> None:
    assert KATE is not None
    project, settings, runtime = tmp_path / "project", tmp_path / "config", tmp_path / "runtime"
    for folder in (project, settings / "kate" / "lspclient", runtime):
        folder.mkdir(parents=True)
    runtime.chmod(0o700)
    told, server = tmp_path / "told", tmp_path / "server.sh"
    server.write_text(f'#!/bin/sh\n"{sys.executable}" -m aseptic server | tee "{told}"\n')
    server.chmod(0o755)
    ours = {"command": [str(server)], "rootIndicationFileNames": [".git"], "highlightingModeRegex": "^Python$"}
    (settings / "kate" / "lspclient" / "settings.json").write_text(json.dumps({"servers": {"python": ours}}))
    plugins = "[Kate Plugins]\nlspclientplugin=true\n"
    (settings / "katerc").write_text(f"{plugins}[lspclient]\nAllowedServerCommandLines={server}\n")
    file = project / "pump.py"
    file.write_text("import os\n\n\ndef run(x):\n    os.system(x)\n")
    subprocess.run(["git", "init", "-q"], cwd=project, check=True, timeout=60)
    places = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(settings), "XDG_RUNTIME_DIR": str(runtime)}
    kate = subprocess.Popen(
        [KATE, "-b", str(file)],
        env=os.environ | places | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not (told.exists() and '"INJ-003"' in told.read_text()):
            assert kate.poll() is None, "Kate ended"
            time.sleep(0.2)
    finally:
        kate.terminate()
        kate.wait(60)
    said = told.read_text()
    assert '"code": "INJ-003"' in said or '"code":"INJ-003"' in said
    assert file.as_uri() in said
