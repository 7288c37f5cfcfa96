"""A file of Python as text, or why nobody can read it."""

from __future__ import annotations

import errno
import io
import os
import stat
import tokenize
from pathlib import Path

from attrs import frozen

from aseptic.analysis.documents.cause import Cause

PERMIT = "look at its permissions"
_LARGEST = 10_000_000
"""Bytes beyond which a file is data, not code."""
FileStamp = tuple[int, int] | None
"""When a file changed last in nanoseconds, and its bytes; None where there is none."""


@frozen
class Unchecked:
    """Lines, or a whole file, that nobody looked at, and why. Lines are 0-based, None for the whole file."""

    path: str
    reason: str
    cure: str
    cause: Cause
    first: int | None = None
    last: int | None = None


def stamped(path: Path) -> FileStamp:
    """Return what tells whether a file changed; None where it is not there, or where no file can be."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # ValueError: a name with a NUL
        return None
    return status.st_mtime_ns, status.st_size


def is_gone(path: Path) -> bool:
    """Say whether nothing is at a path, not even a link; of a folder that nobody may look into nobody can tell."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def read_source(path: Path) -> str | Unchecked:
    """Read a file as Python would: its own coding line counts, and line ends stay as they are."""
    data = read_whole(path)
    return data if isinstance(data, Unchecked) else decoded(data)


def read_whole(path: Path) -> bytes | Unchecked:
    """Read a plain file of a size that code may have."""
    try:
        status = os.stat(path)  # noqa: PTH116  (asked of each file of a scan, and a Path is slower)
        if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
            return Unchecked("", "not a plain file", "remove it, or exclude it in [tool.aseptic]", Cause.NO_FILE)
        if status.st_size > _LARGEST:
            return Unchecked("", "larger than 10 MB", "split it, or exclude it in [tool.aseptic]", Cause.SIZE)
        with io.FileIO(path) as stream:
            return stream.readall()
    except OSError as error:
        return Unchecked("", f"cannot be read ({error.strerror or error})", _cure(path, error), Cause.UNREADABLE)


def _cure(path: Path, error: OSError) -> str:
    linked = os.path.islink(path)  # noqa: PTH114  (a Path's raises where nobody may look)
    if linked and (isinstance(error, FileNotFoundError) or error.errno == errno.ELOOP):
        return "it is a link that leads to no file; mend or remove it"
    return "it went away meanwhile; check again" if isinstance(error, FileNotFoundError) else PERMIT


def decoded(data: bytes) -> str | Unchecked:
    """Return a file's text in the encoding that it names, else in UTF-8 (PEP 263)."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (UnicodeDecodeError, SyntaxError, LookupError) as error:
        return Unchecked("", f"not text in its encoding ({_short(error)})", "save it as UTF-8", Cause.ENCODING)


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:80] if str(error) else type(error).__name__
