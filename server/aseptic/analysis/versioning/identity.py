"""Who acts: git's user, asked for without running anything of the project's."""

from __future__ import annotations

import getpass
import os
import subprocess
from pathlib import Path

from aseptic.source.printable import on_one_line

_PATIENCE = 5
"""Seconds that git gets to read its configuration."""


def git_user(folder: Path) -> str:
    """Return git's `user.email`, else its `user.name`, else the name of the account."""
    for key in ("user.email", "user.name"):
        found = _configured(folder, key)
        if found:
            return found
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _configured(folder: Path, key: str) -> str:
    command = ["git", "config", "--get", key]
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return on_one_line(done.stdout.decode("utf-8", "replace").strip()) if done.returncode == 0 else ""
