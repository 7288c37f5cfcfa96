"""What becomes of a deviation by its own text and the calendar."""

from __future__ import annotations

import datetime
from collections.abc import Container

from aseptic.records.deviation import Deviation, Status, unreasoned
from aseptic.records.disposition import Disposition, State
from aseptic.standard.tailoring import Policy

_FINAL = (State.REJECTED, State.WITHDRAWN)


def standing(deviation: Deviation, today: datetime.date, policy: Policy, mandatory: Container[str] = ()) -> Disposition:
    """Return how a deviation stands by itself, whatever became of its finding.

    It holds through the day on which it expires. Of a rule in `mandatory` no deviation ever covers.
    """
    state, reason = _standing(deviation, today, policy, mandatory)
    note = " ".join(f"{deviation.id} {reason}".split())
    return Disposition(state, deviation.id, note)


def closed(disposition: Disposition) -> bool:
    """Say whether somebody decided against the deviation, so that no change of the code matters to it."""
    return disposition.state in _FINAL


def _standing(
    deviation: Deviation, today: datetime.date, policy: Policy, mandatory: Container[str]
) -> tuple[State, str]:
    approval, expires = deviation.approved, deviation.expires.isoformat()
    if deviation.status is Status.WITHDRAWN:
        return State.WITHDRAWN, "was withdrawn"
    if deviation.status is Status.REJECTED:
        return State.REJECTED, "was rejected"
    if deviation.rule in mandatory:
        return State.REJECTED, f"cannot stand: {deviation.rule} is mandatory and admits no deviation"
    if deviation.expires < today:
        return State.EXPIRED, f"expired on {expires}"
    if unreasoned(deviation, policy.shortest_justification):
        return State.PROPOSED, "covers nothing before its reasons are written"
    if deviation.status is Status.PROPOSED:
        return State.PROPOSED, "is proposed and waits for approval"
    if not approval.given:
        return State.PROPOSED, "names no approver, date and digest of what was approved: it counts as proposed"
    if approval.of != deviation.digest:
        return State.AMENDED, f"was changed after {approval.by} approved it: it counts as proposed"
    held = f"is approved by {approval.by} until {expires}"
    left = (deviation.expires - today).days
    if left <= policy.expiring_days:
        return State.EXPIRING, f"{held}, {left} days from now"
    return State.APPROVED, held
