"""Who acts: git's user, asked for without running anything of the project's."""

from __future__ import annotations

import getpass
from pathlib import Path

from aseptic.analysis.versioning.git import Git
from aseptic.source.printable import on_one_line


def git_user(folder: Path) -> str:
    """Return git's `user.email`, else its `user.name`, else the name of the account."""
    git = Git(folder)
    for key in ("user.email", "user.name"):
        found = on_one_line((git.text("config", "--get", key) or "").strip())
        if found:
            return found
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
