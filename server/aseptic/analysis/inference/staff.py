"""The one worker of a server: started when somebody asks first, replaced when it dies or grows, and never waited for.

A thread of its own gives it one job after another. Who asks hears of the outcome from that thread.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import evolve

from aseptic.analysis.documents.integrity import REPORT
from aseptic.analysis.inference.deaths import Deaths
from aseptic.analysis.inference.hiring import hired
from aseptic.analysis.inference.limits import Limits
from aseptic.analysis.inference.message import Job, Message, Outcome, job_line, message_of, outcome_of, stop_line
from aseptic.analysis.inference.stand_ins import StandIns
from aseptic.analysis.inference.state import WRITABLE, Phase, State, failures, lacks
from aseptic.source.printable import short

_LOG = logging.getLogger(__name__)
ENDED = "its process ended"
"""What is said of questions of which the worker died."""
_Process = subprocess.Popen[bytes]


class WorkerClient:
    """Gives jobs to a worker. `told` and `changed` are called from its thread, and must not take long."""

    def __init__(
        self,
        keeping: Path,
        told: Callable[[Job, Outcome], object],
        changed: Callable[[State], object] = lambda _: None,
        limits: Limits | None = None,
        hire: Callable[[Limits], _Process] = hired,
    ) -> None:
        """Begin with nobody. `keeping` is the folder for what stands in for libraries."""
        self.state = State()
        self._told, self._changed, self._hire = told, changed, hire
        self._stand_ins = StandIns(keeping)
        self._limits = limits or Limits()
        self._deaths = Deaths(self._limits)
        self._waiting: dict[Path, Job] = {}
        self._news = threading.Condition()
        self._inbox: queue.SimpleQueue[tuple[_Process | None, Message | None]] = queue.SimpleQueue()
        """What the processes say, each with its own; without a process a word of ours that nobody waits any more."""
        self._process: _Process | None = None
        self._ended: _Process | None = None
        """The last one that said its last."""
        self._current: Job | None = None
        self._unwanted: set[int] = set()
        """Jobs under way that nobody waits for."""
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask(self, job: Job) -> None:
        """Have a job done, instead of any other about the same document."""
        self.withdraw(job.path)
        with self._news:
            self._waiting[job.path] = job
            self._news.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="staff", daemon=True)
                self._thread.start()

    def withdraw(self, path: Path) -> None:
        """Wait no more for what a document was asked about."""
        with self._news:
            self._waiting.pop(path, None)
            if self._current is not None and self._current.path == path:
                self._unwanted.add(self._current.number)
                self._inbox.put((None, None))

    def gave_up(self, job: Job) -> bool:
        """Say whether nobody is at a job any more, nor will be."""
        with self._news:
            return self._current is not job and self._waiting.get(job.path) is not job

    def close(self) -> None:
        """Let the worker go."""
        with self._news:
            self._closed = True
            self._waiting.clear()
            self._news.notify()
        if self._process is not None:
            self._process.kill()
        self._stand_ins.close()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                outcome = self._done(job)
            except Exception as error:  # a bug of ours in one job must not end the others
                _LOG.exception("a document could not be asked about")
                outcome = failed(job, type(error).__name__)
            with self._news:
                self._current = None
                unwanted = job.number in self._unwanted
                self._unwanted.clear()
            if outcome is None or unwanted:
                self._note(phase=self._rest())
                continue
            if said := failures(outcome):
                _LOG.warning("%s: %s; %s", short(job.path.name), said, REPORT)
            late, untold = self.state.timed_out + len(outcome.timed_out), self.state.failed + len(outcome.failed)
            self._note(phase=self._rest(), answered=self.state.answered + 1, timed_out=late, failed=untold)
            self._told(job, outcome)

    def _next(self) -> Job | None:
        """Wait for a job, and tell of a worker that ended meanwhile; None at the end."""
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._closed or self._lost)
                if self._closed:
                    return None
                if self._waiting:
                    self._current = self._waiting.pop(next(iter(self._waiting)))
                    break
            self._died()
            self._note(phase=self._rest())
        self._note(phase=Phase.BUSY)
        return self._current

    @property
    def _lost(self) -> bool:
        """Whether the worker is no more, though nobody let it go."""
        return self._process is not None and self._process is self._ended

    def _rest(self) -> Phase:
        if self._deaths.too_many:
            return Phase.RESTING
        return Phase.ABSENT if self._process is None else Phase.IDLE

    def _done(self, job: Job) -> Outcome | None:
        """Have a job done, by one worker after another where they die of it; None where nobody can or wants it."""
        libraries = (*job.around.libraries, *self._standing_in(job.around.banned))
        whole = evolve(job, around=evolve(job.around, libraries=libraries))
        while not (self._deaths.too_many or self._closed or job.number in self._unwanted):
            asked = [index for index in range(len(job.questions)) if not self._deaths.caused_by(job, index)]
            if not asked:
                return _whole(job, Outcome(job.number, ()), asked)
            outcome, at = self._tried(evolve(whole, questions=tuple(job.questions[index] for index in asked)))
            if outcome is not None:
                return evolve(_whole(job, outcome, asked), lacking=self.state.lacking)
            self._died(job, asked[at] if at is not None else None)
        return None

    def _standing_in(self, names: Sequence[str]) -> Sequence[Path]:
        """Return the folder of what stands in for libraries; none where it can be written nowhere, which is said."""
        try:
            found, lacking = [self._stand_ins.folder(names)], ""
        except OSError as error:
            found, lacking = [], error.strerror or str(error)
        if lacking and not self.state.lacking:
            _LOG.warning("%s; %s", lacks(lacking), WRITABLE)
        self._note(lacking=lacking)
        return found

    def _tried(self, job: Job) -> tuple[Outcome | None, int | None]:
        """Have a job done by the worker; where it dies, return at which question."""
        at: int | None = None
        try:
            process = self._worker()
            assert process.stdin is not None
            process.stdin.write(job_line(job))
            process.stdin.flush()
            until = time.monotonic() + self._limits.silence
            while True:
                speaker, told = self._inbox.get(timeout=max(until - time.monotonic(), 0))
                if speaker is None and job.number in self._unwanted:
                    process.stdin.write(stop_line(job.number))
                    process.stdin.flush()
                if speaker is not process:
                    continue  # what we say ourselves breaks no silence
                until = time.monotonic() + self._limits.silence
                if told is None:
                    return None, at
                if told.get("number") == job.number and "begun" in told:
                    at = int(told["begun"])
                elif told.get("number") == job.number:
                    outcome = outcome_of(told)
                    self._weigh(outcome)
                    return outcome, at
        except (OSError, queue.Empty):
            return None, at

    def _worker(self) -> _Process:
        if self._process is None:
            self._process = process = self._hire(self._limits)
            threading.Thread(target=self._listen, args=(process,), name="worker's reader", daemon=True).start()
        return self._process

    def _listen(self, process: _Process) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                told = message_of(line)
                if told is not None:
                    self._inbox.put((process, told))
        self._inbox.put((process, None))
        with self._news:
            self._ended = process
            self._news.notify()

    def _weigh(self, outcome: Outcome) -> None:
        """Let a worker go that has grown too large; the next job starts another."""
        self.state = evolve(self.state, resident=outcome.resident)
        if outcome.spent or (outcome.resident or 0) > self._limits.resident:
            self._let_go()
            self.state = evolve(self.state, replaced=self.state.replaced + 1, resident=None)

    def _died(self, job: Job | None = None, at: int | None = None) -> None:
        self._let_go()
        if not self._closed:
            self._deaths.note(job, at)
            if self._deaths.too_many:
                _LOG.warning("%s", self._limits.given_up)
            else:
                _LOG.warning("the worker that infers types ended; another is started when it is needed")
            self._note(restarts=self.state.restarts + 1, resident=None)

    def _let_go(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            with contextlib.suppress(OSError):
                if process.stdin is not None:
                    process.stdin.close()

    def _note(self, **changes: object) -> None:
        state = evolve(self.state, **changes)
        if state != self.state:
            self.state = state
            self._changed(state)


def failed(job: Job, kind: str) -> Outcome:
    """Say that no question of a job was answered, as something raised, or nobody is there who could."""
    every = range(len(job.questions))
    return Outcome(job.number, tuple([() for _ in every]), failed=tuple([(index, kind) for index in every]))


def _whole(job: Job, outcome: Outcome, asked: list[int]) -> Outcome:
    """Put what was told of the questions that were asked where they stand among all of them."""
    told = dict(zip(asked, outcome.answers, strict=False))
    every = range(len(job.questions))
    late = {asked[index] for index in outcome.timed_out} | {index for index in asked if index not in told}
    ended = {index: ENDED for index in every if index not in asked}
    failed = {**ended, **{asked[index]: kind for index, kind in outcome.failed}}
    held = tuple([asked[index] for index in outcome.held])
    answers = tuple(told.get(index, ()) for index in every)
    return evolve(
        outcome, answers=answers, timed_out=tuple(sorted(late)), failed=tuple(sorted(failed.items())), held=held
    )
