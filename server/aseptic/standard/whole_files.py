"""Writing a file whole or not at all: a full disk or a killed process leaves what was there standing.

The data is written to a draft beside its place, which is then moved or linked there. Who may be written over, and
with what mode, is for the caller to say.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from aseptic.standard.locking import lock

ENDING = ".draft"
"""How the name of a draft ends."""
_LOCKED = sys.platform != "win32"
"""Whether a process locks its drafts: Windows moves nothing that is open."""
_ABANDONED = 600.0
"""Seconds after which nobody writes on a draft any more, where no lock tells: it takes milliseconds."""


@contextmanager
def drafted(folder: Path, data: bytes, beginning: str = "tmp", durable: bool = True) -> Generator[Path]:
    """Give a draft in a folder that holds the data, for its owner alone; unless it was moved, it is gone afterwards.

    What is `durable` is on the disk, and not only on its way there, before it is given. It is locked until then, by
    which `remove_abandoned` knows that its process lives. Raises OSError.
    """
    descriptor, draft = _opened(folder, beginning)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
            if _LOCKED:
                yield draft
        if not _LOCKED:
            yield draft
    finally:
        with suppress(OSError):
            draft.unlink()


def _opened(folder: Path, beginning: str) -> tuple[int, Path]:
    """Open a new draft and lock it; one that was removed in between is none."""
    import tempfile  # most runs write nothing

    while True:
        descriptor, name = tempfile.mkstemp(prefix=beginning, suffix=ENDING, dir=folder)
        if not _LOCKED or (lock(descriptor) is not False and os.fstat(descriptor).st_nlink):
            return descriptor, Path(name)
        os.close(descriptor)


def remove_abandoned(draft: Path) -> None:
    """Remove a draft of which nobody holds the lock; where there are none, one that nobody touched for long.

    It is a plain file. Raises OSError.
    """
    with draft.open("rb") as stream:
        let_go = lock(stream.fileno()) if _LOCKED else None
        if let_go:
            draft.unlink()
    if let_go is None and time.time() - draft.stat().st_mtime > _ABANDONED:
        draft.unlink()


def mode_at(place: Path) -> int:
    """Return the mode of the file at a place; where there is none, the one that a new file gets."""
    try:
        return stat.S_IMODE(place.stat().st_mode)
    except FileNotFoundError:
        return new_mode()


def new_mode() -> int:
    """Return the mode that a new file gets."""
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask
