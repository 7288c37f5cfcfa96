"""A folder of records on disk: its files' names and texts.

No link is followed out of the records' folder, so that a checkout cannot make the server read what lies outside; and
none to a record or to the policy, for git keeps where a link leads and not what became of the text there.
"""

from __future__ import annotations

import codecs
import os
import stat
import time
from pathlib import Path

from attrs import evolve, frozen

from aseptic.records.record import Problems
from aseptic.records.scalar import encodable
from aseptic.source.problem import Problem

_LARGEST = 1_000_000
"""Bytes that a record may have."""
_USUAL = 16_000
"""Bytes that hardly any record exceeds."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SETTLED = 2_000_000_000
"""Nanoseconds after which a change of a file gives it another time of change, on whatever disk."""
_UNKEPT = "of which git keeps no history, so what is decided there could not be proved"
Look = tuple[int, int, int]
"""When a file changed last in nanoseconds, its bytes, and its inode."""


def look_of(status: os.stat_result) -> Look:
    """Return what tells whether a file changed, by its status."""
    return status.st_mtime_ns, status.st_size, status.st_ino


@frozen
class File:
    """A file in a folder."""

    name: str
    look: Look | None
    """What tells whether it changed; None where it changed too lately to be told, or is no plain file."""
    plain: bool
    """Whether it is a file, and neither a link nor anything else."""


@frozen
class Folder:
    """A folder of records: where it is, how people see it, and the root that nothing may lead out of."""

    path: Path
    shown: str
    root: Path
    linked: bool = True
    """Whether it may be a link itself."""

    @classmethod
    def top(cls, path: Path, shown: str) -> Folder:
        """Return the folder of all records."""
        return cls(path, shown, _real(path) or path)

    def inside(self, name: str) -> Folder:
        """Return a folder of records in this one."""
        return evolve(self, path=self.path / name, shown=self.shows(name), linked=False)

    def shows(self, name: str) -> str:
        """Return how people see a file in it."""
        return f"{self.shown}/{encodable(name)}"

    def listed(self) -> tuple[list[File], Problems]:
        """List it by name; hidden files and other kinds are left to whoever owns them."""
        try:
            real = _real(self.path)
            if real is not None and not real.is_relative_to(self.root):
                return [], (Problem(self.shown, "the link leads out of the records' folder", "put a folder here"),)
            if real is not None and not self.linked and self.path.is_symlink():
                return [], (Problem(self.shown, f"the folder is a link, {_UNKEPT}", "put the records themselves here"),)
            until = time.time_ns() - _SETTLED
            with os.scandir(self.path) as entries:
                return sorted((_file(entry, until) for entry in entries), key=lambda each: each.name), ()
        except FileNotFoundError:
            return [], ()
        except OSError as error:
            return [], (Problem(self.shown, f"the folder cannot be read: {error.strerror}", "make it readable"),)

    def text(self, file: File) -> str | Problem:
        """Read one file; what keeps it from being read comes back as the problem."""
        content = self._content(file)
        if isinstance(content, Problem):
            return content
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            return Problem(self.shows(file.name), f"the file is not UTF-8 (byte {error.start})", "save it as UTF-8")

    def behind(self, file: File) -> Problem | None:
        """Return what is wrong with a file that somebody else reads: that it is a link, or no file at all."""
        return (
            None if file.plain else next((each for each in (self._content(file),) if isinstance(each, Problem)), None)
        )

    def glimpse(self, file: File) -> str:
        """Return what can be made out of a file that is not UTF-8: U+FFFD stands for each byte that tells nothing."""
        content = self._content(file)
        if isinstance(content, Problem):
            return ""
        return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8", "replace")

    def _content(self, file: File) -> bytes | Problem:
        path, shown = self.path / file.name, self.shows(file.name)
        try:
            if not file.plain:
                status = path.stat()
                if not path.resolve(strict=True).is_relative_to(self.root):
                    return Problem(shown, "the link leads out of the records' folder", "put the file itself here")
                if not stat.S_ISREG(status.st_mode):
                    return Problem(shown, "this is no file", "keep records in plain files")
                return Problem(shown, f"the file is a link, {_UNKEPT}", "put the file itself here")
            content = _read(path, file.look[1] if file.look else _USUAL)
        except FileNotFoundError:
            return Problem(shown, "the file went away while it was read", "put it back, or remove the link to it")
        except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself, before Python 3.13
            reason = getattr(error, "strerror", None) or str(error)
            return Problem(shown, f"the file cannot be read: {reason}", "make it readable")
        if len(content) > _LARGEST:
            return Problem(shown, "the file is larger than 1 MB", "keep records short and link to long material")
        return content


def _read(path: Path, size: int) -> bytes:
    """Read a file that is thought to have a size, up to one byte more than the largest may have.

    To ask for that much of each, and by way of a buffer, takes longer than to read most of them.
    """
    with path.open("rb", 0) as stream:
        content = stream.read(min(size, _LARGEST) + 1)
        while len(content) != size and len(content) <= _LARGEST and (more := stream.read(_LARGEST + 1 - len(content))):
            content += more
        return content


def _file(entry: os.DirEntry[str], until: int) -> File:
    try:
        plain = entry.is_file(follow_symlinks=False)
        status = entry.stat(follow_symlinks=False) if plain else None
    except OSError:
        return File(entry.name, None, False)
    if status is None or status.st_mtime_ns > until:
        return File(entry.name, None, plain)
    return File(entry.name, look_of(status), plain)


def _real(path: Path) -> Path | None:
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):
        return None
