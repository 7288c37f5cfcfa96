"""Prints how long VS Code takes to the first underlined finding, in seconds, as a line of JSON for each start.

`python tests/editors/vscode_starting.py ROUNDS`, for `tests/bench`. Each start is a code-server and a browser of its own,
with a profile as it comes, in which one module of 21 lines is open, as where somebody left it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from vscode_desk import TRUSTED, installed, project, workbench
from vscode_packed import PACKED, absent, outdated


def starting(rounds: int) -> None:
    """Start it so often. Exits with a line where it cannot be, or would show what was."""
    if why := absent() or outdated():
        sys.exit(why)
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        extensions = installed(folder / "extensions", PACKED)
        for number in range(rounds):
            place = project(folder / f"pump-{number}")
            with workbench(folder / f"workbench-{number}", extensions, TRUSTED) as play:
                print(json.dumps(play("start", place, place / "src" / "pump" / "update.py")), flush=True)


if __name__ == "__main__":
    starting(int(sys.argv[1]))
