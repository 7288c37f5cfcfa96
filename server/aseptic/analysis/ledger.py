"""A project's ledger: its file read once, and again when it changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from aseptic.analysis import garbage
from aseptic.records.ledger.baseline import Baseline, baseline
from aseptic.records.ledger.chain import Chain
from aseptic.records.ledger.history import History, read_history
from aseptic.records.shelf import LEDGER
from aseptic.source.problem import Problem

Look = tuple[int, int, int]
"""When it changed last in nanoseconds, its bytes, and its inode."""
_LARGEST = 2_000_000_000


@frozen(eq=False)
class Ledger:
    """What an editor and a check need of a ledger; its lines are let go."""

    look: Look | None
    baseline: Baseline = field(factory=Baseline)
    problems: tuple[Problem, ...] = ()


class UnreadableError(Exception):
    """The ledger is there and cannot be read, with the reason and what to do."""


def look(path: Path) -> Look | None:
    """Return what tells whether the file changed; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def read_bytes(folder: Path) -> bytes:
    """Return the ledger's text, empty where there is none. Raises UnreadableError."""
    path = folder / LEDGER
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise UnreadableError("the link leads out of the records' folder; put the ledger itself here")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("this is no file; a ledger is a plain one")
        if status.st_size > _LARGEST:
            raise UnreadableError("the file is larger than 2 GB; no ledger is")
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise UnreadableError(f"the file cannot be read: {error.strerror}; look at its permissions") from error


def load_ledger(root: Path, records: str, renamed: Mapping[str, str], last: Ledger | None) -> Ledger | None:
    """Read a project's ledger; `last` while its file is as it was, None where there is none.

    `renamed` holds the rules that have another id now.
    """
    path = root / records / LEDGER
    seen = look(path)
    if seen is None:
        return None
    if last is not None and last.look == seen:
        return last
    try:
        with garbage.paused():
            told, chain = read_history(read_bytes(path.parent), f"{records}/{LEDGER}")
    except UnreadableError as error:
        message, _, cure = str(error).partition("; ")
        unread = Problem(f"{records}/{LEDGER}", message, cure)
        return evolve(last, look=seen, problems=(unread,)) if last else Ledger(seen, problems=(unread,))
    return Ledger(seen, baseline(told, vanished(root, told), renamed), _shown(chain))


def vanished(root: Path, told: History) -> frozenset[str]:
    """Return the files of findings of which something may be said that are not there any more."""
    paths = {entry.path for entry in told.entries.values() if entry.there}
    return frozenset(path for path in paths if inside(path) and not os.path.lexists(root / path))


def inside(path: str) -> bool:
    """Say whether a path that a ledger names lies in the project: the ledger may be anybody's."""
    return not path.startswith("/") and "\0" not in path and ".." not in path.replace("\\", "/").split("/")


_FEW = 20


def _shown(chain: Chain) -> tuple[Problem, ...]:
    """Return the first problems: a file with other line ends has one in each line."""
    return chain.problems[:_FEW]
