"""A project's ledger: its file read once, and again when it changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from aseptic.analysis.documents import collector
from aseptic.analysis.projects.ledger_cache import LedgerAnswers, keep_answers, recall_answers
from aseptic.analysis.projects.storage import LEDGERS, cache_folder
from aseptic.records.deviation import split_where
from aseptic.records.folder import Look, look_of
from aseptic.records.ledger.baseline import Baseline, Standing, baseline_of, standings
from aseptic.records.ledger.history import read_history
from aseptic.records.ledger.judgement import Judge
from aseptic.records.shelf import LEDGER
from aseptic.source.problem import Problem

"""When it changed last in nanoseconds, its bytes, and its inode."""
_LARGEST = 2_000_000_000
_FEW = 20
"""Problems of a ledger that are shown."""
_WORTH = 1_000_000
"""Bytes of a ledger that is looked up sooner than it is read again."""


@frozen(eq=False)
class Ledger:
    """What an editor and a check need of a ledger; its lines are let go."""

    look: Look | None
    baseline: Baseline = field(factory=Baseline)
    problems: tuple[Problem, ...] = ()
    judge: Judge | None = None
    """By whom it was decided which closings count."""
    closings: tuple[Standing, ...] = ()
    """The findings that were closed as none."""


class UnreadableError(Exception):
    """The ledger is there and cannot be read, with the reason and what to do."""


def look(path: Path) -> Look | None:
    """Return what tells whether the file changed; None where there is none."""
    try:
        return look_of(path.stat())
    except OSError:
        return None


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


def load_ledger(
    root: Path, records: str, renamed: Mapping[str, str], judge: Judge, last: Ledger | None
) -> Ledger | None:
    """Read a project's ledger; `last` while its file is as it was, None where there is none.

    `renamed` holds the rules that have another id now.
    """
    path = root / records / LEDGER
    seen = look(path)
    if seen is None:
        return None
    if last is not None and last.look == seen and last.judge == judge:
        return last
    shown = f"{records}/{LEDGER}"
    try:
        with collector.paused():
            return _loaded(root, _told(read_bytes(path.parent), path, shown), renamed, judge, seen)
    except UnreadableError as error:
        message, _, cure = str(error).partition("; ")
        unread = Problem(shown, message, cure)
        return evolve(last, look=seen, problems=(unread,), judge=judge) if last else Ledger(seen, problems=(unread,))


def _loaded(root: Path, told: LedgerAnswers, renamed: Mapping[str, str], judge: Judge, seen: Look) -> Ledger:
    said = baseline_of(told.standing, told.drawn, vanished(root, told.standing), renamed, judge)
    closings = tuple(each for each in told.standing if each.judged)
    return Ledger(seen, said, told.problems, judge, closings)


def judged_by(root: Path, records: str, renamed: Mapping[str, str], judge: Judge) -> Baseline:
    """Return what a project's ledger says of open findings by another judge. Raises UnreadableError."""
    path = root / records / LEDGER
    told = _told(read_bytes(path.parent), path, f"{records}/{LEDGER}")
    return baseline_of(told.standing, told.drawn, vanished(root, told.standing), renamed, judge)


def _told(data: bytes, path: Path, shown: str) -> LedgerAnswers:
    """Return what a ledger says, from a run before where a large one is the same."""
    if len(data) < _WORTH:
        return _read(data, shown)
    folder = cache_folder() / LEDGERS
    told = recall_answers(folder, path, data, shown)
    if told is None:
        told = _read(data, shown)
        keep_answers(folder, path, data, told)
    return told


def _read(data: bytes, shown: str) -> LedgerAnswers:
    history, chain = read_history(data, shown)
    # A file with other line ends has a problem in each line: the first are enough.
    return LedgerAnswers(tuple(standings(history)), history.baseline, chain.problems[:_FEW])


def vanished(root: Path, standing: Iterable[Standing]) -> frozenset[str]:
    """Return the files of findings of which something may be said that are not there any more."""
    paths = {split_where(each.where)[0] for each in standing}
    return frozenset(path for path in paths if inside(path) and not os.path.lexists(root / path))


def inside(path: str) -> bool:
    """Say whether a path that a ledger names lies in the project: the ledger may be anybody's."""
    return not path.startswith("/") and "\0" not in path and ".." not in path.replace("\\", "/").split("/")
