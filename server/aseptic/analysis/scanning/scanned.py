"""One file of a scan: what was found in it, and what of it was not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from aseptic.analysis.documents.reading import Unchecked
from aseptic.analysis.matching.placed_finding import PlacedFinding
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.outcome import Outcome


@frozen(eq=False)
class Scanned:
    """One file's result."""

    path: Path
    shown: str
    """The path as it is printed: from the current folder where it lies below it."""
    project: Project | None = None
    """None where it could not be checked at all."""
    outcome: Outcome = field(factory=lambda: Outcome(0))
    findings: tuple[PlacedFinding, ...] = ()
    """Every finding, in the order of the text."""
    quotes: Mapping[int, str] = field(factory=dict[int, str])
    """The lines on which findings begin."""
    unchecked: tuple[Unchecked, ...] = ()
    open_types: int = 0
    """Questions about types that nobody answered in time."""
    typed: bool = False
    """Whether types were asked for."""
