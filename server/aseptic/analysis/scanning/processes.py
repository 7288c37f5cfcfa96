"""Files checked by several processes at once, as one process would: one result a file, whatever becomes of whom.

A process that dies costs the file that it was at, which is said to be unchecked; the rest of its work is done by
another. None of them imports anything of the workspace.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from attrs import define, field

from aseptic.analysis.documents import collector
from aseptic.analysis.documents.watchdog import guard
from aseptic.analysis.imports.module_answers import read_by
from aseptic.analysis.scanning.scan_cache import Reads
from aseptic.analysis.sessions.outcome import Examined, examined, failure
from aseptic.analysis.sessions.session import Session

_SAFE = "PYTHONSAFEPATH"
_SHARE = 2
"""Each process gets this part of its part of what is left: files that lie together first, ever fewer at the end."""
_LEAST_FORKED, _LEAST_SPAWNED = 100_000, 2_000_000
"""Bytes of code that are worth the start of more processes."""


def worth(size: int, files: int) -> bool:
    """Say whether some code is enough work for more processes than one."""
    return files > 1 and size >= (_LEAST_FORKED if _method() == "fork" else _LEAST_SPAWNED)


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only some systems tell
        return os.cpu_count() or 1


def checked_by(
    count: int,
    session: Session,
    paths: Sequence[Path],
    done: Callable[[Examined], None],
    aside: Path | None = None,
) -> list[Reads]:
    """Check files in `count` processes, telling of each; return what they read of the project's other modules.

    `aside` is the folder of notes on what took too long.
    """
    waiting = _batches(paths, count)
    context: Any = multiprocessing.get_context(_method())
    crew: list[_Worker] = []
    reads: list[Reads] = []
    try:
        for _ in range(min(count, len(waiting))):
            crew.append(_Worker.started(context, session, crew, waiting.popleft(), aside))
        while crew:
            for line in wait([each.line for each in crew]):
                worker = next(each for each in crew if each.line is line)
                if not worker.heard(done, reads, waiting):
                    crew.remove(worker)
                    if waiting and not worker.finished:
                        crew.append(_Worker.started(context, session, crew, waiting.popleft(), aside))
    finally:
        for worker in crew:
            worker.process.terminate()
    return reads


def _batches(paths: Sequence[Path], count: int) -> deque[deque[Path]]:
    batches: deque[deque[Path]] = deque()
    at = 0
    while at < len(paths):
        end = at + max(1, (len(paths) - at) // (count * _SHARE))
        batches.append(deque(paths[at:end]))
        at = end
    return batches


def _method() -> str:
    """Return how to start a process: a fork is quick, and sound only while nothing else runs in this one."""
    forks = "fork" in multiprocessing.get_all_start_methods() and os.uname().sysname == "Linux"
    return "fork" if forks and threading.active_count() == 1 else "spawn"


@define(eq=False)
class _Worker:
    process: Any
    line: Connection
    left: deque[Path] = field(factory=deque[Path])
    """What it was given and did not answer yet."""
    finished: bool = False

    @classmethod
    def started(
        cls, context: Any, session: Session, others: Sequence[_Worker], batch: deque[Path], aside: Path | None
    ) -> _Worker:
        ours, theirs = context.Pipe()
        inherited = [ours, *(each.line for each in others)] if context.get_start_method() == "fork" else []
        process = context.Process(target=_work, args=(session, theirs, inherited, aside), daemon=True)
        with _safe_path():
            process.start()
        theirs.close()
        worker = cls(process, ours)
        worker.give(batch)
        return worker

    def give(self, batch: deque[Path]) -> None:
        self.left = batch
        with suppress(OSError):  # where it is gone, reading shows that
            self.line.send(list(batch))

    def heard(self, done: Callable[[Examined], None], reads: list[Reads], waiting: deque[deque[Path]]) -> bool:
        """Take what it says next; say whether there is more to come."""
        try:
            said = self.line.recv()
        except (EOFError, OSError):
            self.process.join()
            if self.left:
                done(Examined(self.left.popleft(), fault=failure("the process that checked it ended")))
            if self.left:
                waiting.appendleft(self.left)
            return False
        if not isinstance(said, Examined):
            reads.append(said)
            self.finished = True
            self.line.close()
            self.process.join()
            return False
        self.left.popleft()
        done(said)
        if not self.left:
            self.give(waiting.popleft() if waiting else deque())
        return True


def _work(session: Session, line: Connection, inherited: Sequence[Connection], aside: Path | None) -> None:
    """Check what is asked for, until that is nothing; then tell what else was read, and end."""
    for each in inherited:
        each.close()  # else the end of the process that asks would never be noticed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks ends this one
    collector.put_off()  # it lives for one scan, which leaves some ten circular things a file
    if aside is not None:
        guard().remember(aside, deaths=False)
    try:
        while paths := line.recv():
            for path in paths:
                line.send(examined(session, path))
        reads: dict[str, Any] = {}
        for project in session.projects:
            reads.update(read_by(session.index(project).read))
        line.send(reads)
    except (EOFError, OSError):
        return


@contextmanager
def _safe_path() -> Generator[None]:
    """Keep what starts now from importing out of the current folder, which is the workspace."""
    before = os.environ.get(_SAFE)
    os.environ[_SAFE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE]
        else:
            os.environ[_SAFE] = before
