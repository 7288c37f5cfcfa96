"""A project's deviations as an editor lists them: how each stands, and where its code is now.

Looked at are the files that the records name, as they are open or on disk, and the open documents, to which a finding
may have moved. A file that nobody named and nobody opened is not: `aseptic deviations` scans the whole project.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from attrs import frozen

from aseptic.analysis.deviations.deciding import looked_at, seen_whole
from aseptic.analysis.deviations.overview import matched
from aseptic.analysis.matching.other_files import Unproved
from aseptic.analysis.matching.placed_finding import sighting
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.checks.definition import definition
from aseptic.records.deviation import DEVIATION, Deviation, join_where
from aseptic.records.disposition import Disposition
from aseptic.records.uncounted import is_record
from aseptic.source.problem import Problem
from aseptic.source.span import Span
from aseptic.standard.vocabulary import Severity


@frozen(eq=False)
class Look:
    """One file with its findings at one instant."""

    path: Path
    name: str
    """The file's path as records write it."""
    text: str
    findings: tuple[ChunkFinding, ...]
    whole: bool
    """Whether all of it was looked at."""


@frozen(eq=False)
class Listed:
    """One deviation of a list."""

    deviation: Deviation
    stands: Disposition
    title: str
    """The title of its rule; empty where the standard has none of that id."""
    severity: Severity | None
    """How much its finding matters, where there is none its rule; None where the standard has no such rule."""
    record: Path
    line: int
    """The record's line on which its reasons begin, counted from 0."""
    code: tuple[Path, Span] | None
    """The finding, else the beginning of the scope that the record names; None where its file cannot be read."""


@frozen
class Unreadable:
    """One record that is none, for a fault in it."""

    id: str
    """As its file's name has it."""
    fault: Problem
    """The first one."""
    rule: str
    """What it says that it is about, as far as that can be told; else empty."""
    where: str
    title: str
    severity: Severity | None
    record: Path


def looks(session: Session, project: Project) -> Iterator[Look]:
    """Yield the files that may tell how the project's deviations stand, at one step of work each."""
    if not project.shelf.deviations:
        return
    opened = [session.snapshot(path) for path in session.paths if session.project(path).root == project.root]
    yield from (_look(project, each) for each in opened)
    known = {each.path for each in opened}
    for name in dict.fromkeys(each.path for each in project.deviations):
        snapshot = looked_at(session, project, name) if name not in known else None
        if snapshot is not None:
            yield _look(project, snapshot)


def _look(project: Project, snapshot: Snapshot) -> Look:
    text, whole = "".join(snapshot.lines), seen_whole(snapshot)
    return Look(project.root / snapshot.path, snapshot.path, text, snapshot.findings, whole)


def register(
    project: Project, seen: Sequence[Look], today: datetime.date, judged: Unproved | None = None
) -> tuple[Listed, ...]:
    """Return a project's deviations beside what its files hold, in the order of their ids.

    `judged` tells why an approval does not count; without it its own word is believed.
    """
    found = [(look, placed) for look in seen for placed in look.findings]
    sightings = [sighting(look.name, placed) for look, placed in found]
    whole = {each.name for each in seen if each.whole}
    said, stands = matched(project, sightings, project.deviations, today, whole, judged=judged)
    about: dict[str, tuple[Look, ChunkFinding]] = {}
    for (look, placed), word in zip(found, said, strict=True):
        if word.deviation:
            about.setdefault(word.deviation, (look, placed))
    texts = {each.name: each for each in seen}
    return tuple(
        _listed(project, each, stands[each.id], about.get(each.id), texts)
        for each in sorted(project.deviations, key=lambda one: one.id)
    )


def unreadable(project: Project) -> Iterator[Unreadable]:
    """Yield the records that cover nothing because they cannot be read, in the order of their files' names."""
    folder = f"{project.settings.records}/{DEVIATION.folder}"
    read = {each.record for each in project.shelf.deviations}
    faults = {each.path: each for each in reversed(project.shelf.problems) if each.path not in read}
    about = {each.id: each for each in project.shelf.unread}
    for shown, fault in sorted(faults.items()):
        path = PurePosixPath(shown)
        if path.parent == PurePosixPath(folder) and is_record(path.name):
            one = about.get(path.stem)
            rule = one.rule if one else ""
            known = project.standard.rules.get(rule)
            where = join_where(one.path, one.scope) if one and one.path else ""
            title, severity = (known.title, known.severity) if known else ("", None)
            yield Unreadable(path.stem, fault, rule, where, title, severity, project.root / shown)


def _listed(
    project: Project,
    deviation: Deviation,
    stands: Disposition,
    about: tuple[Look, ChunkFinding] | None,
    texts: Mapping[str, Look],
) -> Listed:
    rule = project.standard.rules.get(deviation.rule)
    section = deviation.page.section("Justification")
    severity = about[1].finding.severity if about else rule.severity if rule else None
    return Listed(
        deviation,
        stands,
        rule.title if rule else "",
        severity,
        project.root / deviation.record,
        section.line + 1 if section else 0,
        (about[0].path, about[1].span) if about else _beginning(deviation, texts.get(deviation.path)),
    )


def _beginning(deviation: Deviation, look: Look | None) -> tuple[Path, Span] | None:
    if look is None:
        return None
    found = definition(look.text, deviation.scope) if deviation.scope else None
    line = found[0].lineno - 1 if found else 0
    return look.path, Span.of(line, 0, line, 0)
