"""The silencing comments of a whole project, by the cause that they share: the rule, and the reason beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aseptic.analysis.deviations.silencing import mandatory, silenced
from aseptic.analysis.documents.reading import read_source
from aseptic.analysis.matching.placed_finding import PlacedFinding
from aseptic.analysis.projects.place import relative
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.records.permit import Permit
from aseptic.records.permitting import Cause, literal
from aseptic.source.document import split_lines

Found = tuple[str, str, str, int]
"""Rule, reason, file and line."""


def causes(project: Project, files: Iterable[Scanned]) -> tuple[Cause, ...]:
    """Return why findings are silenced without a record, the most frequent cause first.

    Reasons that differ in blanks and capitals only are one. Rules that admit no deviation are left out.
    """
    grouped: dict[tuple[str, str], list[Found]] = {}
    for each in dict.fromkeys(found for file in files if file.project is project for found in _in_file(project, file)):
        rule, reason, *_ = each
        grouped.setdefault((rule, " ".join(reason.split()).casefold()), []).append(each)
    found = (
        Cause(rule, listed[0][1], tuple((path, line) for *_, path, line in listed))
        for (rule, _), listed in grouped.items()
    )
    return tuple(sorted(found, key=lambda each: (-len(each.places), each.rule, each.reason)))


def permitted(cause: Cause, permits: Sequence[Permit]) -> str:
    """Return the id of the permit that says the same already; empty where none does."""
    wanted = {literal(path) for path in cause.paths}
    same = (each for each in permits if each.rule == cause.rule and each.condition == cause.condition)
    return next((each.id for each in same if wanted <= {*each.paths}), "")


def _in_file(project: Project, file: Scanned) -> Iterator[Found]:
    rules = project.standard.rules
    comments = [each for each in file.findings if rules[each.finding.rule].heading.detect.comments]
    text = read_source(file.path) if comments else ""
    if not isinstance(text, str):
        return
    path, lines = relative(file.path, project.root), split_lines(text)
    for comment in comments:
        found = silenced(project, lines, file.findings, comment)
        for placed in found.findings if found else ():
            if not mandatory(project, placed) and not _answered(placed):
                yield placed.finding.rule, found.reason if found else "", path, placed.span.start.line


def _answered(placed: PlacedFinding) -> bool:
    return placed.disposition.state.recorded
