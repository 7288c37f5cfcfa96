"""How the worker is, for people and for status lines."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from aseptic.analysis.inference.message import Outcome
from aseptic.source.counting import counted

WRITABLE = "let ASEPTIC_CACHE_DIR or TMPDIR name a folder that can be written"


class Phase(StrEnum):
    """What the worker is at."""

    ABSENT = "absent"
    """Nobody has asked anything yet, or the last one ended or was let go and nobody has asked since."""
    IDLE = "idle"
    BUSY = "busy"
    RESTING = "resting"
    """It died too often in a short time; it is started again later."""


@frozen
class State:
    """How the worker is, and what became of those before it."""

    phase: Phase = Phase.ABSENT
    restarts: int = 0
    """How often one died; another is started when somebody asks."""
    replaced: int = 0
    """How often one was let go for its size."""
    resident: int | None = None
    """Bytes of memory that it held after its last answer."""
    answered: int = 0
    """Documents that were asked about to the end."""
    timed_out: int = 0
    """Questions that took too long, or that were given up."""
    failed: int = 0
    """Questions at which something raised."""
    held: int = 0
    """Questions whose answers are held back now, for they rest on text that is not saved."""
    lacking: str = ""
    """Why what stands in for libraries that are not installed can be written nowhere; empty where it can."""


def lacks(why: str) -> str:
    """Say that types of libraries that are not installed are not told."""
    return f"what stands in for libraries that are not installed can be written nowhere ({why})"


def failures(outcome: Outcome) -> str:
    """Say which questions of a document raised; empty where none did."""
    kinds = ", ".join(dict.fromkeys(kind for _, kind in outcome.failed))
    return f"{counted(len(outcome.failed), 'question')} about types: inference failed ({kinds})" if kinds else ""
