"""Writing a file whole or not at all: a full disk or a killed process leaves what was there standing.

The data is written to a draft beside its place, which is then moved or linked there. Who may be written over, and
with what mode, is for the caller to say.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

ENDING = ".draft"
"""How the name of a draft ends."""


@contextmanager
def drafted(folder: Path, data: bytes, beginning: str = "tmp", durable: bool = True) -> Generator[Path]:
    """Give a draft in a folder that holds the data, for its owner alone; unless it was moved, it is gone afterwards.

    What is `durable` is on the disk, and not only on its way there, before it is given. Raises OSError.
    """
    import tempfile  # most runs write nothing

    descriptor, name = tempfile.mkstemp(prefix=beginning, suffix=ENDING, dir=folder)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        yield draft
    finally:
        with suppress(OSError):
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
