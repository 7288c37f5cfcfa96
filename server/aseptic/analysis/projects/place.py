"""Where a file's project is: the nearest folder upward that says so, without which git's, else the workspace's."""

from __future__ import annotations

import os
from pathlib import Path

from aseptic.analysis.projects.settings import read_settings
from aseptic.analysis.projects.settings_file import NAME, settings_text, speaks_of_us

OWN_FOLDER = "the file's own folder"
"""What stands for the sign of a project where there is none."""
_STANDARD = Path("security") / "standard.md"


class Looks:
    """What folders say of projects, each looked at once."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}
        self._tops: dict[str, bool] = {}

    def sign(self, folder: Path) -> str:
        """Return what in a folder declares a project; empty where nothing does."""
        if (name := str(folder)) not in self._signs:
            self._signs[name] = _declared(folder)
        return self._signs[name]

    def is_top(self, folder: Path) -> bool:
        """Say whether a folder is the top level of a repository."""
        if (name := str(folder)) not in self._tops:
            self._tops[name] = os.path.exists(folder / ".git")  # noqa: PTH110  (a Path's raises)
        return self._tops[name]


def project_root(folder: Path, workspace: Path | None = None, looks: Looks | None = None) -> Path:
    """Return the root of the project that the files in `folder` belong to; `looks` says what was seen already."""
    return found_root(folder, workspace, looks)[0]


def found_root(folder: Path, workspace: Path | None = None, looks: Looks | None = None) -> tuple[Path, str]:
    """Return the same with what made it the root, in words."""
    folders, looks = [folder, *folder.parents], looks or Looks()
    for each in folders:
        if sign := looks.sign(each):
            return each, sign
    for each in folders:
        if looks.is_top(each):
            return each, "git's top level"
    if workspace is not None and workspace in folders:
        return workspace, "the workspace's folder"
    return folder, OWN_FOLDER


def _declared(folder: Path) -> str:
    """Return what in a folder declares a project; empty where nothing does."""
    if os.path.isfile(folder / _STANDARD):  # noqa: PTH113  (a Path's raises where nobody may look)
        return _STANDARD.as_posix()
    if not speaks_of_us(folder):
        return ""
    text = settings_text(folder)
    settings, problems = read_settings(NAME, text) if isinstance(text, str) else (None, (text,))
    return f"[tool.aseptic] in {NAME}" if settings is not None or problems else ""


def relative(path: Path, root: Path) -> str:
    """Return a path as records write it: from the root, with forward slashes; as it is when outside."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
