"""Who acts: git's user, asked for without running anything of the project's."""

from __future__ import annotations

import getpass
from pathlib import Path

from aseptic.analysis.versioning.git import Git
from aseptic.source.printable import on_one_line


def git_user(folder: Path) -> str:
    """Return git's `user.email`, else its `user.name`, else the name of the account."""
    if found := _configured(folder, "user.email") or git_name(folder):
        return found
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def git_name(folder: Path) -> str:
    """Return git's `user.name`, by which it calls whoever acts in commits; empty where it has none."""
    return _configured(folder, "user.name")


def mapped(folder: Path, address: str) -> str:
    """Return the address that a repository's `.mailmap` puts in the place of another; that one where it has none."""
    told = on_one_line((Git(folder).text("check-mailmap", f"<{address}>") or "").strip())
    return told.rpartition("<")[2].removesuffix(">") or address


def _configured(folder: Path, key: str) -> str:
    return on_one_line((Git(folder).text("config", "--get", key) or "").strip())
