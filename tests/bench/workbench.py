"""VS Code from its start to the first underlined finding: the packed extension in the real workbench."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from attrs import frozen

_TESTS = Path(__file__).parents[1]


@frozen
class Start:
    """Seconds from the page's request on."""

    workbench: float
    """Until the workbench is drawn."""
    text: float
    """Until the file that was left open is shown."""
    squiggle: float
    """Until its first finding is underlined."""


def workbench_starts(rounds: int) -> tuple[list[Start], str]:
    """Start it so often, the first time with an extension that never ran; return that, or why it cannot be started."""
    script = str(_TESTS / "editors" / "vscode_starting.py")
    done = subprocess.run(
        [sys.executable, script, str(rounds)],
        env={**os.environ, "PYTHONPATH": str(_TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        return [], done.stderr.strip().splitlines()[-1]
    return [Start(**json.loads(line)) for line in done.stdout.splitlines()], ""
