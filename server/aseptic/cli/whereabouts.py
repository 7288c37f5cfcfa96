"""Files named as whoever runs a command would name them: from the folder where it runs, in full where they lie outside.

Records and settings name files from their project's root, and a command may run below that or above it.
"""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

from aseptic.analysis.projects.place import relative
from aseptic.analysis.projects.project import Project
from aseptic.source.problem import Problem


def from_here(path: Path) -> str:
    """Return how a file or folder is named from the current folder; empty for that folder itself."""
    found = relative(path, Path.cwd().resolve())
    return "" if found == "." else found


def fault(project: Project, problem: Problem) -> str:
    """Return what is wrong with a record or setting in one line, its file named from the current folder."""
    return str(evolve(problem, path=from_here(project.root / problem.path)))
