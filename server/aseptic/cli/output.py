"""A result into a file: whole or not at all, so that a full disk or a killed process leaves the last one standing."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Put `text` into a file as UTF-8; what UTF-8 cannot hold becomes a question mark. Raises OSError.

    The text is written beside its place and then moved there, through links and with the mode of the file that it
    replaces. A pipe or a device is written to as it is, and so is a file in a folder that takes no others.
    """
    data = text.encode("utf-8", "replace")
    place = Path(os.path.realpath(path))
    status = _status(place)
    if status is not None and not stat.S_ISREG(status.st_mode):
        path.write_bytes(data)
        return
    try:
        descriptor, draft = tempfile.mkstemp(prefix=f".{place.name[:60]}.", suffix=".draft", dir=place.parent)
    except PermissionError:
        if status is None:
            raise
        place.write_bytes(data)
        return
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).chmod(stat.S_IMODE(status.st_mode) if status else 0o666 & ~_umask())
        Path(draft).replace(place)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise


def _status(place: Path) -> os.stat_result | None:
    try:
        return place.stat()
    except FileNotFoundError:
        return None


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
