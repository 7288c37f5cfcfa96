"""Where the finding of a record is by now, with a sign of life while the project is looked at."""

from __future__ import annotations

from pathlib import Path

from aseptic.analysis.deviations import elsewhere
from aseptic.analysis.deviations.elsewhere import Met
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.cli.progress import watched


def met(session: Session, project: Project, identity: str) -> Met:
    """Return what is said of a record at each finding at which `check` names it, by file and line."""
    with watched(session, [project.root]) as seen:
        return elsewhere.met(session, project, identity, Path.cwd().resolve(), seen)
