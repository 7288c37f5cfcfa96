"""Types over a whole scan: every file's questions, asked one file after another for as long as there is time."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator

from attrs import evolve, frozen

from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.documents.integrity import REPORT
from aseptic.analysis.documents.reading import Unchecked, decoded, read_whole
from aseptic.analysis.inference.message import Job
from aseptic.analysis.inference.message import Outcome as WorkerOutcome
from aseptic.analysis.inference.staff import ENDED, WorkerClient, failed
from aseptic.analysis.inference.state import WRITABLE, failures, lacks
from aseptic.analysis.projects.storage import STAND_INS, cache_folder
from aseptic.analysis.sessions.inquiry import inquiry, looked_through, surroundings
from aseptic.analysis.sessions.outcome import Examined, digest_of, outcome_of, quoted
from aseptic.analysis.sessions.session import Session
from aseptic.source.counting import counted

_LOOK = 1.0
"""Seconds between two looks whether the worker still works."""


@frozen
class Inference:
    """What became of the questions of a scan."""

    asked: int = 0
    timed_out: int = 0
    """Those that nobody answered: they took too long, or the time for all was over."""


class Typing:
    """Adds to each file of a scan what types tell, for no longer than so many seconds in all."""

    def __init__(self, session: Session, seconds: float) -> None:
        self.inference = Inference()
        self._session = session
        self._until = time.monotonic() + seconds
        self._told: queue.SimpleQueue[WorkerOutcome] = queue.SimpleQueue()
        self._staff = WorkerClient(cache_folder() / STAND_INS, lambda _, told: self._told.put(told))
        self._number = 0

    def close(self) -> None:
        """Let the worker go."""
        self._staff.close()

    def deepened(self, result: Examined) -> Examined:
        """Return what became of a file with what types tell; one that changed meanwhile is left as it is."""
        data = read_whole(result.path)
        if result.outcome is None or isinstance(data, Unchecked) or digest_of(data) != result.digest:
            return result
        text = decoded(data)
        if isinstance(text, Unchecked):
            return result
        self._session.open(result.path, None, text)
        try:
            return evolve(self._asked(result, text), typed=True)
        finally:
            self._session.close(result.path)

    def _asked(self, result: Examined, text: str) -> Examined:
        path, session = result.path, self._session
        snapshot = session.snapshot(path)
        asked = inquiry(snapshot.analysis, list(looked_through(snapshot.analysis, snapshot.project.memo)))
        if not asked.unsettled:
            return result
        self._number += 1
        job = asked.job(self._number, path, surroundings(session, path))
        told = self._answer(job)
        count = len(job.questions)
        late = count if told is None else len(told.timed_out)
        self.inference = Inference(self.inference.asked + count, self.inference.timed_out + late)
        if told is None:
            return evolve(result, open_types=late)
        session.answer(path, snapshot.analysis.document, asked.answers(told))
        outcome = outcome_of(session.snapshot(path).analysis)
        fault = _untold(told)
        return evolve(result, outcome=outcome, quotes=quoted(text, outcome), open_types=late, fault=fault)

    def _answer(self, job: Job) -> WorkerOutcome | None:
        """Wait for what a job comes to; None where the time is over."""
        if time.monotonic() >= self._until:
            return None
        self._staff.ask(job)
        for wait in self._waits():
            try:
                told = self._told.get(timeout=wait)
            except queue.Empty:
                if self._staff.gave_up(job):
                    return failed(job, ENDED)
            else:
                if told.number == job.number:
                    return told
        self._staff.withdraw(job.path)
        return None

    def _waits(self) -> Iterator[float]:
        while (left := self._until - time.monotonic()) > 0:
            yield min(left, _LOOK)


def _untold(told: WorkerOutcome) -> Unchecked | None:
    """Say what nobody could tell of a file: something raised, or nothing stood in for libraries; None for nothing."""
    said = [(failures(told), REPORT)] if told.failed else []
    named = {*told.timed_out, *(at for at, _ in told.failed)}
    count = sum(not answer and at not in named for at, answer in enumerate(told.answers))
    if told.lacking and count:
        said.append((f"{counted(count, 'question')} about types: {lacks(told.lacking)}", WRITABLE))
    if not said:
        return None
    reasons, cures = zip(*said, strict=True)
    return Unchecked("", "; ".join(reasons), "; ".join(cures), Cause.TYPES)
