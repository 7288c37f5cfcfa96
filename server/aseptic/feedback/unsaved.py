"""What is wrong with records while they are typed: what would be said of them if they were saved as they are.

It is said of these records alone. What counts is what is on disk, for findings and for other records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from aseptic.analysis.projects.loading import supposed
from aseptic.analysis.projects.place import relative
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.conditions import conditions_of
from aseptic.records.unsaved import is_place, with_unsaved
from aseptic.source.problem import Problem


def is_judged(project: Project, path: Path) -> bool:
    """Say whether a document is judged as it is typed: a record of the project, or its standard.

    One that is on disk and cannot be read as a text at all is not: what is typed would not mend that.
    """
    shown = relative(path, project.root)
    lost = any(each.path == shown and each.line is None for each in project.shelf.problems)
    return path.is_relative_to(project.records) and is_place(relative(path, project.records)) and not lost


def unsaved_faults(session: Session, project: Project, texts: Mapping[Path, str]) -> Iterator[tuple[Path, Problem]]:
    """Yield what would be wrong with these records of a project, by the texts that they would have."""
    inner = {relative(path, project.records): text for path, text in texts.items()}
    shelf = with_unsaved(project.shelf, project.settings.records, inner)
    would_be = supposed(project, session.shipped, shelf)
    by_name = {relative(path, project.root): path for path in texts}
    for problem in (*would_be.problems, *conditions_of(session, would_be, by_name)):
        if problem.path in by_name:
            yield by_name[problem.path], problem
