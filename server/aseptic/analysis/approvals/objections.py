"""Why whoever approved a record may not have, by what governs it."""

from __future__ import annotations

import datetime

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.governing import Judge
from aseptic.records.authority import barred, objection
from aseptic.records.permit import Permit
from aseptic.records.terms import Terms


def objection_of(record: Approvable, judge: Judge) -> str:
    """Return why whoever approved a record may not have, as one judges; empty where they may."""
    return _unfounded(record, judge.terms) or objection_to_whom(record, judge, record.expires)


def objection_to_whom(record: Approvable, judge: Judge, expires: datetime.date) -> str:
    """Return why it is not theirs who approved a record to approve it, until a day; empty where it is."""
    given = record.approved
    for path in record.paths if isinstance(record, Permit) else (record.path,):
        where, by, on = judge.inside + path, given.by or "", given.on
        told = objection(record.raised.everybody, where, record.rule, expires, by, on, judge.terms) if on else ""
        if told:
            return told
    return ""


def _unfounded(record: Approvable, terms: Terms) -> str:
    """Return why nobody may approve a record as it is, as the end of a sentence; empty where somebody may."""
    short = record.unreasoned(terms.policy.shortest_justification)
    return barred(record.rule, terms) or next((each.message for each in short), "")
