"""Where a file's project is: the nearest folder upward that says so, without which git's, else the workspace's."""

from __future__ import annotations

from pathlib import Path

from aseptic.analysis.settings import read_settings

_STANDARD = Path("security") / "standard.md"


def project_root(folder: Path, workspace: Path | None = None) -> Path:
    """Return the root of the project that the files in `folder` belong to."""
    folders = [folder, *folder.parents]
    for each in folders:
        if _declares(each):
            return each
    for each in folders:
        if (each / ".git").exists():
            return each
    return workspace if workspace is not None and workspace in folders else folder


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
