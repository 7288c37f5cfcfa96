"""What inference may cost."""

from __future__ import annotations

from attrs import frozen


@frozen
class Limits:
    """Bounds of the worker process."""

    question: float = 2.0
    """Seconds of the processor's time for one question; what takes longer stays open."""
    document: float = 20.0
    """The same for all questions about one document."""
    silence: float = 60.0
    """Seconds without a word after which a busy worker is taken for dead; many, for it runs at a low priority."""
    address_space: int = 2 << 30
    """Bytes that the process can ask for at all, where the system holds it to that."""
    resident: int = 400 << 20
    """Bytes of memory beyond which a worker is replaced once it has answered."""
    deaths: int = 4
    """How many deaths within `memory_of_deaths` are borne before no other worker is started for so long."""
    memory_of_deaths: float = 300.0
    """Seconds."""

    @property
    def given_up(self) -> str:
        """What people are told when no other worker is started for a while."""
        times = f"{self.deaths + 1} times within {self.memory_of_deaths:.0f} s"
        rest = "is not started again for so long; findings that need types are missing until then"
        return f"The worker that infers types ended {times} and {rest}"
