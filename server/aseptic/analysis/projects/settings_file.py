"""A project's `pyproject.toml` as it lies on disk: its text, or why nobody can read it."""

from __future__ import annotations

import stat
from pathlib import Path

from aseptic.source.problem import Problem

NAME = "pyproject.toml"
_WORD = b"aseptic"


def settings_text(folder: Path) -> str | Problem | None:
    """Return the text of a folder's settings, or what is wrong with the file; None where there is none."""
    data = _read(folder)
    if not isinstance(data, bytes):
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start)
        return Problem(NAME, "the file is not UTF-8, so nothing in it can be read", "save it as UTF-8", line)


def speaks_of_us(folder: Path) -> bool:
    """Whether a folder's settings name us, in whatever encoding: a file that nobody can read may still do so."""
    data = _read(folder)
    return isinstance(data, bytes) and _WORD in data.replace(b"\0", b"")


def _read(folder: Path) -> bytes | Problem | None:
    path = folder / NAME
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # reading a pipe would wait for ever
            return Problem(NAME, "it is no plain file, so it sets nothing", "put a file in its place, or remove it", 0)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        reason = error.strerror or str(error)
        return Problem(NAME, f"the file cannot be read ({reason})", "look at its permissions", 0)
