"""What is told of a deviation as plain values, in the report and to an editor alike: one name for each thing."""

from __future__ import annotations

import datetime
from typing import Any

from aseptic.records.deviation import Deviation
from aseptic.records.disposition import Disposition
from aseptic.source.document import split_lines


def told(deviation: Deviation, stands: Disposition, today: datetime.date) -> dict[str, Any]:
    """Return all that a record, how it stands, and the day tell. Who shows it chooses, and adds what it knows more."""
    reasons = (line.strip() for line in split_lines(deviation.justification))
    return {
        "id": deviation.id,
        "state": stands.state.value,
        "covers": stands.covers,
        "note": stands.note,
        "kind": deviation.kind.value,
        "rule": deviation.rule,
        "where": deviation.where,
        "movedTo": stands.where or None,
        "owner": deviation.owned_by,
        "raisedBy": deviation.raised.by,
        "raisedOn": deviation.raised.on.isoformat(),
        "ageDays": (today - deviation.raised.on).days,
        "expires": deviation.expires.isoformat(),
        "daysLeft": (deviation.expires - today).days,
        "approvedBy": deviation.approved.by,
        "approvedOn": deviation.approved.on.isoformat() if deviation.approved.on else None,
        "digest": deviation.digest,
        "permit": deviation.permit,
        "requirements": list(deviation.requirements),
        "risk": deviation.risk,
        "justification": deviation.justification,
        "reason": next((line for line in reasons if line), ""),
    }
