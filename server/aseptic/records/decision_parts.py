"""What decisions on deviations and on permits write alike."""

from __future__ import annotations

import datetime

from aseptic.records.amending import with_section
from aseptic.records.authority import raised_by, same_person
from aseptic.records.deviation import Deviation
from aseptic.records.permit import Permit
from aseptic.records.scalar import scalar
from aseptic.source.document import split_lines

NOT_APPROVED = "{by: , on: , of: }"
REJECTION = "Why it was rejected"


def as_prose(said: str) -> str:
    """Return what somebody said so that none of it can be a part of the record: no heading, fence or comment begins."""
    lines = [each.rstrip("\r\n") for each in split_lines(said.strip())]
    plain = all(each.lstrip()[:1].isalnum() for each in lines if each.strip())
    return "\n".join(lines if plain else (f"> {each}".rstrip() for each in lines))


def with_rejection(text: str, reason: str) -> str:
    """Return a record's text with why it was rejected; where nobody said it, with what asks for it."""
    return with_section(text, REJECTION, as_prose(reason) or "TODO: say why, and what would have to change.")


def raised_anew(one: Deviation | Permit, who: str, today: datetime.date, only_proposed: frozenset[str]) -> str:
    """Return what `raised` holds of a record that somebody proposes again: they, and whoever raised it before."""
    known = [each for each in (*one.raised.before, one.raised.by) if not raised_by(each, only_proposed)]
    earlier = [each for each in dict.fromkeys(known) if not same_person(each, who)]
    if one.approved.given and one.raised.on == today:  # else it may be word for word what was approved before
        earlier = known
    others = f", before: [{', '.join(map(scalar, earlier))}]" if earlier else ""
    return f"{{by: {scalar(who)}, on: {scalar(today)}{others}}}"


def before(one: Deviation | Permit) -> str:
    """Tell what a decision takes the place of."""
    given = one.approved
    raised = f"raised by {one.raised.by} on {one.raised.on.isoformat()}, until {one.expires.isoformat()}"
    if not given.given or given.on is None:
        return f" (was {one.status.value}, {raised})"
    return f" (was approved by {given.by} on {given.on.isoformat()}, of {given.of}; {raised})"
