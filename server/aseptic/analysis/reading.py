"""A file of Python as text, or why nobody can read it."""

from __future__ import annotations

import io
import stat
import tokenize
from pathlib import Path

from attrs import frozen

PERMIT = "look at its permissions"
_LARGEST = 10_000_000
"""Bytes beyond which a file is data, not code."""


@frozen
class Unchecked:
    """Lines, or a whole file, that nobody looked at, and why. Lines are 0-based, None for the whole file."""

    path: str
    reason: str
    cure: str
    first: int | None = None
    last: int | None = None


def read_source(path: Path) -> str | Unchecked:
    """Read a file as Python would: its own coding line counts, and line ends stay as they are."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
            return Unchecked("", "not a plain file", "remove it, or exclude it in [tool.aseptic]")
        if status.st_size > _LARGEST:
            return Unchecked("", "larger than 10 MB", "split it, or exclude it in [tool.aseptic]")
        data = path.read_bytes()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (UnicodeDecodeError, SyntaxError, LookupError) as error:
        return Unchecked("", f"not text in its encoding ({_short(error)})", "save it as UTF-8")
    except OSError as error:
        return Unchecked("", f"cannot be read ({error.strerror or error})", PERMIT)


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:80] if str(error) else type(error).__name__
