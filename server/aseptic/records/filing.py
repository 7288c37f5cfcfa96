"""A new record onto the disk: whole or not at all, and never over another."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from aseptic.standard.whole_files import ENDING, drafted, mode_at, new_mode, remove_abandoned

_TRIES = 100
_BEGINNING = ".aseptic-"
"""How the name of a record begins while it is being written."""


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
    sweep(path.parent)
    with drafted(path.parent, text.encode("utf-8"), _BEGINNING) as draft:
        return _placed(draft, path, text)


def replace_record(root: Path, path: Path, before: bytes, text: str) -> bool:
    """Write a record anew as `replace_whole` does, through a link that stays in the project. Raises OSError."""
    place = Path(os.path.realpath(path))
    if not place.is_relative_to(os.path.realpath(root)):
        raise OSError("it leads out of the project by a link")
    return replace_whole(place, before, text)


def ignore_drafts(records: Path) -> None:
    """Have git pass over what a killed run leaves in the records' folder; an ignore file of somebody's own stays.

    Raises OSError where the folder cannot be written.
    """
    if not os.path.lexists(records / ".gitignore"):
        write_new(records / ".gitignore", f"{_BEGINNING}*{ENDING}\n")


def replace_whole(path: Path, before: bytes, text: str | bytes) -> bool:
    """Write a file anew, whole or not at all; False where it is no longer what it was. Raises OSError."""
    sweep(path.parent)
    with drafted(path.parent, text if isinstance(text, bytes) else text.encode("utf-8"), _BEGINNING) as draft:
        _take_after(draft, path)
        if path.read_bytes() != before:
            return False
        draft.replace(path)
        return True


def _take_after(draft: Path, path: Path) -> None:
    """Give a draft the owner, mode and further attributes, such as access lists, of the file whose place it takes.

    What the user may not give stays as it is, but for the mode.
    """
    was, now = path.stat(), draft.stat()
    if sys.platform != "win32" and (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
        with suppress(OSError):
            os.chown(draft, was.st_uid, was.st_gid)
    draft.chmod(stat.S_IMODE(was.st_mode))
    if sys.platform == "linux":
        with suppress(OSError):
            for name in os.listxattr(path):
                os.setxattr(draft, name, os.getxattr(path, name))


def sweep(folder: Path) -> None:
    """Remove the drafts of processes that were killed while they wrote; each holds what nobody was told of."""
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(_BEGINNING) and entry.name.endswith(ENDING):
                with suppress(OSError):
                    if entry.is_file(follow_symlinks=False):
                        remove_abandoned(Path(entry.path))


def _placed(draft: Path, path: Path, text: str) -> bool:
    draft.chmod(new_mode())
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


def write_over(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file's, whole or not at all, through a link and with its mode. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    place = Path(os.path.realpath(path))
    sweep(place.parent)
    with drafted(place.parent, data, _BEGINNING) as draft:
        draft.chmod(mode_at(place))
        draft.replace(place)
