"""The log: what failed, and where; never what the code says, which may hold patients' data."""

from __future__ import annotations

import logging
import traceback
from collections import deque
from types import TracebackType
from typing import TextIO

_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_REMEMBERED = 20
"""How many lines a report of a fault quotes."""
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Writes of an exception its kind and its places in our own code; its words may quote the code that was read."""

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - logging names it
        """Return one line for each place, the innermost last, and the kind of the exception."""
        kind, _, trace = ei
        places = (f"  {each.filename}:{each.lineno} in {each.name}" for each in traceback.extract_tb(trace))
        return "\n".join((*places, kind.__name__ if kind else "nothing"))


class LastErrors(logging.Handler):
    """Keeps the last warnings and errors, for a report of a fault."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.setFormatter(Discreet(_FORM))
        self.lines: deque[str] = deque(maxlen=_REMEMBERED)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record of our own; other libraries may write bodies of messages."""
        if record.name.startswith("aseptic"):
            self.lines.append(self.format(record))


def open_journal(stream: TextIO, level: str) -> None:
    """Log to a stream. At `debug` messages and exceptions come as they are, and may hold source text."""
    traced = level == "debug"
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(_FORM) if traced else Discreet(_FORM))
    logging.basicConfig(level=level.upper(), handlers=[handler, LastErrors()])
    # pygls writes messages, and with them source text, into its log; we log what failed, and where, ourselves.
    logging.getLogger("pygls").setLevel(logging.DEBUG if traced else logging.CRITICAL)
    # bandit's plugins are loaded by stevedore, which names each that lacks a package; we need none of those.
    logging.getLogger("stevedore").setLevel(logging.CRITICAL)


def last_errors() -> tuple[str, ...]:
    """Return the last warnings and errors that were logged, without source text."""
    kept = (each for each in logging.getLogger().handlers if isinstance(each, LastErrors))
    return tuple(line for each in kept for line in each.lines)
