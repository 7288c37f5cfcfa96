"""What chunks did to processes before this one, so that a restart does not meet it again.

A folder of notes, each named after a digest of a chunk, the versions of what reads it, and nothing else of the code.
While a chunk is checked, its digest also stands in a file of this process's own, written through memory that the
system keeps when the process dies in the middle: the next one finds it there. One death proves nothing, as users and
systems end processes, too: a chunk is put aside when two in a row died at it, with no check of it that ended well.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from attrs import define, field

from aseptic.analysis.documents.versions import versions as _versions
from aseptic.source.chunk import Chunk

_WIDTH = 32
_NOTHING = b" " * _WIDTH
_CURRENT = ".checking"
_ONCE = ".once"
"""The ending of an empty note: one process died at this chunk."""
_KEPT = 30 * 24 * 3600
"""Seconds after which a note is forgotten, and its chunk tried again."""
_MOST = 500


@define(eq=False)
class Quarantine:
    """The notes, as they were when this process began and with those that it made."""

    folder: Path
    _reasons: dict[str, str]
    _suspects: set[str] = field(factory=set[str])
    """Chunks at which one process died."""
    _current: mmap.mmap | None = None
    _file: IO[bytes] | None = field(default=None, repr=False)
    """Held open: its lock tells others that this process lives."""

    @classmethod
    def opened(cls, folder: Path, deaths: bool = True) -> Quarantine:
        """Read the notes, making those that dead processes left to make. A folder that cannot be used holds none.

        Without `deaths` the end of this process is no evidence: others end it as they like.
        """
        made = cls(folder, {})
        with suppress(OSError, ValueError):
            folder.mkdir(parents=True, exist_ok=True)
            for identity in set(_left_by_the_dead(folder)):  # those that die together die of something else
                made._suspect(identity)
            for name, reason in _notes(folder):
                if name.endswith(_ONCE):
                    made._suspects.add(name.removesuffix(_ONCE))
                else:
                    made._reasons[name] = reason
            if not deaths:
                return made
            descriptor, _ = tempfile.mkstemp(suffix=_CURRENT, dir=folder)
            made._file = os.fdopen(descriptor, "r+b")  # the next process removes it
            made._file.write(_NOTHING)
            made._file.flush()
            _lock(made._file)
            made._current = mmap.mmap(made._file.fileno(), _WIDTH)
        return made

    def identity(self, chunk: Chunk, standard: str = "") -> str:
        """Return what a chunk is noted under; another version of what reads it, or another standard, is another try."""
        digest = hashlib.blake2b(_versions(), digest_size=_WIDTH // 2)
        digest.update(f"{standard}\0{chunk.kind}\0{chunk.text}".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def reason(self, identity: str) -> str:
        """Return why a chunk is not to be tried; empty where it is."""
        return self._reasons.get(identity, "")

    def begin(self, identity: str) -> None:
        """Say which chunk is being checked, in case that is the last that is heard of this process."""
        current = self._current  # `leave` is another thread's
        if current is not None:
            current[:] = identity.encode("ascii")

    def end(self, identity: str) -> None:
        """Say that the chunk did no harm."""
        current = self._current
        if current is not None:
            current[:] = _NOTHING
        if identity in self._suspects:
            self._suspects.discard(identity)
            with suppress(OSError):
                self._once(identity).unlink(missing_ok=True)

    def leave(self) -> None:
        """Say that this process ends of its own will, whatever it is at."""
        current, self._current = self._current, None
        if current is not None:
            current[:] = _NOTHING

    def _suspect(self, identity: str) -> None:
        """Take down a death at a chunk; the second in a row is its doing."""
        once = self._once(identity)
        if once.exists():
            once.unlink()
            self.note(identity, "it ended Aseptic the last two times")
        else:
            once.touch()

    def _once(self, identity: str) -> Path:
        return self.folder / f"{identity}{_ONCE}"

    def note(self, identity: str, reason: str) -> None:
        """Put a chunk aside for later processes."""
        self._reasons[identity] = reason
        with suppress(OSError):
            (self.folder / identity).write_text(reason, encoding="utf-8")


def _notes(folder: Path) -> Iterator[tuple[str, str]]:
    notes = [each for each in os.scandir(folder) if not each.name.endswith(_CURRENT)]
    notes.sort(key=lambda each: each.stat().st_mtime, reverse=True)
    for number, each in enumerate(notes):
        if number >= _MOST or time.time() - each.stat().st_mtime > _KEPT:
            Path(each.path).unlink(missing_ok=True)
        else:
            yield each.name, Path(each.path).read_text(encoding="utf-8")


def _left_by_the_dead(folder: Path) -> Iterator[str]:
    """Yield what processes were at when they died, and remove their files."""
    for path in folder.glob(f"*{_CURRENT}"):
        with suppress(OSError), path.open("r+b") as stream:
            _lock(stream)  # raises where its process lives
            identity = stream.read(_WIDTH)
            path.unlink()
            if identity.strip():
                yield identity.decode("ascii", "replace")


def _lock(stream: IO[bytes]) -> None:
    """Take the lock that a process holds on its own file as long as it lives. Raises OSError where another has it."""
    try:
        import fcntl
    except ImportError:
        return  # Windows: a file that is mapped cannot be removed while its process lives, which tells as much
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
