"""Where a file's project is: the nearest folder upward that says so, without which git's, else the workspace's."""

from __future__ import annotations

from pathlib import Path

from aseptic.analysis.settings import read_settings

_STANDARD = Path("security") / "standard.md"


def project_root(path: Path, workspace: Path | None = None) -> Path:
    """Return the root of the project that `path` belongs to."""
    folders = [path, *path.parents] if path.is_dir() else list(path.parents)
    for folder in folders:
        if _declares(folder):
            return folder
    for folder in folders:
        if (folder / ".git").exists():
            return folder
    if workspace is not None and (workspace == path or workspace in path.parents):
        return workspace
    return folders[0] if folders else path


def _declares(folder: Path) -> bool:
    if (folder / _STANDARD).is_file():
        return True
    try:
        text = (folder / "pyproject.toml").read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    settings, problems = read_settings("pyproject.toml", text) if "aseptic" in text else (None, ())
    return settings is not None or bool(problems)


def relative(path: Path, root: Path) -> str:
    """Return a path as records write it: from the root, with forward slashes; as it is when outside."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
