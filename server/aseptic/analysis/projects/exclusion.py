"""What is left out of a scan and in an editor: folders that nobody of the project wrote, and what its settings name."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ALWAYS_EXCLUDED = frozenset(
    (
        ".git .hg .svn .venv venv .tox .nox .eggs .mypy_cache .ruff_cache .pytest_cache .cache __pycache__ "
        "__pypackages__ node_modules site-packages .idea .vscode .ipynb_checkpoints"
    ).split()
)
"""Folders that hold nothing that people of the project wrote; settings can only add to them."""
GIT = ".git"
"""Git's own folder, of which no report speaks."""
OUTPUT = frozenset(("build", "dist", "_build"))
"""Folders that hold what a build makes, unless they are packages."""
NAMES = ALWAYS_EXCLUDED | OUTPUT
"""What a folder has to be called that `never_ours` may leave out."""
_FOREIGN = frozenset(("site-packages", "dist-packages", "node_modules"))
"""Where other people's code lies, wherever the folder is."""


def never_ours(folder: Path) -> bool:
    """Whether nobody of the project wrote what a folder holds; a package may well be called `build`."""
    if folder.name in ALWAYS_EXCLUDED:
        return True
    return folder.name in OUTPUT and not os.path.isfile(folder / "__init__.py")  # noqa: PTH113  (a Path's may raise)


def named(path: Path, root: Path, globs: Iterable[str]) -> bool:
    """Whether the globs of a project's settings name a file or folder, counted from the project's root."""
    real = Path(os.path.realpath(path))
    inside = real.relative_to(root).as_posix() if real.is_relative_to(root) else real.as_posix()
    return any(fnmatch.fnmatchcase(inside, glob.rstrip("/")) for glob in globs)


def left_out_by(path: Path, root: Path, globs: Iterable[str], workspaces: Iterable[Path]) -> str:
    """Say what leaves a file out when somebody opens it, in words; empty where nothing does. See `excluded`."""
    globs = tuple(globs)
    if not excluded(path, root, globs, workspaces):
        return ""
    inside = path.relative_to(root).parents if path.is_relative_to(root) else ()
    folders = [root / each for each in reversed(inside) if each.parts]
    glob = next((glob for glob in globs for each in (*folders, path) if named(each, root, (glob,))), "")
    folder = next((each.name for each in folders if never_ours(each)), "")
    if folder or not glob:
        return f"always: the folder {folder or next(each for each in path.parts if each in _FOREIGN)} is nobody's own"
    return f"exclude: {glob}"


def excluded(path: Path, root: Path, globs: Iterable[str], workspaces: Iterable[Path]) -> bool:
    """Whether a file is left out when somebody opens it: where a scan of its project would not come to it.

    What git ignores is looked at in an editor all the same: somebody writes it now.

    Beyond every workspace, a file among other people's packages is left out whatever its project seems to be.
    """
    if not _FOREIGN.isdisjoint(path.parts) and not any(path.is_relative_to(each) for each in workspaces):
        return True
    if not path.is_relative_to(root):
        return False
    inner = PurePosixPath(path.relative_to(root).as_posix())
    globs = tuple(globs)
    folders = [root / each for each in reversed(inner.parents) if each.parts]
    return any(never_ours(each) or named(each, root, globs) for each in folders) or named(path, root, globs)
