"""A release as git has it, put into a folder: nothing of the working tree, the day or the machine goes in."""

from __future__ import annotations

from itertools import islice
from pathlib import Path, PurePosixPath

from aseptic.analysis.versioning.git import Git

_BATCH = 256
"""Files that are held at a time."""


def restored(git: Git, commit: str, folder: Path) -> int:
    """Write the plain files of a commit into a folder and return how many; links and submodules are left out.

    Raises OSError where they cannot be written.
    """
    listed = iter([(name, key) for name, key in git.files(commit) if _inside(name)])
    count = 0
    while batch := list(islice(listed, _BATCH)):
        for (name, _), content in zip(batch, git.blobs([key for _, key in batch]), strict=True):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            count += 1
    return count


def _inside(name: str) -> bool:
    """Say whether a name of git's stays in the folder: nothing that git itself writes does otherwise."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and ".git" not in path.parts
