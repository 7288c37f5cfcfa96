"""What people should ask about an approval that counts: what git has looks as well like work of one person's alone."""

from __future__ import annotations

from collections.abc import Sequence

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.four_eyes import carried
from aseptic.analysis.approvals.later_decisions import decided_on_the_original
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.standard.policy import Policy


def doubts(lifetime: RecordHistory, now: Approvable, policy: Policy) -> Sequence[str]:
    """Return in a sentence each what is to be asked of a record that is approved; nothing of any other."""
    if not now.approved.given:
        return []
    alone = carried(lifetime, now) if policy.four_eyes else ""
    return [each for each in (alone, decided_on_the_original(lifetime, now)) if each]
