"""All deviations of a project beside all its findings: how each record stands, and what rests on it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from attrs import frozen

from aseptic.analysis.claims import terms_for
from aseptic.analysis.foundations import Foundations
from aseptic.analysis.git import Git
from aseptic.analysis.premise_changes import premise_changes
from aseptic.analysis.project import Project
from aseptic.analysis.scan import Report
from aseptic.analysis.snapshot import Sight, Snapshot, sighting
from aseptic.checks.verifying import verifying
from aseptic.records.deviation import Deviation
from aseptic.records.disposition import Disposition, State
from aseptic.records.matching import match
from aseptic.records.passes import Sighting


@frozen(eq=False)
class Row:
    """One deviation, and how it stands."""

    deviation: Deviation
    stands: Disposition
    changes: str = ""
    """How what it rests on changed since it was approved, where it is doubtful for that."""
    verified_by: tuple[str, ...] = ()
    """The definitions that say that they verify it."""


@frozen(eq=False)
class Uncovered:
    """A finding that only the deviations left out had covered."""

    path: str
    sight: Sight


@frozen(eq=False)
class Overview:
    """A project's deviations on one day."""

    project: Project
    today: datetime.date
    rows: tuple[Row, ...]
    without: tuple[str, ...] = ()
    """The deviations that were left out."""
    uncovered: tuple[Uncovered, ...] = ()


def overview(project: Project, report: Report, today: datetime.date, without: Collection[str] = ()) -> Overview:
    """Bring together what a scan of the whole project found and what its records say, some of them left out."""
    snapshots = [each.snapshot for each in report.files if each.snapshot and each.snapshot.project.root == project.root]
    whole = {
        each.snapshot.path
        for each in report.files
        if each.snapshot and each.snapshot.project.root == project.root and not each.unchecked
    }
    found = [(snapshot, sight) for snapshot in snapshots for sight in snapshot.sights]
    sightings = [sighting(snapshot.path, sight) for snapshot, sight in found]
    said, stands = _matched(project, sightings, project.deviations, today, whole)
    left = [each for each in project.deviations if each.id not in without]
    uncovered: tuple[Uncovered, ...] = ()
    if len(left) < len(project.deviations):
        less, stands = _matched(project, sightings, left, today, whole)
        uncovered = tuple(_uncovered(found, said, less))
    told = _verifying(snapshots)
    rows = tuple(_row(project, each, stands[each.id], told.get(each.id, ())) for each in left)
    return Overview(project, today, rows, tuple(sorted(without)), uncovered)


def _row(project: Project, deviation: Deviation, stands: Disposition, verified_by: Sequence[str]) -> Row:
    doubtful = stands.state is State.DOUBTFUL
    changes = premise_changes(Git(project.root), project, deviation) if doubtful else ""
    return Row(deviation, stands, changes, tuple(verified_by))


def _verifying(snapshots: Sequence[Snapshot]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for snapshot in snapshots:
        for identity, name in verifying(snapshot.lines):
            found.setdefault(identity, []).append(f"{snapshot.path}::{name}" if name else snapshot.path)
    return found


def _matched(
    project: Project,
    sightings: Sequence[Sighting],
    deviations: Sequence[Deviation],
    today: datetime.date,
    whole: Collection[str],
) -> tuple[Sequence[Disposition], Mapping[str, Disposition]]:
    digest = partial(Foundations(project.root).digest, project)
    renamed = dict(_renamed(project, sightings, deviations))
    return match(sightings, deviations, today, terms_for(project, deviations, digest), whole, renamed)


def _renamed(
    project: Project, sightings: Sequence[Sighting], deviations: Sequence[Deviation]
) -> Iterator[tuple[str, str]]:
    """Yield the files that are gone and by git's word are called otherwise now, as far as a deviation asks."""
    places: dict[tuple[str, str, str], set[str]] = {}
    for each in sightings:
        places.setdefault((each.scope, each.rule, each.statement), set()).add(each.path)
    asked: set[tuple[str, str]] = set()
    git = Git(project.root)
    for each in deviations:
        for path in places.get((each.scope, each.rule, each.fingerprint.statement), ()):
            if (each.path, path) not in asked and not (project.root / each.path).exists():
                asked.add((each.path, path))
                if git.renamed(each.path, path):
                    yield each.path, path


def _uncovered(
    found: Sequence[tuple[Snapshot, Sight]], said: Sequence[Disposition], less: Sequence[Disposition]
) -> Iterator[Uncovered]:
    for (snapshot, sight), before, after in zip(found, said, less, strict=True):
        if before.covers and not after.covers:
            yield Uncovered(snapshot.path, sight)
