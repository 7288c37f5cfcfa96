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
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    DOUBTFUL = "doubtful"
    ORPHANED = "orphaned"
    UNUSED = "unused"
    NOT_SEEN = "not_seen"

    @property
    def covers(self) -> bool:
        """Whether a finding in it may stand. One whose deviation is only proposed is shown so, and may not."""
        return self is State.APPROVED or self.pressing

    @property
    def pressing(self) -> bool:
        """Whether a finding in it may stand, and somebody has to look at its record all the same."""
        return self in (State.EXPIRING, State.DOUBTFUL, State.ORPHANED)

    @property
    def passes(self) -> bool:
        """Whether the gate lets a finding in it through."""
        return self.covers or self in (State.KNOWN, State.NOT_A_FINDING)

    @property
    def recorded(self) -> bool:
        """Whether a finding in it has its record, so that nobody is asked for another."""
        return self.covers or self is State.PROPOSED

    @property
    def cure(self) -> str:
        """What to do about a finding or record in it, which `{id}` stands for; empty where nothing is."""
        return _CURES.get(self, "")


_CURES = {
    State.EXPIRING: "renew it in time",
    State.DOUBTFUL: "look whether its reasons still hold, and propose it again",
    State.ORPHANED: "name who answers for it now, and have it approved as it is then",
    State.EXPIRED: "renew it, or mend the code",
    State.AMENDED: "undo that, or have it approved as it is now",
    State.STALE: "propose it again, or undo the change",
    State.MOVED: "accept its new place in an editor, or propose it again there: "
    "`aseptic deviations propose {id} FILE:LINE`",
    State.AMBIGUOUS: "say which one is meant, in an editor or by the comment '# deviation: {id}' at it",
    State.REJECTED: "mend the code",
    State.WITHDRAWN: "mend the code, or record a new one",
    State.UNUSED: "withdraw it",
}


@frozen
class Disposition:
    """The records' word on one finding, or on one deviation."""

    state: State = State.OPEN
    deviation: str = ""
    """The id of the deviation that is meant; empty where there is none."""
    note: str = ""
    """One line that says which record it is and why it counts, or counts no more."""
    where: str = ""
    """The place that the record should name now, where that is another than it names."""
    doubted: bool = False
    """Whether somebody has to read the note: the record's own status says more than it is worth."""
    rival: str = ""
    """The deviation about the same finding that was there before."""
    mend: str = ""
    """What to do about it, where it is about no finding, and that is another thing than its state asks for."""
    way: str = ""
    """The same where it is about its finding."""

    @property
    def cure(self) -> str:
        """What to do about it; empty where nothing is."""
        return self.mend or self.way or self.state.cure.replace("{id}", self.deviation)

    @property
    def covers(self) -> bool:
        """Whether the finding may stand."""
        return self.state.covers


OPEN = Disposition()
