"""What can be decided on a deviation: the one table of the verbs, with their words and commands in editors."""

from __future__ import annotations

from enum import StrEnum


class Verb(StrEnum):
    """What can be decided: its name in a call, its title in a menu, its command, and what it is about."""

    APPROVE = "approve", "Approve {id}", "aseptic.approveDeviation"
    REJECT = "reject", "Reject {id}…", "aseptic.rejectDeviation"
    PROPOSE = "propose", "Propose {id} again, for the code as it is now", "aseptic.proposeDeviation", True
    RENEW = "renew", "Renew {id}", "aseptic.renewDeviation"
    WITHDRAW = "withdraw", "Withdraw {id}…", "aseptic.withdrawDeviation"
    ACCEPT_MOVE = "accept_move", "Accept that {id} moved here", "aseptic.acceptMove", True
    MEAN_THIS = "mean_this", "{id} means this one", "aseptic.meanThisOne", True

    words: str
    """What a menu says, with the place of the record's id."""
    command: str
    """What a client asks the server to run."""
    at_finding: bool
    """Whether it is about one finding, which has to be named, and not about the record alone."""

    def __new__(cls, name: str, words: str, command: str, at_finding: bool = False) -> Verb:
        """Make a verb that is its name in a call, and knows the rest."""
        made = str.__new__(cls, name)
        made._value_ = name
        made.words, made.command, made.at_finding = words, command, at_finding
        return made
