"""No chunk holds the server for ever: a check that takes too long is broken off; what ended a process is remembered.

Detectors run over code that nobody foresaw, and Python breaks off no computation by itself. It does run a signal's
handler between two steps of the main thread, in the middle of a regular expression, too, and one that raises breaks
off what was running. The signal comes from a timer that counts the processor's time, so a busy machine or a closed
lid is no reason. Where there is no such timer (Windows) a thread looks instead, which interrupts no regular expression.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from aseptic.analysis.documents.quarantine import Quarantine
from aseptic.source.chunk import Chunk

_TIMED = hasattr(signal, "setitimer")
_LEAST = 3.0
_PER_LINE = 0.002
"""Seconds of the processor's time that a check gets, and for each line: hundreds of times what any should take."""
T = TypeVar("T")


class TookTooLong(BaseException):
    """A check was broken off. No plain exception, so that nothing on its way takes it for a fault of its own."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What those who were at it say of what they were at."""
        return tuple(getattr(self, "__notes__", ()))

    @property
    def by_pattern(self) -> bool:
        """Whether it was a rule's pattern that took the time."""
        return bool(self.notes)

    @property
    def reason(self) -> str:
        """Why there is no answer, in words."""
        return " ".join(("it took too long", *self.notes))


class PutAside(Exception):
    """A chunk is not checked, for what it did in a process before this one."""

    def __init__(self, reason: str, by_pattern: bool) -> None:
        super().__init__(reason)
        self.by_pattern = by_pattern
        """It was a rule's pattern that did it."""


@frozen(eq=False)
class _Running:
    begun: float
    allowed: float

    @property
    def over(self) -> bool:
        return time.process_time() - self.begun >= self.allowed


class Watchdog:
    """Watches the checks of this process, one at a time, in its main thread."""

    def __init__(self) -> None:
        self._aside: Quarantine | None = None
        self._running: _Running | None = None
        self._armed = False

    def remember(self, folder: Path, deaths: bool = True) -> None:
        """Know from now on what broke off or ended a process, and tell later ones by notes in a folder.

        Without `deaths` they are not told of what this process died of.
        """
        self._aside = Quarantine.opened(folder, deaths)

    def run(self, chunk: Chunk, work: Callable[[], T], standard: str = "") -> T:
        """Do some work on a chunk.

        Raises TookTooLong where it is broken off, and PutAside, with the reason, where an earlier process noted it.
        What a rule's pattern did is noted for the standard of this digest alone: patterns are mended. Outside the
        main thread nothing is watched.
        """
        if threading.current_thread() is not threading.main_thread():
            return work()
        if self._aside is None:
            return self._watched(chunk.height, work)
        identity, under = self._aside.identity(chunk), self._aside.identity(chunk, standard)
        for each, by_pattern in ((identity, False), (under, True)):
            if reason := self._aside.reason(each):
                raise PutAside(reason, by_pattern)
        self._aside.begin(identity)
        try:
            return self._watched(chunk.height, work)
        except TookTooLong as broken_off:
            self._aside.note(under if broken_off.by_pattern else identity, broken_off.reason)
            raise
        finally:
            self._aside.end(identity)

    def _watched(self, height: int, work: Callable[[], T]) -> T:
        if not self._armed:
            self._arm()
        if self._running is not None:
            return work()  # inside another check, whose time this is
        allowed = _LEAST + _PER_LINE * height
        self._running = _Running(time.process_time(), allowed)
        if _TIMED:
            # The timer counts less than the process's time, so it goes off when that is over.
            signal.setitimer(signal.ITIMER_VIRTUAL, allowed, _LEAST)
        try:
            return work()
        finally:
            self._running = None
            if _TIMED:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _arm(self) -> None:
        self._armed = True
        if sys.platform != "win32":
            signal.signal(signal.SIGVTALRM, self._break_off)
        else:
            signal.signal(signal.SIGBREAK, self._break_off)
            threading.Thread(target=self._look, name="guard", daemon=True).start()

    def _look(self) -> None:
        while True:
            time.sleep(1.0)
            running = self._running
            if running is not None and running.over and sys.platform == "win32":
                _thread.interrupt_main(signal.SIGBREAK)

    def _break_off(self, *_: object) -> None:
        """Raise in the check that is running; one that ended in the meantime is left in peace."""
        if self._running is not None and self._running.over:
            raise TookTooLong

    def leave(self) -> None:
        """Know that the process ends now, which is no fault of the chunk that it is at. From any thread."""
        if self._aside is not None:
            self._aside.leave()

    def forget(self) -> None:
        """Know, in a child made by a fork, that the notes are the parent's."""
        self._aside, self._running = None, None


@cache
def guard() -> Watchdog:
    """Return this process's guard: signals and time are the process's, too."""
    made = Watchdog()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=made.forget)
    return made
