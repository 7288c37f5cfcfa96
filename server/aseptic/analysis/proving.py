"""Whether approvals count by git's word, asked once for all that a scan meets.

Git has to be asked, which takes a moment. So scans judge by it, for reports, the gate and the ledger, and only where
something is approved; an editor shows what was reached where somebody looks at the record.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from aseptic.analysis.git import Git
from aseptic.analysis.lifetime import Approvable
from aseptic.analysis.project import Project
from aseptic.analysis.provenance import Approvals

Unproved = Callable[[Approvable], str]


def unproved(project: Project, history: Git | None = None) -> Unproved:
    """Return what tells why an approval does not count by git's word, as the end of a sentence; empty where it does.

    `history` is the repository to ask where it is not the project's own folder: of a release that lies elsewhere.
    """
    approvals = Approvals(project, history or Git(project.root))
    known: dict[str, str] = {}

    def told(record: Approvable) -> str:
        if record.record not in known:
            known[record.record] = approvals.judged(record).lack
        return known[record.record]

    return told


def proving() -> Callable[[Project], Unproved]:
    """Return what gives each project's `unproved`, made once for as long as it is kept."""
    return cache(unproved)
