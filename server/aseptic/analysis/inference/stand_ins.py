"""The folder of what stands in for libraries that are not installed: written once for each set of banned names."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from aseptic.analysis.inference.stubs import stubs
from aseptic.version import __version__

_OLD = 30 * 24 * 3600.0
"""Seconds after which a folder that nobody used is deleted."""
_SYSTEMS = ("/tmp", "/var/tmp", "/usr/tmp")
"""Folders for what is temporary on POSIX."""


class StandIns:
    """Where they lie: in the user's cache, else in a folder of this process's own, which nobody else can write to."""

    def __init__(self, keeping: Path) -> None:
        """Begin with none; `keeping` is the folder in the cache."""
        self._keeping = keeping
        self._own: tempfile.TemporaryDirectory[str] | None = None

    def folder(self, names: Sequence[str]) -> Path:
        """Return the folder for some banned names. Raises OSError where none can be written."""
        try:
            return stand_ins(names, self._keeping)
        except OSError:
            if self._own is None:
                self._own = tempfile.TemporaryDirectory(prefix="aseptic-", dir=_temporary(), ignore_cleanup_errors=True)
            return stand_ins(names, Path(self._own.name))

    def close(self) -> None:
        """Delete the folder of this process's own."""
        if self._own is not None:
            self._own.cleanup()


def stand_ins(names: Sequence[str], keeping: Path) -> Path:
    """Return the folder for these names, below `keeping`. Raises OSError where it cannot be written."""
    digest = hashlib.sha256("\n".join((__version__, *names)).encode()).hexdigest()[:32]
    folder = keeping / digest
    try:
        if not folder.is_dir():
            keeping.mkdir(parents=True, exist_ok=True)
            _prune(keeping)
            _write(names, folder, keeping)
        folder.touch()
    except OSError:
        if not folder.is_dir():
            raise
    return folder


def _temporary() -> str:
    """Return the system's folder for what is temporary. Raises OSError where there is none.

    Python takes the current folder then, which is the workspace more often than not.
    """
    found = tempfile.gettempdir()
    named = (*map(os.environ.get, ("TMPDIR", "TEMP", "TMP")), *_SYSTEMS)
    if found == os.getcwd() and found not in named:  # noqa: PTH109  (compared as Python made it)
        raise PermissionError(errno.EACCES, "no temporary folder can be written")
    return found


def _write(names: Sequence[str], folder: Path, keeping: Path) -> None:
    """Write a folder beside, and give it its name when it is whole: another process may write the same one."""
    beside = Path(tempfile.mkdtemp(dir=keeping, prefix="new."))
    try:
        for name, text in stubs(names).items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _prune(keeping: Path) -> None:
    for each in keeping.iterdir():
        if time.time() - each.stat().st_mtime > _OLD:
            shutil.rmtree(each, ignore_errors=True)
