"""Whether two people had a hand in an approved record, by what git shows and not by what the record says.

Asked where the policy asks for proof: there whoever wrote the record or its reasons first is one who raised it. That is
the commit's author. Who committed another's work may have rebased it, which is no writing; and whoever types a false
author types a false committer as easily, so that to count it would stop honest people alone. It counts where the record
does not name the author as one who raised it, or where the approver signed that commit: a signature is nobody else's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.versioning.commits import author, committer, signed_by
from aseptic.records.authority import raised_by, same_person
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
        if raw and (how := _wrote(raw, now, what, commit[:12], {each.signers for each in judges})):
            return f"{by} {how}, and somebody else has to approve it"
    if any(same_person(then.raised.by, by) for then in lifetime.versions(now)):
        return f"{by} raised it in a version before, and somebody else has to approve it"
    return ""


def carried(lifetime: RecordHistory, now: Approvable) -> str:
    """Return the commit in which the approver of a record put it into the history as another's; empty for none."""
    by = now.approved.by or ""
    commit = lifetime.first(now, lambda then: _reasons(then) == _reasons(now))
    raw = lifetime.raw(commit) if by and commit and not lifetime.cut_at(commit) else b""
    return commit if raw and same_person(committer(raw), by) and not same_person(author(raw), by) else ""


def _wrote(raw: bytes, now: Approvable, what: str, commit: str, lists: Collection[bytes]) -> str:
    """Return how a commit is shown to be the work of a record's approver; empty where it is not."""
    by, who = now.approved.by or "", author(raw)
    if same_person(who, by):
        return f"committed {what} first, in {commit}"
    if not same_person(committer(raw), by):
        return ""
    if not raised_by(who, now.raised.everybody):
        return f"committed {what} first, in {commit}, with {who} as the author, who did not raise it as it says"
    if any(signed_by(raw, by, each) for each in lists):
        return f"signed the commit {commit} that has {what} first, with {who} as the author"
    return ""


def _reasons(record: Approvable) -> str:
    return record.justification
