"""All deviations of a project beside all its findings: how each record stands, and what rests on it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, partial

from attrs import evolve, frozen

from aseptic.analysis.approvals.amendment import amendment
from aseptic.analysis.approvals.premise_changes import premise_changes
from aseptic.analysis.approvals.proving import unproved
from aseptic.analysis.documents.reading import is_gone, read_source
from aseptic.analysis.matching.claims import terms_for
from aseptic.analysis.matching.other_files import Unproved
from aseptic.analysis.matching.placed_finding import PlacedFinding, sighting
from aseptic.analysis.matching.premise_digests import Foundations
from aseptic.analysis.projects.place import relative
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import Report
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.analysis.versioning.git import Git
from aseptic.checks.verifying import verifying
from aseptic.records.deviation import Deviation
from aseptic.records.disposition import Disposition, State
from aseptic.records.matching import match
from aseptic.records.passes import Sighting
from aseptic.records.standing import closed
from aseptic.source.document import split_lines

_MARK = "verifies:"


@frozen(eq=False)
class Row:
    """One deviation, and how it stands."""

    deviation: Deviation
    stands: Disposition
    changes: str = ""
    """How what it rests on changed since it was approved, where it is doubtful for that."""
    verified_by: tuple[str, ...] = ()
    """The definitions that say that they verify it."""
    places: tuple[str, ...] = ()
    """The findings that it may be about, by file and line, where none is known as its own."""
    past: bool = False
    """Whether somebody decided against it and no finding is there any more: nothing is to be done."""


@frozen(eq=False)
class Uncovered:
    """A finding that only the deviations left out had covered."""

    path: str
    placed: PlacedFinding


@frozen(eq=False)
class Overview:
    """A project's deviations on one day."""

    project: Project
    today: datetime.date
    rows: tuple[Row, ...]
    without: tuple[str, ...] = ()
    """The deviations that were left out."""
    uncovered: tuple[Uncovered, ...] = ()


def overview(
    project: Project,
    report: Report,
    today: datetime.date,
    without: Collection[str] = (),
    history: Git | None = None,
) -> Overview:
    """Bring together what a scan of the whole project found and what its records say, some of them left out.

    `history` is the repository to ask where it is not the project's own folder.
    """
    git = history or Git(project.root)
    files = [each for each in report.files if each.project and each.project.root == project.root]
    whole = {relative(each.path, project.root) for each in files if not each.unchecked}
    found = [(relative(each.path, project.root), placed) for each in files for placed in each.findings]
    lines = [f"{each.shown}:{placed.span.start.line + 1}" for each in files for placed in each.findings]
    sightings = [sighting(path, placed) for path, placed in found]
    said, stands = matched(project, sightings, project.deviations, today, whole, git)
    left = [each for each in project.deviations if each.id not in without]
    uncovered: tuple[Uncovered, ...] = ()
    if len(left) < len(project.deviations):
        less, stands = matched(project, sightings, left, today, whole, git)
        uncovered = tuple(_uncovered(found, said, less))
    told = _verifying(project, files)
    rows = tuple(_row(project, each, stands[each.id], told.get(each.id, ()), git) for each in left)
    met = {each.deviation for each in said}
    rows = tuple(evolve(row, past=closed(row.stands) and row.deviation.id not in met) for row in rows)
    rows = tuple(evolve(row, places=tuple(lines[at] for at in row.stands.at)) for row in rows)
    return Overview(project, today, rows, tuple(sorted(without)), uncovered)


def _row(project: Project, deviation: Deviation, stands: Disposition, verified_by: Sequence[str], git: Git) -> Row:
    doubtful = stands.state is State.DOUBTFUL
    changes = premise_changes(git, project, deviation) if doubtful else ""
    if stands.state is State.AMENDED:
        changes = "\n".join(line for each in amendment(git, deviation) for line in each.diff or (each.since,))
    return Row(deviation, stands, changes, tuple(verified_by))


def _verifying(project: Project, files: Sequence[Scanned]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for file in files if project.shelf.deviations else ():
        text = read_source(file.path)
        path = relative(file.path, project.root)
        for identity, name in verifying(split_lines(text)) if isinstance(text, str) and _MARK in text else ():
            found.setdefault(identity, []).append(f"{path}::{name}" if name else path)
    return found


def matched(
    project: Project,
    sightings: Sequence[Sighting],
    deviations: Sequence[Deviation],
    today: datetime.date,
    whole: Collection[str],
    git: Git | None = None,
    judged: Unproved | None = None,
) -> tuple[Sequence[Disposition], Mapping[str, Disposition]]:
    """Return what some deviations say of each sighting, and how each deviation stands; `whole` was looked at whole.

    `git` is asked for the proof that the policy asks for; without it an approval counts as `judged` says, or by its own
    word.
    """
    asked = git or Git(project.root)
    digest = partial(Foundations(project.root, heir=cache(asked.heir)).digest, project)
    renamed = dict(_renamed(project, sightings, deviations, asked))
    terms = terms_for(project, deviations, digest, unproved(project, git) if git else judged)
    gone = {each.path for each in deviations if each.path not in whole and is_gone(project.root / each.path)}
    return match(sightings, deviations, today, terms, whole, renamed, gone)


def _renamed(
    project: Project, sightings: Sequence[Sighting], deviations: Sequence[Deviation], git: Git
) -> Iterator[tuple[str, str]]:
    """Yield the files that are gone and by git's word are called otherwise now, as far as a deviation asks."""
    places: dict[tuple[str, str, str], set[str]] = {}
    for each in sightings:
        places.setdefault((each.scope, each.rule, each.statement), set()).add(each.path)
    asked: set[tuple[str, str]] = set()
    for each in deviations:
        for path in places.get((each.scope, each.rule, each.fingerprint.statement), ()):
            if (each.path, path) not in asked and not (project.root / each.path).exists():
                asked.add((each.path, path))
                if git.renamed(each.path, path):
                    yield each.path, path


def _uncovered(
    found: Sequence[tuple[str, PlacedFinding]], said: Sequence[Disposition], less: Sequence[Disposition]
) -> Iterator[Uncovered]:
    for (path, placed), before, after in zip(found, said, less, strict=True):
        if before.covers and not after.covers:
            yield Uncovered(path, placed)
