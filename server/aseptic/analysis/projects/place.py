"""Where a file's project is: the nearest folder upward that says so, without which git's, else the workspace's."""

from __future__ import annotations

from pathlib import Path

from aseptic.analysis.projects.settings import read_settings
from aseptic.analysis.projects.settings_file import NAME, settings_text, speaks_of_us

OWN_FOLDER = "the file's own folder"
"""What stands for the sign of a project where there is none."""
_STANDARD = Path("security") / "standard.md"


def project_root(folder: Path, workspace: Path | None = None) -> Path:
    """Return the root of the project that the files in `folder` belong to."""
    return found_root(folder, workspace)[0]


def found_root(folder: Path, workspace: Path | None = None) -> tuple[Path, str]:
    """Return the same with what made it the root, in words."""
    folders = [folder, *folder.parents]
    for each in folders:
        sign = _declared(each)
        if sign:
            return each, sign
    for each in folders:
        if (each / ".git").exists():
            return each, "git's top level"
    if workspace is not None and workspace in folders:
        return workspace, "the workspace's folder"
    return folder, OWN_FOLDER


def _declared(folder: Path) -> str:
    """Return what in a folder declares a project; empty where nothing does."""
    if (folder / _STANDARD).is_file():
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
