"""One document that is open, with what is known of it."""

from __future__ import annotations

from attrs import frozen

from aseptic.analysis.documents.incremental import Analysis
from aseptic.analysis.imports.index import SeenModules
from aseptic.analysis.projects.project import Project


@frozen(eq=False)
class Held:
    """An open document in its project."""

    version: int | None
    analysis: Analysis
    project: Project
    relative: str
    excluded: bool

    @property
    def sight(self) -> SeenModules | None:
        """What it sees of the other modules."""
        exports = self.analysis.bindings.exports
        return exports if isinstance(exports, SeenModules) else None
