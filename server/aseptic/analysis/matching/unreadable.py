"""What is said of findings whose deviation cannot be read: the record's own fault, where the code is looked at, too."""

from __future__ import annotations

from collections.abc import Sequence

from aseptic.analysis.matching.other_files import Key
from aseptic.analysis.projects.project import Project
from aseptic.records.disposition import OPEN, Disposition


def concerned(project: Project, path: str) -> bool:
    """Say whether a record that cannot be read is about a file."""
    return any(each.path == path for each in project.shelf.unread)


def with_unread(
    project: Project, path: str, keys: Sequence[Key], dispositions: Sequence[Disposition]
) -> Sequence[Disposition]:
    """Return the same with a word on each open finding that such a record names by scope, rule and statement."""
    faults = {each.key: each for each in project.shelf.unread if each.path == path}

    def said(key: Key) -> Disposition:
        fault = faults.get(key) or faults.get((*key[:2], ""))
        return Disposition(note=f"{fault.id} cannot be read and covers nothing: {fault.fault}") if fault else OPEN

    return [
        said(key) if disposition is OPEN else disposition for key, disposition in zip(keys, dispositions, strict=True)
    ]
