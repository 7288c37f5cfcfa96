"""Who may still approve a record, by the policy and by git, and what helps where nobody may.

Who raised or wrote a record never approves it, whoever proposes it again. So where the policy names nobody else, it has
to be another record: withdrawn, and recorded anew by somebody else.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from attrs import evolve

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.four_eyes import written_by_approver
from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.objections import objection_to_whom
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.versioning.commands import restoring
from aseptic.records.authority import barred, people
from aseptic.records.deviation import Deviation

ANEW = "withdraw it, and have somebody else record it anew"


def approvers_left(
    lifetime: RecordHistory, record: Approvable, judge: Judge, today: datetime.date | None = None
) -> Iterator[str]:
    """Yield whom the policy names, and who may approve a record by git, too: `today`, else when it was approved."""
    if barred(record.rule, judge.terms):
        return
    policy, paths = judge.terms.policy, (record.path,) if isinstance(record, Deviation) else record.paths
    owners = [each for path in paths for each in judge.terms.owners.of(path)] if policy.codeowners else []
    given = evolve(record.approved, on=today) if today else record.approved
    for each in sorted(people((*policy.approvers, *owners), policy)):
        theirs = evolve(record, approved=evolve(given, by=each))
        wrote = written_by_approver(lifetime, theirs, [judge], judge.needed(record.rule))
        theirs_not = objection_to_whom(theirs, judge, theirs.approved.on or record.expires)  # its end can be set right
        if not (each.startswith("@") or theirs_not or wrote):
            yield each


def who_may(lifetime: RecordHistory, record: Approvable, judge: Judge, today: datetime.date | None = None) -> str:
    """Return who may approve what somebody may not, and what to do where nobody may, to be added to a sentence."""
    if not judge.terms.policy.names_approvers:
        return f"; where nobody else can, {ANEW}"
    others = ", ".join(approvers_left(lifetime, record, judge, today))
    return f": {others} may" if others else f"; nobody else whom the policy names may: {ANEW}"


def taking_back(lifetime: RecordHistory, record: Approvable) -> str:
    """Return what to do about what somebody wrote into a record who is to approve it, as long as no commit has it."""
    how = f" ({restoring(lifetime.prefix + record.record)})" * lifetime.lies_in_head(record)
    return f"take that back{how}, and have somebody else propose it"


def cure(lifetime: RecordHistory, record: Approvable, judge: Judge) -> str:
    """Return what to do about an approval whose approver wrote the record."""
    if not judge.terms.policy.names_approvers:
        return f"have somebody else propose it again, and one who wrote none of it approve it; or {ANEW}"
    others = " or ".join(approvers_left(lifetime, record, judge))
    return f"propose it again, and have {others} approve it" if others else ANEW


def left_alone(
    lifetime: RecordHistory, before: Approvable, after: Approvable, judge: Judge, today: datetime.date
) -> str:
    """Return that a proposal leaves nobody whom the policy names to approve it, and what to do; empty if not.

    It may be that nobody could before.
    """
    if not judge.terms.policy.names_approvers or any(approvers_left(lifetime, after, judge, today)):
        return ""
    could = any(approvers_left(lifetime, before, judge, today))
    way = taking_back(lifetime, after) if could else ANEW
    return f"but nobody whom the policy names may approve it, for each raised or wrote it: {way}"
