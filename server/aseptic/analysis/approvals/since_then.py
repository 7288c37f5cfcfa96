"""What helps where an approval does not count by today's policy: one way, which leads to its end.

The policy asks for more than it did when the approval was given: of whom, for how long, or of which rules. Or the
record is another by now.
"""

from __future__ import annotations

import datetime

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.approvers_left import ANEW, approvers_left
from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.records.authority import (
    amended,
    barred,
    departed,
    last_day,
    left,
    once_named,
    renewing,
    self_approved,
    too_long,
)
from aseptic.records.deviation import Deviation


def since_then(
    lifetime: RecordHistory, record: Approvable, left_since: bool, now: Judge, against: str, today: datetime.date
) -> str:
    """Return what to do about an approval of which this is said by today's policy; empty where that says all.

    `left_since`: it counts once the policy says that its approver left.
    """
    by, on, deviation = record.approved.by or "", record.approved.on or today, isinstance(record, Deviation)
    if against == barred(record.rule, now.terms):
        withdrawn = f"withdraw it: `aseptic deviations withdraw {record.id} --reason 'the code is mended'`"
        return f"mend the code, and {withdrawn if deviation else 'delete it'}"
    if against == f"it {amended(by)}":
        return f"undo that, or {_by_others(lifetime, record, now, ' as it is now') or 'have it approved as it is now'}"
    gone = left(by, now.terms.policy)
    if against == self_approved(by) or (gone is not None and against == departed(by, gone)):
        return _by_others(lifetime, record, now)
    if against == too_long(record.rule, record.expires, on, now.terms):
        until = last_day(record.rule, today, now.terms)
        return renewing(record.id) if deviation else f"shorten 'expires' to {until}, and have it approved anew"
    if not once_named(against, by):
        return ""
    others = _by_others(lifetime, record, now)
    return once_named(against, by, others) if left_since else others


def _by_others(lifetime: RecordHistory, record: Approvable, now: Judge, how: str = "") -> str:
    """Return who is to approve a record that its approver may not, and what to do where nobody may."""
    if not now.terms.policy.names_approvers:
        return ""
    others = " or ".join(approvers_left(lifetime, record, now))
    way = ANEW if isinstance(record, Deviation) else "have one more named who may"
    return f"have {others} approve it{how}" if others else way
