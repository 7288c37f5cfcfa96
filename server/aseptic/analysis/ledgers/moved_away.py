"""Where a file went that is not where its findings were: absence is no fix where the same code lies out of sight.

Asked are git, which tells of renames, and the disk, on which an equal file may lie that no scan looks at.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from attrs import define, field

from aseptic.analysis.versioning.git import HEAD, Git

_MOST = 32
"""Renames of one file that are followed."""
_TOGETHER = 256
"""Files of which git is asked at once what they were."""


@define(frozen=True, slots=False, eq=False)
class MovedAway:
    """What became of the files of a project that are gone."""

    root: Path
    seen: Mapping[str, object]
    """The files that were scanned, by their paths from the root."""
    hidden: Collection[str] = ()
    """The files that git has and was told not to check out."""
    gone: Sequence[str] = ()
    """The files that are to be asked about, where that is known: git is asked for all of them together."""
    _by_commit: dict[str, Mapping[str, str]] = field(factory=dict[str, Mapping[str, str]], init=False)
    """The renames of each commit that was asked."""
    _texts: dict[str, bytes | None] = field(factory=dict[str, "bytes | None"], init=False)
    """What some of the files were last."""

    def place(self, path: str) -> str:
        """Return the path from the root at which a file that is gone lies now; empty where it is deleted indeed."""
        now = path
        for _ in range(_MOST):
            now = self._renamed(now)
            if not now or self._lies(now):
                break
        return now if now and self._lies(now) else self._equal(path)

    def _lies(self, path: str) -> bool:
        return path in self.hidden or os.path.lexists(self.root / path)

    @cached_property
    def _git(self) -> Git:
        return Git(self.root)

    @cached_property
    def _prefix(self) -> str:
        return self._git.text("rev-parse", "--show-prefix") or ""

    @cached_property
    def _uncommitted(self) -> Mapping[str, str]:
        return self._renames("diff", "--cached", HEAD)

    def _renamed(self, path: str) -> str:
        if path in self._uncommitted:
            return self._uncommitted[path]
        last = self._last(path)
        if last not in self._by_commit:
            self._by_commit[last] = self._renames("diff-tree", "-r", f"{last}^1", last) if last else {}
        return self._by_commit[last].get(path, "")

    def _last(self, path: str) -> str:
        """Return the last commit that changed a file; empty where none did."""
        if path in self._removed:
            return self._removed[path]
        return self._git.text("--literal-pathspecs", "rev-list", "-1", HEAD, "--", path) or ""

    @cached_property
    def _removed(self) -> Mapping[str, str]:
        """The commits that removed the files that are to be asked about: those that went together share one."""
        found: dict[str, str] = {}
        waiting = {each for each in self.gone if "\n" not in each}
        while waiting:
            paths = os.fsencode("".join(f"{each}\n" for each in sorted(waiting)))
            asked = self._git.ask("--literal-pathspecs", "rev-list", "-1", "--stdin", HEAD, feed=b"--\n" + paths)
            last = (asked or b"").decode("ascii", "replace").strip()
            here = {path: last for path in self._taken_out(last) if path in waiting}
            if not here:  # a merge, of which each file has a history of its own
                break
            found |= here
            waiting -= here.keys()
        return found

    def _taken_out(self, commit: str) -> Iterator[str]:
        how = ("-r", "--no-renames", "--diff-filter=D", "--name-only", "-z", "--no-relative")
        listed = self._git.ask("diff-tree", *how, f"{commit}^1", commit) if commit else b""
        return (self._inner(os.fsdecode(each)) for each in (listed or b"").split(b"\0") if each)

    def _renames(self, *words: str) -> Mapping[str, str]:
        """Return what git takes for renamed, from the old path to the new one, both from the root."""
        how = ("-M", "--diff-filter=R", "--name-status", "-z", "--no-relative", "--no-ext-diff", "--no-textconv")
        listed = self._git.ask(words[0], *how, *words[1:]) or b""
        parts = [os.fsdecode(each) for each in listed.split(b"\0")]
        pairs = zip(parts[1::3], parts[2::3], strict=False)
        return {self._inner(old): self._inner(new) for old, new in pairs}

    def _inner(self, path: str) -> str:
        return os.path.relpath(path, self._prefix or ".").replace(os.sep, "/")

    def _equal(self, path: str) -> str:
        """Return a file that no scan looked at and that is what one which is gone was last; empty for none."""
        text = self._text(path)
        if not text:
            return ""
        sizes = {len(text), len(text) + text.count(b"\n")}
        near = sorted(each for size in sizes for each in self._unseen.get(size, ()))
        return next((each for each in near if _content(self.root / each) == _plain(text)), "")

    def _text(self, path: str) -> bytes | None:
        """Return what a file was last; of those that are to be asked about, some are read together."""
        if path not in self._texts:
            at = self._places.get(path)
            some = self.gone[at : at + _TOGETHER] if at is not None else (path,)
            before = {each: self._last(each) for each in some}
            names = [f"{commit}:./{each}" for each, last in before.items() for commit in (HEAD, f"{last}^1")]
            read = iter(self._git.objects(names))
            self._texts.clear()
            for each, (now, then) in zip(before, zip(read, read, strict=True), strict=True):
                self._texts[each] = then if now is None else now
        return self._texts[path]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {path: at for at, path in enumerate(self.gone)}

    @cached_property
    def _unseen(self) -> Mapping[int, list[str]]:
        """The files that no scan looked at, by their sizes in bytes."""
        found: dict[int, list[str]] = {}
        for path, size in _files(self.root):
            if path not in self.seen:
                found.setdefault(size, []).append(path)
        return found


def _content(path: Path) -> bytes | None:
    try:
        return _plain(path.read_bytes())
    except OSError:
        return None


def _plain(text: bytes) -> bytes:
    """Return a text with the line ends that git keeps for Windows."""
    return text.replace(b"\r\n", b"\n")


def _files(root: Path) -> Iterator[tuple[str, int]]:
    """Yield every plain file below a folder with its size, those of git's own left out."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if each != ".git")
        for name in names:
            path = Path(folder, name)
            try:
                size = path.lstat().st_size if path.is_file() and not path.is_symlink() else None
            except OSError:
                continue
            if size is not None:
                yield path.relative_to(root).as_posix(), size
