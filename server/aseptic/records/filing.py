"""A new record onto the disk: whole or not at all, and never over another."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

_TRIES = 100


def file_new(folder: Path, ids: Iterable[str], text: Callable[[str], str]) -> tuple[str, Path]:
    """Write a record under the first free id and return both.

    The text is written beside its place and then linked into it, which fails where a file stands already: so a
    process that dies leaves no half record, and two that write at once take two ids. Raises OSError where the
    folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for tried, identity in enumerate(ids):
        path = folder / f"{identity}.md"
        if tried >= _TRIES:
            break
        if not path.exists() and write_new(path, text(identity)):
            return identity, path
    raise FileExistsError(f"no free id was found in {folder}")


def write_new(path: Path, text: str) -> bool:
    """Write a file that is not there yet; False where one is. Raises OSError where it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(prefix=".", suffix=".draft", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        return _placed(Path(draft), path, text)
    finally:
        with suppress(OSError):
            Path(draft).unlink()


def _placed(draft: Path, path: Path, text: str) -> bool:
    draft.chmod(0o666 & ~_umask())
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links: exclusive creation is the next best
        try:
            with path.open("x", encoding="utf-8", newline="") as stream:
                stream.write(text)
        except FileExistsError:
            return False
    return True


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
