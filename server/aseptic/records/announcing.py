"""What somebody is told of a decision once it is written: one line with what holds now."""

from __future__ import annotations

from aseptic.records.deviation import Deviation, Status
from aseptic.records.grounds import Doubt
from aseptic.records.permit import Permit
from aseptic.records.verb import Verb

BY_THEMSELVES = "while those approved by themselves go on counting"
"""What becomes of deviations that name a permit which somebody ended."""


def announced(verb: Verb, record: Deviation | Permit, who: str, met: bool = True, doubt: Doubt | None = None) -> str:
    """Return the line for a record as a decision of `who` left it; `met`: the code has a finding for it.

    `doubt` is what spoke against its reasoning before.
    """
    name, until = record.id, record.expires.isoformat()
    finding = "its finding is open" if met else "the code has no finding for it"
    finding = f"no deviation stands under it, {BY_THEMSELVES}" if isinstance(record, Permit) else finding
    if verb is Verb.APPROVE:
        return f"{name} is approved by {who} until {until}"
    if verb is Verb.REJECT:
        return f"{name} is rejected by {who}: {finding}"
    if verb is Verb.WITHDRAW:
        return f"{name} is withdrawn: {finding}"
    if verb is Verb.PROPOSE:
        again = f"{name} is proposed again by {who} until {until}{_waits(record)}"
        return f"{again}; {_doubted(doubt)}" if doubt else again
    if verb is Verb.RENEW:
        return f"{name} is renewed until {until}{_waits(record)}"
    where = record.where if isinstance(record, Deviation) else record.record
    return f"{name} is about {where} now{_waits(record)}"


def _waits(record: Deviation | Permit) -> str:
    """Tell that a record waits for approval, to be added; nothing of one that is approved."""
    if record.status is Status.APPROVED:
        return ""
    under = f"stands under {record.permit} or " if isinstance(record, Deviation) and record.permit else ""
    return f", and {under}waits for approval"


def _doubted(doubt: Doubt) -> str:
    cure = (
        "name in it what took the place of what is gone"
        if doubt.gone
        else "see that its reasons hold for what is there now"
    )
    return f"{doubt.text}: {cure}"
