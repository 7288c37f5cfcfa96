"""One document at one instant, with everything that an answer about it may need. Never changed."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, frozen

from aseptic.analysis.incremental import Analysis, Entry
from aseptic.analysis.project import Project
from aseptic.records.disposition import OPEN, Disposition
from aseptic.source.chunk import Kind
from aseptic.source.span import Position, Span
from aseptic.standard.finding import Finding
from aseptic.standard.head import resting

if TYPE_CHECKING:
    from aseptic.records.matching import Sighting


@frozen(eq=False)
class Sight:
    """A finding in its place in the document, with what the records say about it."""

    finding: Finding
    entry: Entry
    start: int
    """The line on which the finding's chunk begins."""
    ordinal: int
    """Which of its equals in the same scope this is, from 1."""
    equals: int
    disposition: Disposition

    @property
    def span(self) -> Span:
        """What to underline, in lines of the document."""
        return self.finding.span.moved(self.start)

    @property
    def node(self) -> Span:
        """The whole breach, in lines of the document."""
        return self.finding.node.moved(self.start)

    @property
    def scope(self) -> str:
        """The dotted class and function that hold the finding."""
        chunk = self.entry.chunk
        parts = (chunk.owner if chunk.kind is Kind.MEMBER else "", self.finding.scope)
        return ".".join(part for part in parts if part)


@define(frozen=True, slots=False, eq=False)
class Snapshot:
    """A document's analysis under its project."""

    path: str
    """The file's path as records write it, from the project's root."""
    version: int | None
    analysis: Analysis
    project: Project
    today: datetime.date
    excluded: bool = False
    """The file is none of the project's own: nothing is said of it."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The text by lines."""
        return self.analysis.document.lines

    @cached_property
    def sights(self) -> tuple[Sight, ...]:
        """Every finding of the document, in the order of the text."""
        if self.excluded:
            return ()
        rested = resting(self.project.standard.head.paths, self.path)
        plain = [
            Sight(finding, entry, start, 1, 1, OPEN)
            for start, entry in self.analysis.found
            for finding in entry.findings
            if finding.rule not in rested
        ]
        return tuple(self._disposed(list(_numbered(plain))))

    def at(self, position: Position) -> tuple[int, Entry]:
        """Return the chunk that holds a position, and the line on which it begins."""
        index = self.analysis.cut.at(position.line)
        return self.analysis.cut.starts[index], self.analysis.entries[index]

    def sights_in(self, span: Span) -> tuple[Sight, ...]:
        """Return the findings whose underlined part touches a span."""
        return tuple(sight for sight in self.sights if sight.span.touches(span))

    def _disposed(self, sights: list[Sight]) -> Iterator[Sight]:
        path = self.path
        deviations = [each for each in self.project.shelf.deviations if each.path == path]
        if not deviations:
            return iter(sights)
        from aseptic.records.matching import match  # as in `project.shelf_of`

        sightings = [sighting(path, sight) for sight in sights]
        policy, mandatory = self.project.tailoring.policy, self.project.mandatory
        dispositions, _ = match(sightings, deviations, self.today, policy, (path,), mandatory)
        return (
            Sight(each.finding, each.entry, each.start, each.ordinal, each.equals, disposition)
            for each, disposition in zip(sights, dispositions, strict=True)
        )


def sighting(path: str, sight: Sight) -> Sighting:
    """Return what the matching needs to know of a finding."""
    from aseptic.records.matching import Sighting

    fingerprint = sight.finding.fingerprint
    return Sighting(
        path,
        sight.scope,
        sight.finding.rule,
        fingerprint.statement,
        fingerprint.around,
        sight.ordinal,
        sight.equals,
    )


def _numbered(sights: list[Sight]) -> Iterator[Sight]:
    """Count equals: findings of one rule on equal statements in one scope."""
    keys = [(sight.scope, sight.finding.rule, sight.finding.fingerprint.statement) for sight in sights]
    totals, seen = Counter(keys), Counter[tuple[str, str, str]]()
    for sight, key in zip(sights, keys, strict=True):
        seen[key] += 1
        if totals[key] == 1:
            yield sight
        else:
            yield Sight(sight.finding, sight.entry, sight.start, seen[key], totals[key], sight.disposition)
