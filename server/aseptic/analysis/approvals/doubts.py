"""What people should ask about an approval that counts: what git has looks as well like work of one person's alone."""

from __future__ import annotations

from collections.abc import Sequence

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.four_eyes import carried
from aseptic.analysis.approvals.later_decisions import decided_on_the_original
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.approvals.rejected_before import left_out, rejections
from aseptic.analysis.projects.project import Project


def doubts(lifetime: RecordHistory, now: Approvable, project: Project) -> Sequence[str]:
    """Return in a sentence each what is to be asked of a record that is approved; nothing of any other."""
    if not now.approved.given:
        return []
    alone = carried(lifetime, now) if project.terms.policy.four_eyes else ""
    found = (each for each in rejections(lifetime, now, project) if not left_out(lifetime, now, each))
    asked = str(next(found, ""))
    return [each for each in (alone, decided_on_the_original(lifetime, now), asked) if each]
