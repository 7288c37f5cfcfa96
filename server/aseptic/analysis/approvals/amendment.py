"""What of a deviation is not what was approved, by what git has of it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from aseptic.analysis.approvals.premise_changes import Change
from aseptic.analysis.approvals.record_history import lifetime_of
from aseptic.analysis.documents.reading import FileStamp, stamped
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.git import Git
from aseptic.records.approval import answered_for
from aseptic.records.deviation import Deviation


def amendment(git: Git, deviation: Deviation) -> tuple[Change, ...]:
    """Return the keys and parts that changed since the approval, with the text of then; none where nothing did.

    Where no commit has what was approved, one change says so.
    """
    given = deviation.approved
    if not given.given or given.of == deviation.digest:
        return ()
    versions = lifetime_of(git, [deviation]).versions(deviation)
    then = next((each for each in versions if isinstance(each, Deviation) and each.digest == given.of), None)
    if then is None:
        return (Change(deviation.id, "what of it changed is not known: no commit holds what was approved"),)
    before, after = answered_for(then.page), answered_for(deviation.page)
    names = [*after, *(each for each in before if each not in after)]
    return tuple(_change(name, before, after) for name in names if before.get(name) != after.get(name))


def amended_parts(project: Project, deviation: Deviation) -> tuple[str, ...]:
    """Return the names of what changed; git is asked once for each text of a record and state of the checkout."""
    checkout = stamped(project.root / ".git" / "logs" / "HEAD")
    return _parts(str(project.root), deviation, deviation.digest, checkout)


@lru_cache(maxsize=256)
def _parts(root: str, deviation: Deviation, _digest: str, _checkout: FileStamp) -> tuple[str, ...]:
    return tuple(each.name for each in amendment(Git(Path(root)), deviation) if each.diff)


def _change(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> Change:
    old, new = before.get(name, "").split("\n"), after.get(name, "").split("\n")
    lines = difflib.unified_diff(old, new, f"{name} as approved", f"{name} now", lineterm="")
    return Change(name, "not what was approved", tuple(lines))
