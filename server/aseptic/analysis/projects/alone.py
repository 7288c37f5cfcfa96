"""One process of ours at a time in a folder of a project's, whoever runs it and wherever their caches lie."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from aseptic.analysis.projects.storage import cache_folder
from aseptic.standard.locking import lock

_LOCKS = "locks"
_PAUSE = 0.01
"""Seconds between two looks whether a lock was let go."""


@contextmanager
def alone(folder: Path, patience: float) -> Generator[None]:
    """Wait until no other process of ours is in a folder, which is there; `patience` is in seconds.

    The folder itself is locked, so that nothing is left in it, and the lock goes with the process that holds it. Where
    folders cannot be locked (Windows, some network file systems) a file in the user's cache stands for it; without
    that either, what is written has to be compared with what was read. Raises TimeoutError.
    """
    end = time.monotonic() + patience
    descriptor = _locked(folder, os.O_RDONLY, end)
    if descriptor is None:
        descriptor = _locked(_stand_in(folder), os.O_RDWR | os.O_CREAT, end)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _stand_in(folder: Path) -> Path:
    name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:32]
    return cache_folder() / _LOCKS / name


def _locked(path: Path, how: int, end: float) -> int | None:
    """Return a descriptor that holds the lock on a path; None where none can be had there. Raises TimeoutError."""
    try:
        if how & os.O_CREAT:
            path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, how | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return None
    try:
        while not (got := lock(descriptor)):
            if got is None or time.monotonic() > end:
                break
            time.sleep(_PAUSE)
    except BaseException:
        os.close(descriptor)
        raise
    if got:
        return descriptor
    os.close(descriptor)
    if got is None:
        return None
    raise TimeoutError(errno.ETIMEDOUT, "another program holds it all the time; try again when that has ended")
