"""What becomes of a deviation by its own text, the policy and the calendar."""

from __future__ import annotations

import datetime

from aseptic.records.authority import barred, left, objection, same_person, to_come
from aseptic.records.deviation import Deviation, Status, unfinished, unreasoned
from aseptic.records.disposition import Disposition, State
from aseptic.records.permission import lacking
from aseptic.records.terms import Terms

_FINAL = (State.REJECTED, State.WITHDRAWN)
_COUNTS = "it counts as proposed"
_UNREASONED = "covers nothing before its reasons are written"
_SHOWN = 80
"""Characters of a reason that are shown beside a finding."""
Said = tuple[State, str]


def standing(deviation: Deviation, today: datetime.date, terms: Terms) -> Disposition:
    """Return how a deviation stands by itself, whatever became of its finding.

    It holds through the day on which it expires.
    """
    state, reason = (
        _refused(deviation, today, terms) or _unapproved(deviation, today, terms) or _held(deviation, today, terms)
    )
    note = " ".join(f"{deviation.id} {reason}".split())
    return Disposition(state, deviation.id, note, doubted=reason.endswith((_COUNTS, _UNREASONED)))


def closed(disposition: Disposition) -> bool:
    """Say whether somebody decided against the deviation, so that no change of the code matters to it."""
    return disposition.state in _FINAL


def days(count: int) -> str:
    """Write a number of days."""
    return f"{count} day{'' if count == 1 else 's'}"


def _refused(deviation: Deviation, today: datetime.date, terms: Terms) -> Said | None:
    if deviation.status is Status.WITHDRAWN:
        return State.WITHDRAWN, "was withdrawn"
    if deviation.status is Status.REJECTED:
        return State.REJECTED, f"was rejected{_why(deviation)}"
    if why := barred(deviation.rule, terms):
        return State.REJECTED, f"cannot stand: {why}"
    if deviation.expires < today:
        return State.EXPIRED, f"expired on {deviation.expires.isoformat()}"
    return None


def _why(deviation: Deviation) -> str:
    """Return the first words of why a deviation was rejected, in brackets; nothing where nobody wrote them yet."""
    said = deviation.why_rejected.partition("\n")[0].lstrip("> ")
    if not said or unfinished(said):
        return ""
    return f" ({said if len(said) <= _SHOWN else f'{said[:_SHOWN].rstrip()}…'})"


def _unapproved(deviation: Deviation, today: datetime.date, terms: Terms) -> Said | None:
    approval = deviation.approved
    if unreasoned(deviation, terms.policy.shortest_justification):
        return State.PROPOSED, _UNREASONED
    if deviation.id in terms.mispointed:
        return State.PROPOSED, f"shows other code than its fingerprint names: {_COUNTS}"
    if deviation.permit and deviation.status is Status.PROPOSED:
        why = lacking(deviation, terms.permits.get(deviation.permit), today, terms)
        return (State.PROPOSED, f"{why}: {_COUNTS}") if why else None
    if deviation.id in terms.repeated:
        return State.PROPOSED, f"says what {terms.repeated[deviation.id]} says, in the same words: {_COUNTS}"
    if deviation.status is Status.PROPOSED:
        return State.PROPOSED, "is proposed and waits for approval"
    if not approval.given or approval.by is None or approval.on is None:
        return State.PROPOSED, f"names no approver, date and digest of what was approved: {_COUNTS}"
    if approval.of != deviation.digest:
        return State.AMENDED, f"was changed after {approval.by} approved it on {approval.on.isoformat()}: {_COUNTS}"
    if to_come(approval.on, today):
        return State.PROPOSED, f"is approved as of {approval.on.isoformat()}, which is still to come: {_COUNTS}"
    against = objection(
        deviation.raised.everybody, deviation.path, deviation.rule, deviation.expires, approval.by, approval.on, terms
    )
    against = against or terms.unproved(deviation)
    return (State.PROPOSED, f"is approved, but {against}: {_COUNTS}") if against else None


def _held(deviation: Deviation, today: datetime.date, terms: Terms) -> Said:
    permit = terms.permits.get(deviation.permit or "") if deviation.status is Status.PROPOSED else None
    approver = (permit.approved.by if permit else deviation.approved.by) or ""
    expires = min(permit.expires, deviation.expires) if permit else deviation.expires
    owner = deviation.owned_by
    gone = next((each for each in (owner, approver) if left(each, terms.policy) is not None), None)
    if deviation.id in terms.doubts:
        return State.DOUBTFUL, f"is doubtful: {terms.doubts[deviation.id]}"
    if gone is not None:
        what = "answers for it" if same_person(gone, owner) else "approved it"
        return State.ORPHANED, f"is orphaned: {gone}, who {what}, left"
    under = f"stands under {permit.id}, approved" if permit else "is approved"
    held = f"{under} by {approver} until {expires.isoformat()}"
    ahead = (expires - today).days
    if ahead <= terms.policy.expiring_days:
        return State.EXPIRING, f"{held}, {days(ahead)} from now"
    return State.APPROVED, held
