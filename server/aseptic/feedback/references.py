"""Where an id stands: at the cursor, where it is defined, and everywhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from aseptic.analysis.deviations.texts import Text
from aseptic.analysis.projects.project import Project
from aseptic.feedback.known import Known, known
from aseptic.records.deviation import split_where
from aseptic.source.document import line_end
from aseptic.source.span import Position, Span
from aseptic.source.ties import Mention, cited, mention_at, tied


@frozen
class Location:
    """A place in a file."""

    path: Path
    span: Span


def mentions(lines: Sequence[str], code: bool) -> Iterator[Mention]:
    """Yield the ids that stand in code's comments, or in a record."""
    return tied(lines) if code else cited(lines)


def pointed_at(lines: Sequence[str], code: bool, position: Position) -> Mention | None:
    """Return the id at a position."""
    return mention_at(mentions(lines, code), position)


def defined(project: Project, identity: str) -> Location | None:
    """Return where the record or the rule with an id begins."""
    found = known(project).get(identity)
    return _place(found) if found else None


def where_of(project: Project, path: Path, lines: Sequence[str], position: Position) -> tuple[Span, Path, str] | None:
    """Return the place that a deviation's `where` names, if that is at the cursor: its span, the file, the scope."""
    line = lines[position.line] if position.line < len(lines) else ""
    record = next((each for each in project.shelf.deviations if project.root / each.record == path), None)
    if record is None or not line.startswith("where:"):
        return None
    file, scope = split_where(record.where)
    span = Span.of(position.line, len("where:"), position.line, line_end(line))
    return span, project.root / file, scope


def places(text: Text, identity: str) -> Iterator[Location]:
    """Yield where an id stands in one text."""
    for each in mentions(text.lines, text.code):
        if each.id == identity:
            yield Location(text.path, each.span)


def _place(found: Known) -> Location:
    return Location(found.path, Span.of(found.line, 0, found.line, 0))
