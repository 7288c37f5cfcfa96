"""The silencing comments of a whole project, by the cause that they share: the rule, and the reason beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aseptic.analysis.deviations.silencing import Silenced, admits_none, silenced, standing
from aseptic.analysis.documents.reading import read_source
from aseptic.analysis.matching.placed_finding import PlacedFinding
from aseptic.analysis.projects.place import relative
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.records.deviation import Status
from aseptic.records.permit import Permit
from aseptic.records.permitting import Cause, literal
from aseptic.source.document import split_lines

Found = tuple[str, str, str, int, bool]
"""Rule, reason, file, line and whether a rewrite may mend it."""


def causes(project: Project, files: Iterable[Scanned]) -> tuple[Cause, ...]:
    """Return why findings are silenced without a record, the most frequent cause first.

    Reasons that differ in blanks and capitals only are one. Rules that admit no deviation are left out.
    """
    grouped: dict[tuple[str, str], list[Found]] = {}
    for each in dict.fromkeys(found for file in files if file.project is project for found in _in_file(project, file)):
        rule, reason, *_ = each
        grouped.setdefault((rule, " ".join(reason.split()).casefold()), []).append(each)
    found = (
        Cause(rule, listed[0][1], tuple((path, line) for *_, path, line, _ in listed), any(each[4] for each in listed))
        for (rule, _), listed in grouped.items()
    )
    return tuple(sorted(found, key=lambda each: (-len(each.places), each.rule, each.reason)))


def permitted(cause: Cause, permits: Sequence[Permit]) -> Permit | None:
    """Return the permit that says the same already, and was not withdrawn; None where none does."""
    wanted = {literal(path) for path in cause.paths}
    about = cause.rule, cause.condition
    same = (each for each in permits if (each.rule, each.condition) == about and each.status is not Status.WITHDRAWN)
    return next((each for each in same if wanted <= {*each.paths}), None)


def undrafted(project: Project, files: Iterable[Scanned]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the places of comments that silence no finding, and of those that silence what is mandatory only."""
    left: tuple[list[str], list[str]] = [], []
    for path, comment, found in (
        each for file in files if file.project is project for each in _comments(project, file)
    ):
        if not _answered(comment) and not (found and not all(admits_none(project, each) for each in found.findings)):
            left[found is not None].append(f"{path}:{comment.span.start.line + 1}")
    return tuple(left[0]), tuple(left[1])


def answered(project: Project, file: Scanned) -> Mapping[PlacedFinding, tuple[str, ...]]:
    """Return a file's comments whose findings are all recorded, each with the ids of the records."""
    said = ((comment, standing(found)) for _, comment, found in _comments(project, file) if found)
    return {comment: ids for comment, ids in said if ids and not _answered(comment)}


def _in_file(project: Project, file: Scanned) -> Iterator[Found]:
    for path, _, found in _comments(project, file):
        for placed in found.findings if found else ():
            if not admits_none(project, placed) and not _answered(placed):
                reason, mends = found.reason if found else "", bool(placed.finding.replace)
                yield placed.finding.rule, reason, path, placed.span.start.line, mends


def _comments(project: Project, file: Scanned) -> Iterator[tuple[str, PlacedFinding, Silenced[PlacedFinding] | None]]:
    """Yield the file's path, each comment that silences, and what it is meant for, if anything."""
    rules = project.standard.rules
    comments = [each for each in file.findings if rules[each.finding.rule].heading.detect.comments]
    text = read_source(file.path) if comments else ""
    if not isinstance(text, str):
        return
    path, lines = relative(file.path, project.root), split_lines(text)
    for comment in comments:
        yield path, comment, silenced(project, lines, file.findings, comment)


def _answered(placed: PlacedFinding) -> bool:
    return placed.disposition.state.recorded
