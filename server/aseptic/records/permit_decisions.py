"""What people decide on a permit: each decision takes the record's text and gives its next, or says why not."""

from __future__ import annotations

import datetime

from aseptic.records.amending import with_history, with_keys, with_section
from aseptic.records.authority import not_yet, objection, raised_by
from aseptic.records.decisions import NOT_APPROVED, REJECTION, Refused, as_prose
from aseptic.records.lasting import shorter
from aseptic.records.permit import Permit
from aseptic.records.reasons import unfinished
from aseptic.records.scalar import scalar
from aseptic.records.terms import Terms


def permitted(permit: Permit, text: str, who: str, today: datetime.date, terms: Terms, who_may: str = "") -> str:
    """Return a permit's text approved by somebody. Raises Refused, with `who_may` where they may not."""
    if permit.expires < today:
        raise Refused(f"{permit.id} expired on {permit.expires.isoformat()}")
    if permit.rejected is not None:
        said = f"{permit.id} was rejected by {permit.rejected.by}"
        raise Refused(f"{said}: mend it, and take 'rejected' out of it, to have it looked at again")
    if why := not_yet(permit.raised.on, today):
        raise Refused(f"{permit.id} is not approved: {why}")
    if why := objection_to(permit, who, today, terms, permit.expires):
        raise Refused(f"{permit.id} is not approved: {why}{who_may or shorter(permit, today, terms, why)}")
    if not permit.justification.strip() or unfinished(permit.justification):
        raise Refused(f"{permit.id} cannot be approved before its reasons are written under '## Justification'")
    given = f"{{by: {scalar(who)}, on: {scalar(today)}, of: {permit.digest}}}"
    entry = f"{today.isoformat()} approved by {who} (of {permit.digest})"
    return with_history(with_keys(text, {"approved": given}), entry)


def not_permitted(
    permit: Permit, text: str, who: str, today: datetime.date, terms: Terms, reason: str, who_may: str = ""
) -> str:
    """Return a permit's text rejected by somebody who may approve it, so that nothing stands under it. Raises Refused.

    `who_may` is told whoever may not. Without a reason the part that says why is still to be written.
    """
    if permit.rejected is not None:
        raise Refused(f"{permit.id} was rejected already, by {permit.rejected.by}")
    if terms.policy.four_eyes and raised_by(who, permit.raised.everybody):
        raise Refused(f"{permit.id} is not rejected: {who} raised it; delete it instead")
    if why := objection_to(permit, who, today, terms, today):
        raise Refused(f"{permit.id} is not rejected: {why}, and who approves rejects{who_may}")
    told = with_section(text, REJECTION, as_prose(reason) or "TODO: say why, and what would have to change.")
    keys = {"approved": NOT_APPROVED, "rejected": f"{{by: {scalar(who)}, on: {scalar(today)}}}"}
    given = permit.approved
    was = f" (was approved by {given.by} on {given.on.isoformat()}, of {given.of})" if given.by and given.on else ""
    return with_history(with_keys(told, keys), f"{today.isoformat()} rejected by {who}{was}")


def objection_to(permit: Permit, who: str, today: datetime.date, terms: Terms, expires: datetime.date) -> str:
    """Return why somebody may not decide on a permit, for the first of its paths; empty where they may."""
    for path in permit.paths:  # an owner of what a glob names may; of each file under it the use is judged again
        if why := objection(permit.raised.everybody, path, permit.rule, expires, who, today, terms):
            return f"{why}, for {path}"
    return ""
