"""What workers died of, so that nobody asks it again, and how many died lately."""

from __future__ import annotations

import time
from collections import deque
from pathlib import Path

from aseptic.analysis.inference.limits import Limits
from aseptic.analysis.inference.message import Job
from aseptic.source.document import split_lines

_Deed = tuple[Path, str, str]
"""A document, a line of it and the attribute that was asked about."""


class Deaths:
    """The deaths of this process's workers."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._times: deque[float] = deque()
        self._deeds: set[_Deed] = set()

    @property
    def too_many(self) -> bool:
        """Whether so many died lately that no other is to be started now."""
        while self._times and time.monotonic() - self._times[0] > self._limits.memory_of_deaths:
            self._times.popleft()
        return len(self._times) > self._limits.deaths

    def note(self, job: Job | None, at: int | None) -> None:
        """Note a death while a question of a job was being looked at; None where none was."""
        self._times.append(time.monotonic())
        if job is not None and at is not None:
            self._deeds.add(_deed(job, at))

    def caused_by(self, job: Job, at: int) -> bool:
        """Say whether a worker died of a question."""
        return bool(self._deeds) and _deed(job, at) in self._deeds


def _deed(job: Job, at: int) -> _Deed:
    question = job.questions[at]
    lines = split_lines(job.text)
    return job.path, lines[question.line] if question.line < len(lines) else "", question.attribute
