"""Breaking off what takes too long, or what nobody waits for any more, in the middle of it.

The system tells by a signal when so much of the processor's time is used up; another thread can send the same signal.
Where there is no such signal (Windows) a question is broken off only between two others.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from time import process_time
from typing import TypeVar

T = TypeVar("T")
_AGAIN = 0.1
"""Seconds until the signal comes again, for one that came where it could not be heard."""


class BrokenOff(BaseException):
    """Work was broken off. No plain exception, so that nothing on its way takes it for a fault of its own."""


class Interrupting:
    """Watches the main thread's work, one thing at a time."""

    def __init__(self) -> None:
        self._running, self._unwanted = -1, -2
        """The numbers of the job that is worked on, and of the last one that was stopped."""
        self._over: float | None = None
        """When the processor's time for what is running ends."""
        if sys.platform != "win32":
            signal.signal(signal.SIGVTALRM, self._break_off)

    def begin(self, number: int) -> None:
        """Say which job the work is for, from now on."""
        self._running = number

    @property
    def stopped(self) -> bool:
        """Whether nobody waits for that job any more."""
        return self._running == self._unwanted

    def run(self, seconds: float, work: Callable[[], T]) -> T:
        """Do some work. Raises BrokenOff when the time is over, or when its job was stopped."""
        if self.stopped:
            raise BrokenOff
        self._over = process_time() + seconds
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
        try:
            return work()
        finally:
            self._over = None
            if sys.platform != "win32":
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def stop(self, number: int) -> None:
        """Break off a job, which is running, has not begun, or is done already; any thread may say so."""
        self._unwanted = number
        if sys.platform != "win32":
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGVTALRM)

    def _break_off(self, *_: object) -> None:
        if self._over is not None and (self.stopped or process_time() >= self._over):
            raise BrokenOff
