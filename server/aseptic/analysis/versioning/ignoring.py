"""What git ignores: the `.gitignore` files from the top of the repository down to a folder, and its `info/exclude`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported where a folder has patterns
    from pathspec import GitIgnoreSpec

IGNORE = ".gitignore"
"""The file that says in a folder what git ignores there."""
Level = tuple[str, "GitIgnoreSpec"]
"""A folder, and what its file says of everything below it."""


class Ignoring:
    """The patterns that hold below one folder, each file of them read once."""

    def __init__(self, top: Path, root: Path) -> None:
        """Begin at a folder that was named; one that is ignored itself was meant all the same.

        Outside a repository the files count from `root` on, where that lies above.
        """
        self._top = str(top)
        above = list(_above(top, root))
        inner = [each for each in (top, *top.parents) if above and each.is_relative_to(above[0][0])]
        meant = any(_says(above, str(each), folder=True) for each in inner if str(each) != above[0][0])
        own = _levels(self._top)
        self._tracked: frozenset[str] | None = None
        self._chains: dict[str, list[Level]] = {self._top: [*([] if meant else above), *own]}

    def ignores(self, folder: str, name: str, is_folder: bool) -> bool:
        """Say whether git ignores what lies in a folder that it does not ignore, or that holds what it tracks."""
        chain = self._chain(folder)
        if not chain:
            return False
        path = os.path.join(folder, name)  # noqa: PTH118  (asked of each file)
        return _says(chain, path, is_folder) and path not in self._kept()

    def enter(self, folder: str, has_file: bool) -> None:
        """Take in whether a folder that was just listed has a file of patterns: most have none, and none is sought."""
        if not has_file and folder != self._top:
            self._chains[folder] = self._chain(os.path.dirname(folder))  # noqa: PTH120

    def _kept(self) -> frozenset[str]:
        """Return the files that git tracks in spite of a pattern, and the folders that hold them."""
        if self._tracked is None:
            self._tracked = frozenset(_tracked(self._top))
        return self._tracked

    def _chain(self, folder: str) -> list[Level]:
        if folder not in self._chains:
            own = _levels(folder)
            above = self._chain(os.path.dirname(folder))  # noqa: PTH120
            self._chains[folder] = [*above, *own] if own else above
        return self._chains[folder]


def ignored(path: Path, root: Path) -> bool:
    """Say whether a scan of a project leaves a file out since git ignores it, or a folder that holds it."""
    if not path.is_relative_to(root):
        return False
    ignoring = Ignoring(root, root)
    steps = [each for each in reversed((path, *path.parents)) if each != root and each.is_relative_to(root)]
    return any(ignoring.ignores(str(each.parent), each.name, each != path) for each in steps)


def _tracked(top: str) -> Iterator[str]:
    if not any(map(_is_top, (Path(top), *Path(top).parents))):
        return
    from aseptic.analysis.versioning.git import Git

    listed = Git(Path(top)).ask("ls-files", "-z", "--cached", "--ignored", "--exclude-standard") or b""
    for name in listed.split(b"\0"):
        path = Path(top, os.fsdecode(name))
        yield str(path)
        yield from (str(each) for each in path.parents if len(each.parts) > len(Path(top).parts))


def _says(levels: list[Level], path: str, folder: bool) -> bool:
    """Say what the nearest file with a word on it says."""
    for holder, spec in reversed(levels):
        inside = path.removeprefix(holder.rstrip(os.sep)).replace(os.sep, "/").lstrip("/")
        said = spec.check_file(f"{inside}/" if folder else inside).include if path != holder else None
        if said is not None:
            return said
    return False


def _above(top: Path, root: Path) -> Iterator[Level]:
    """Yield what holds in a folder from above it, the farthest first."""
    home = next(filter(_is_top, (top, *top.parents)), root)
    if not top.is_relative_to(home):
        return
    info = _read(str(home / ".git" / "info" / "exclude"))
    if info is not None:
        yield str(home), info
    for each in reversed(top.parents):
        if each.is_relative_to(home):
            yield from _levels(str(each))


def _is_top(folder: Path) -> bool:
    """Whether a folder is a repository's top level, as far as anybody may look."""
    return os.path.exists(folder / ".git")  # noqa: PTH110


def _levels(folder: str) -> list[Level]:
    spec = _read(os.path.join(folder, IGNORE))  # noqa: PTH118  (asked of each folder)
    return [] if spec is None else [(folder, spec)]


def _read(path: str) -> GitIgnoreSpec | None:
    """Read one file; one that cannot be read, or holds a pattern that nobody understands, ignores nothing by that."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            lines = stream.read().decode("utf-8", "surrogateescape").split("\n")
    except OSError:
        return None
    from pathspec import GitIgnoreSpec

    sound: list[str] = []
    for line in (each.removesuffix("\r") for each in lines):
        try:
            GitIgnoreSpec.from_lines([line])
        except (ValueError, re.error):
            continue
        sound.append(line)
    return GitIgnoreSpec.from_lines(sound)
