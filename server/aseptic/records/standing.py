"""What becomes of a deviation by its own text, the policy and the calendar."""

from __future__ import annotations

import datetime

from attrs import frozen

from aseptic.records.authority import (
    amended,
    barred,
    left,
    objection,
    once_named,
    renewing,
    same_person,
    too_long,
    untimely,
)
from aseptic.records.deviation import Deviation, Status
from aseptic.records.disposition import Disposition, State
from aseptic.records.permission import lacking
from aseptic.records.reasons import unfinished
from aseptic.records.terms import Terms
from aseptic.source.counting import counted

_FINAL = (State.REJECTED, State.WITHDRAWN)
_AGAIN = "have it approved again"
_BY_ITSELF = "have it approved by itself"
_REPLACED = "name in it what took the place of what is gone, and propose it again"
_SHOWN = 80
"""Characters of a reason that are shown beside a finding."""


@frozen
class _Said:
    state: State
    reason: str
    doubted: bool = False
    """The record's own status says more than it is worth."""
    way: str = ""
    """What to do about it, where that is another thing than its state asks for."""


def standing(deviation: Deviation, today: datetime.date, terms: Terms) -> Disposition:
    """Return how a deviation stands by itself, whatever became of its finding.

    It holds through the day on which it expires.
    """
    if deviation.id in terms.ruleless and deviation.status not in (Status.REJECTED, Status.WITHDRAWN):
        return terms.ruleless[deviation.id].said_of(deviation)
    said = _refused(deviation, today, terms) or _unapproved(deviation, today, terms) or _held(deviation, today, terms)
    note = " ".join(f"{deviation.id} {said.reason}".split())
    return Disposition(said.state, deviation.id, note, doubted=said.doubted, way=said.way)


def closed(disposition: Disposition) -> bool:
    """Say whether somebody decided against the deviation, so that no change of the code matters to it."""
    return disposition.state in _FINAL


def _refused(deviation: Deviation, today: datetime.date, terms: Terms) -> _Said | None:
    if deviation.status is Status.WITHDRAWN:
        return _Said(State.WITHDRAWN, "was withdrawn")
    if deviation.status is Status.REJECTED:
        return _Said(State.REJECTED, f"was rejected{_why(deviation)}")
    if why := barred(deviation.rule, terms):
        return _Said(State.REJECTED, f"cannot stand: {why}")
    if deviation.expires < today:
        return _Said(State.EXPIRED, f"expired on {deviation.expires.isoformat()}")
    return None


def _why(deviation: Deviation) -> str:
    """Return the first words of why a deviation was rejected, in brackets; nothing where nobody wrote them yet."""
    said = deviation.why_rejected.partition("\n")[0].lstrip("> ")
    if not said or unfinished(said):
        return ""
    return f" ({said if len(said) <= _SHOWN else f'{said[:_SHOWN].rstrip()}…'})"


def _unapproved(deviation: Deviation, today: datetime.date, terms: Terms) -> _Said | None:
    approval = deviation.approved
    if deviation.unreasoned(terms.policy.shortest_justification):
        way = f"write them in {deviation.record}"
        return _Said(State.PROPOSED, "covers nothing before its reasons are written", doubted=True, way=way)
    if deviation.id in terms.mispointed:
        return _void("shows other code than its fingerprint names, so propose it again")
    if deviation.permit and deviation.status is Status.PROPOSED:
        why = lacking(deviation, terms.permits.get(deviation.permit), today, terms)
        return _void(why, way=_BY_ITSELF) if why else None
    if deviation.id in terms.repeated:
        return _void(f"says what {terms.repeated[deviation.id]} says, in the same words")
    if deviation.status is Status.PROPOSED:
        return _Said(State.PROPOSED, "is proposed and waits for approval")
    if not approval.given or approval.by is None or approval.on is None:
        return _void(f"names no {approval.missing}", way=_AGAIN)
    if approval.of != deviation.digest:
        return _void(f"{amended(approval.by)} on {approval.on.isoformat()}", State.AMENDED)
    if why := untimely(deviation.raised.on, approval.on, today):
        return _void(why, way=_AGAIN)
    against = objection(
        deviation.raised.everybody, deviation.path, deviation.rule, deviation.expires, approval.by, approval.on, terms
    )
    far = too_long(deviation.rule, deviation.expires, approval.on, terms)
    way = renewing(deviation.id) if far and far == against else once_named(against, approval.by)
    by_git = terms.unproved(deviation)
    if against and by_git.startswith(f"{against}; "):  # which knows who wrote what, and what held when it was approved
        way = by_git.removeprefix(f"{against}; ")
    against = against or by_git
    return _void(f"is approved, but {against}", way=way) if against else None


def _void(reason: str, state: State = State.PROPOSED, way: str = "") -> _Said:
    """Say why a record that claims more is worth no more than a proposal."""
    return _Said(state, f"{reason}: it counts as proposed", doubted=True, way=way)


def _held(deviation: Deviation, today: datetime.date, terms: Terms) -> _Said:
    permit = terms.permits.get(deviation.permit or "") if deviation.status is Status.PROPOSED else None
    approver = (permit.approved.by if permit else deviation.approved.by) or ""
    expires = min(permit.expires, deviation.expires) if permit else deviation.expires
    owner = deviation.owned_by
    gone = next((each for each in (owner, approver) if left(each, terms.policy) is not None), None)
    if deviation.id in terms.doubts:
        why = terms.doubts[deviation.id]
        return _Said(State.DOUBTFUL, f"is doubtful: {why.text}", way=_REPLACED if why.gone else "")
    if gone is not None:
        what = "answers for it" if same_person(gone, owner) else "approved it"
        lone = _BY_ITSELF if permit and not same_person(gone, owner) else ""
        return _Said(State.ORPHANED, f"is orphaned: {gone}, who {what}, left", way=lone)
    under = f"stands under {permit.id}, approved" if permit else "is approved"
    held = f"{under} by {approver} until {expires.isoformat()}"
    ahead = (expires - today).days
    if ahead <= terms.policy.expiring_days:
        later = f"{_BY_ITSELF}, or write a later 'expires' into {permit.id} and have that approved" if permit else ""
        ends = bool(permit and permit.expires <= deviation.expires)
        return _Said(State.EXPIRING, f"{held}, {counted(ahead, 'day')} from now", way=later * ends)
    return _Said(State.APPROVED, held)
