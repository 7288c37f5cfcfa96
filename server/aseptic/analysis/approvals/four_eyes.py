"""Whether two people had a hand in an approved record, by what git shows and not by what the record says.

Asked where the policy asks for proof: there whoever brought the record or its reasons first is one who raised it.
"""

from __future__ import annotations

from collections.abc import Sequence

from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.record_history import Approvable, RecordHistory
from aseptic.analysis.versioning.commits import author, committer
from aseptic.records.authority import same_person
from aseptic.standard.policy import Proof


def written_by_approver(lifetime: RecordHistory, now: Approvable, judges: Sequence[Judge], needed: Proof) -> str:
    """Return what the approver committed first of a record, as the end of a sentence; empty for nothing."""
    if needed is Proof.CLAIMED or not any(each.terms.policy.four_eyes for each in judges):
        return ""
    by = now.approved.by or ""

    def raised(then: Approvable) -> bool:
        return same_person(then.raised.by, now.raised.by)

    def reasoned(then: Approvable) -> bool:
        return _reasons(then) == _reasons(now)

    for what, same in (("it", raised), ("its reasons", reasoned)):
        commit = lifetime.first(now, same)
        raw = lifetime.raw(commit) if commit and not lifetime.cut_at(commit) else b""
        if raw and any(same_person(each, by) for each in (author(raw), committer(raw))):  # any author can be written
            return f"{by} committed {what} first, in {commit[:12]}, and somebody else has to approve it"
    if any(same_person(then.raised.by, by) for then in lifetime.versions(now)):
        return f"{by} raised it in a version before, and somebody else has to approve it"
    return ""


def _reasons(record: Approvable) -> str:
    return record.justification
