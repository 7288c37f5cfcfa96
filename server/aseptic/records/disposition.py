"""What the records say of a finding or a deviation."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from shlex import quote

from attrs import frozen

PLACE = "FILE:LINE"
"""What stands in a command for the place of a finding, where that is not known."""


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


_MOST = 5
"""Places that are named at most."""
_CURES = {
    State.EXPIRING: "renew it in time",
    State.DOUBTFUL: "look whether its reasons still hold, and propose it again",
    State.ORPHANED: "name who answers for it now, and have it approved as it is then",
    State.EXPIRED: "renew it, or mend the code",
    State.AMENDED: "undo that, or have it approved as it is now",
    State.STALE: "propose it again, or undo the change",
    State.MOVED: "accept its new place in an editor, or propose it again there: "
    f"`aseptic deviations propose {{id}} {PLACE}`",
    State.AMBIGUOUS: "say which one is meant, in an editor or by the comment '# deviation: {id}' at it, or propose it "
    f"for that one: `aseptic deviations propose {{id}} {PLACE}`",
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
    astray: bool = False
    """Whether its finding may be one of several that stand at other places than it names."""
    also: tuple[str, ...] = ()
    """Of a finding: further deviations that may be about it, where of none can be told which finding it is about."""
    at: tuple[int, ...] = ()
    """Of a deviation: the findings that it speaks for, by their numbers, unless that is none or its own."""

    def names(self, deviation: str) -> bool:
        """Say whether a finding of which this is said is, or may be, the one that a deviation is about."""
        return deviation in (self.deviation, *self.also)

    @property
    def advice(self) -> str:
        """What is said, and what to do about it, in one line."""
        also = f"; so it is with {', '.join(self.also)}" if self.also else ""
        return ": ".join(part for part in (f"{self.note}{also}", self.cure) if part)

    @property
    def cure(self) -> str:
        """What to do about it; empty where nothing is."""
        if self.astray and not self.mend:
            again = f"`aseptic deviations propose {self.deviation} {PLACE}`"
            return f"propose it for the one that is meant: {again}, or withdraw it"
        return self.mend or self.way or self.state.cure.replace("{id}", self.deviation)

    def cure_at(self, places: Sequence[str]) -> str:
        """Return the same with the places of its findings, by file and line, where a command asks for one."""
        if len(places) == 1:
            return self.cure.replace(PLACE, quote(places[0]))
        return self.cure.replace(f"{PLACE}`", f"{PLACE}`, as {listed(places)}") if places else self.cure

    @property
    def covers(self) -> bool:
        """Whether the finding may stand."""
        return self.state.covers


def listed(places: Sequence[str]) -> str:
    """Name places of which one is meant, the first few where there are many."""
    more = len(places) - _MOST
    return " or ".join(places[:_MOST]) + (f" or one of {more} more" if more > 0 else "")


OPEN = Disposition()
