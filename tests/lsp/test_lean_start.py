"""What the first diagnostics do not need is not imported before them: a start stays as short as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from aseptic.lsp.features import make_server
from lsprotocol import types

server = make_server()
shown = []
server.protocol.write = shown.append
server.encoding, server.folders = types.PositionEncodingKind.Utf16, [Path.cwd()]
text = "import subprocess\\n\\nsubprocess.run('tar x *', shell=True)\\n"
item = types.TextDocumentItem((Path.cwd() / "a.py").as_uri(), "python", 1, text)
server.protocol.sync(types.TEXT_DOCUMENT_DID_OPEN, types.DidOpenTextDocumentParams(item))
assert "INJ-003" in shown[0], shown
slow = "yaml click rich stevedore jedi importlib.metadata bandit.core.manager bandit.core.config".split()
slow += ["aseptic.records.deviation", "aseptic.records.reading", "aseptic.records.matching", "aseptic.analysis.proof"]
print(sorted(name for name in slow if name in sys.modules))
"""


def test_a_start_without_records_imports_no_more_than_it_needs(tmp_path: Path) -> None:
    environment = {**os.environ, "ASEPTIC_CACHE_DIR": str(tmp_path / "cache")}
    project = tmp_path / "project"
    project.mkdir()

    def run() -> str:
        command = [sys.executable, "-c", PROGRAM]
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "yaml" in run()  # the first time the rules are read strictly
    assert run() == "[]\n"
