"""What the records say of a finding or a deviation."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class State(StrEnum):
    """How a finding or a deviation stands. Of a finding it says why it is open, or by what it is covered."""

    OPEN = "open"
    KNOWN = "known"
    """Open, and in the ledger's baseline."""
    NOT_A_FINDING = "not_a_finding"
    """Closed in the ledger with a reason: no breach in truth."""
    PROPOSED = "proposed"
    APPROVED = "approved"
    EXPIRED = "expired"
    EXPIRING = "expiring"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    AMENDED = "amended"
    STALE = "stale"
    AMBIGUOUS = "ambiguous"
    UNUSED = "unused"
    NOT_SEEN = "not_seen"

    @property
    def covers(self) -> bool:
        """Whether a finding in it may stand. One whose deviation is only proposed is shown so, and may not."""
        return self in (State.APPROVED, State.EXPIRING)

    @property
    def passes(self) -> bool:
        """Whether the gate lets a finding in it through."""
        return self.covers or self in (State.KNOWN, State.NOT_A_FINDING)

    @property
    def recorded(self) -> bool:
        """Whether a finding in it has its record, so that nobody is asked for another."""
        return self.covers or self is State.PROPOSED


@frozen
class Disposition:
    """The records' word on one finding, or on one deviation."""

    state: State = State.OPEN
    deviation: str = ""
    """The id of the deviation that is meant; empty where there is none."""
    note: str = ""
    """One line that says which record it is and why it counts, or counts no more."""

    @property
    def covers(self) -> bool:
        """Whether the finding may stand."""
        return self.state.covers


OPEN = Disposition()
