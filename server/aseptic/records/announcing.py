"""What somebody is told of a decision once it is written: one line with what holds now."""

from __future__ import annotations

from aseptic.records.deviation import Deviation, Status
from aseptic.records.disposition import OPEN, Disposition, State
from aseptic.records.grounds import Doubt
from aseptic.records.permit import Permit
from aseptic.records.verb import Verb

BY_THEMSELVES = "while those approved by themselves go on counting"
"""What becomes of deviations that name a permit which somebody ended."""


def announced(
    verb: Verb,
    record: Deviation | Permit,
    who: str,
    stood: Disposition = OPEN,
    doubt: Doubt | None = None,
    unwritten: str = "",
) -> str:
    """Return the line for a record as a decision of `who` left it; `stood` is how it stood before.

    `doubt` is what spoke against its reasoning before, and `unwritten` what of its reasons is still to be written.
    """
    name, until = record.id, record.expires.isoformat()
    finding = f"no deviation stands under it, {BY_THEMSELVES}" if isinstance(record, Permit) else _finding(stood)
    if verb is Verb.APPROVE:
        return f"{name} is approved by {who} until {until}"
    if verb is Verb.REJECT:
        return f"{name} is rejected by {who}: {finding}"
    if verb is Verb.WITHDRAW:
        return f"{name} is withdrawn: {finding}"
    if verb is Verb.PROPOSE:
        vain = f", and covers nothing before its reasons are written: {unwritten}"
        again = f"{name} is proposed again by {who} until {until}{vain if unwritten else _waits(record)}"
        return f"{again}; {_doubted(doubt)}" if doubt else again
    if verb is Verb.RENEW:
        lost = isinstance(record, Deviation) and record.status is Status.PROPOSED and not record.permit and stood.covers
        way = ": its finding is open until then; somebody else who may approve it renews it without that" * lost
        return f"{name} is renewed until {until}{_waits(record)}{way}"
    where = record.where if isinstance(record, Deviation) else record.record
    return f"{name} is about {where} now{_waits(record)}"


def _finding(stood: Disposition) -> str:
    """Say what becomes of the finding of a deviation that ends, by how that stood."""
    if stood.state is State.UNUSED:
        return "the code has no finding for it"
    if stood.state is State.NOT_SEEN:
        return "whether the code has a finding for it nobody could see"
    if stood.rival:
        return f"{stood.rival} is about its finding, too"
    return "its finding is open" if stood.covers else "its finding is open, as it was"


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
