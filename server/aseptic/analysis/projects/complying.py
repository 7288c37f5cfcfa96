"""Where a rule shows how to comply with it: its compliant example, in the project's book or in the rule's own file."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from aseptic.analysis.projects.project import Project
from aseptic.source.document import split_lines


@frozen
class Example:
    """A rule's compliant example."""

    page: str
    """The address of the page in the book that has it; empty where there is none."""
    path: Path
    """The rule's file."""
    first: int
    """The line of the file, 0-based, on which the example begins."""
    end: int
    """The line after its last."""


def compliant_example(project: Project, identity: str) -> Example | None:
    """Return where a rule shows how to comply; None where the project has no such rule."""
    rule = project.standard.rules.get(identity)
    if rule is None:
        return None
    first, end = 0, 0
    if rule.compliant:
        code = rule.compliant[0]
        first, end = code.line, code.line + len(split_lines(code.text)) - 1
    held = project.book is not None and project.book.holds(identity)
    page = project.book.compliant(identity) if project.book and held else ""
    return Example(page, (project.root / rule.path).absolute(), first, end)
