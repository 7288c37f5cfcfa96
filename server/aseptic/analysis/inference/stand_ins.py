"""The folder of what stands in for libraries that are not installed: written once for each set of banned names."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from aseptic.analysis.inference.stubs import stubs
from aseptic.version import __version__

_OLD = 30 * 24 * 3600.0
"""Seconds after which a folder that nobody used is deleted."""


def stand_ins(names: Sequence[str], keeping: Path) -> Path | None:
    """Return the folder for these names, below `keeping`; None where none can be written, and less is known then."""
    digest = hashlib.sha256("\n".join((__version__, *names)).encode()).hexdigest()[:32]
    folder = keeping / digest
    try:
        if not folder.is_dir():
            keeping.mkdir(parents=True, exist_ok=True)
            _prune(keeping)
            _write(names, folder, keeping)
        folder.touch()
    except OSError:
        return folder if folder.is_dir() else None
    return folder


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
