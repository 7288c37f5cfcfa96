"""The worker: a process that answers what things are, one document at a time, and ends with the one that started it.

`python -m aseptic.analysis.inference.worker` reads jobs from stdin and writes to stdout what became of them.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from aseptic.analysis.documents.memory_use import resident
from aseptic.analysis.documents.reading import stamped
from aseptic.analysis.inference.answering import Answering
from aseptic.analysis.inference.confinement import confine
from aseptic.analysis.inference.interrupting import BrokenOff, Interrupting
from aseptic.analysis.inference.limits import Limits
from aseptic.analysis.inference.message import (
    Job,
    Outcome,
    ReadStamp,
    Surroundings,
    begun_line,
    job_of,
    message_of,
    outcome_line,
)
from aseptic.analysis.inference.types import Types, settle

_KEPT = 4
"""Projects whose surroundings are kept."""
_NICE = 10
_PR_SET_PDEATHSIG = 1


class Worker:
    """Answers jobs; `write` takes each line of what there is to say."""

    def __init__(self, limits: Limits, write: Callable[[bytes], object]) -> None:
        self.interrupting = Interrupting()
        self._limits = limits
        self._write = write
        self._types: dict[Surroundings, Types] = {}

    def work(self, job: Job) -> None:
        """Answer one job; of one that was stopped nothing is said."""
        answering = Answering(
            job,
            self._around(job.around),
            self.interrupting,
            self._limits,
            lambda index: self._write(begun_line(job.number, index)),
        )
        held: list[int] = []
        try:
            answers = answering.answers()
            if not answering.read.keys().isdisjoint(job.unsaved):
                known, answers = answers, answering.answers(job.unsaved)
                held = [index for index, each in enumerate(known) if each != answers[index]]
        except BrokenOff:
            self._write(outcome_line(Outcome(job.number, ())))
            return
        told = Outcome(
            job.number,
            tuple(answers),
            tuple(sorted(answering.late)),
            tuple(sorted(answering.failed.items())),
            tuple(held),
            _stamps(answering.read),
            resident(),
            answering.spent,
        )
        self._write(outcome_line(told))

    def _around(self, around: Surroundings) -> Types:
        if around not in self._types:
            for oldest in list(self._types)[: max(len(self._types) - _KEPT + 1, 0)]:
                del self._types[oldest]
            self._types[around] = Types(around)
        return self._types[around]


def _stamps(paths: Iterable[Path]) -> tuple[ReadStamp, ...]:
    found: dict[str, ReadStamp] = {}
    for path in paths:
        time, size = stamped(path) or (-1, -1)
        found[str(path)] = (str(path), time, size)
    return tuple(found.values())


def main() -> None:
    """Work until stdin ends."""
    limits = Limits(**json.loads(sys.argv[1])) if len(sys.argv) > 1 else Limits()
    incoming, outgoing = _claim()
    settle()

    def write(line: bytes) -> None:
        try:
            outgoing.write(line)
        except OSError:
            os._exit(1)

    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    worker = Worker(limits, write)
    threading.Thread(target=_read, args=(incoming, jobs, worker.interrupting), daemon=True).start()
    _humble(limits)  # once the thread runs: one that lacks memory to begin is waited for without end
    confine()
    try:
        while True:
            job = jobs.get()
            worker.interrupting.begin(job.number)
            worker.work(job)
    finally:
        os._exit(1)  # whatever it was: nobody is to wait for a process that does nothing any more


def _read(incoming: BinaryIO, jobs: queue.SimpleQueue[Job], interrupting: Interrupting) -> None:
    """Take what the server says, and end with it whatever the other thread is at."""
    try:
        for line in incoming:
            told = message_of(line)
            if told is not None and "stop" in told:
                interrupting.stop(int(told["stop"]))
            elif told is not None:
                jobs.put(job_of(told))
    finally:
        os._exit(0)


def _claim() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout for messages; prints go to stderr."""
    ours = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return ours


def _humble(limits: Limits) -> None:
    """Let everybody else go first, bound the memory, and die with the server where the system can see to that."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(_NICE)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = limits.address_space if hard == resource.RLIM_INFINITY else min(limits.address_space, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS has no such limit; its resident size alone is looked at
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
