"""How long a record lasts: whether its end alone speaks against it, and how it is brought within the policy's days."""

from __future__ import annotations

import datetime

from attrs import evolve

from aseptic.records.authority import last_day, too_long
from aseptic.records.deviation import Deviation, Status
from aseptic.records.disposition import Disposition, State
from aseptic.records.permit import Permit
from aseptic.records.standing import standing
from aseptic.records.terms import Terms

_BY_ITSELF = (State.PROPOSED, State.AMENDED, State.EXPIRED)
"""How a record stands that is about its finding, and covers it no more for what it says itself."""


def outlasts(one: Deviation, stands: Disposition, today: datetime.date, terms: Terms) -> bool:
    """Say whether a record about its finding lasts longer than the policy allows by now."""
    since = one.approved.on or today
    return stands.state in _BY_ITSELF and bool(too_long(one.rule, one.expires, since, terms))


def ended(one: Deviation, stands: Disposition, today: datetime.date, terms: Terms) -> bool:
    """Say whether nothing but its end speaks against an approval: on the last day that it could have, it counted."""
    last = min(one.expires, last_day(one.rule, one.approved.on or today, terms))
    return stands.state in _BY_ITSELF and standing(evolve(one, expires=last), last, terms).covers


def shorter(one: Deviation | Permit, today: datetime.date, terms: Terms, why: str) -> str:
    """Return what to do where a record's end is `why` it cannot be approved, to be added to that; else nothing."""
    far = too_long(one.rule, one.expires, today, terms)
    if not far or far not in why:
        return ""
    if isinstance(one, Deviation) and one.status is Status.APPROVED:
        return f"; renew it, for as long as the policy allows: `aseptic deviations renew {one.id}`"
    return f"; shorten 'expires' in {one.record} to {last_day(one.rule, today, terms)}"
