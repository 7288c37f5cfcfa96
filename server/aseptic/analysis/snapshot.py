"""One document at one instant, with everything that an answer about it may need. Never changed."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice, repeat
from typing import TYPE_CHECKING

from attrs import define, frozen

from aseptic.analysis.incremental import Analysis, Entry
from aseptic.analysis.project import Project
from aseptic.records.disposition import OPEN, Disposition
from aseptic.source.blocks import Block
from aseptic.source.chunk import Chunk, Kind
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
        return _scope(self.entry.chunk, self.finding)


Word = tuple[int, int, Disposition]
"""Which of its equals in the same scope a finding is, from 1, how many there are, and what the records say of it."""
PLAIN: Word = (1, 1, OPEN)
Key = tuple[str, str, str]
"""Scope, rule and statement: what equals have in common."""


@frozen(eq=False)
class Group:
    """The findings of one block of a document's chunks."""

    block: Block[Entry]
    line: int
    """The line on which the block begins."""
    found: Sequence[Placed]
    words: tuple[Word, ...] | None
    """What is said of each finding; None where each is the only one of its kind, and open."""

    @property
    def sights(self) -> Iterator[Sight]:
        """The findings in their places in the document."""
        for (start, entry, finding, _), word in zip(self.found, self.words or repeat(PLAIN), strict=False):
            yield Sight(finding, entry, self.line + start, *word)


Placed = tuple[int, Entry, Finding, Key]
"""The line of the block on which a finding's chunk begins, the chunk, the finding and its key."""


@frozen(eq=False)
class Elsewhere:
    """What a document may ask about the project's other files, which cost time to look at."""

    places: Callable[[str], frozenset[Key] | None]
    """Scope, rule and statement of every finding of a file; none where it is gone, None where nobody can tell."""
    renamed: Callable[[str, str], bool]
    """Whether git says that a file was renamed from the first path to the second."""
    digest: Callable[[str], str | None]
    """The digest of what a deviation rests on; None where it is gone, empty where nobody can tell."""


NOWHERE = Elsewhere(lambda _: None, lambda _, __: False, lambda _: "")


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
    elsewhere: Elsewhere = NOWHERE
    """What is known of the project's other files."""

    @property
    def lines(self) -> Sequence[str]:
        """The text by lines."""
        return self.analysis.document.lines

    @cached_property
    def sights(self) -> tuple[Sight, ...]:
        """Every finding of the document, in the order of the text."""
        return tuple(sight for group in self.groups for sight in group.sights)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Every finding by blocks of chunks, most of which an edit leaves as they are."""
        if self.excluded:
            return ()
        rested = resting(self.project.standard.head.paths, self.path)
        blocks = self.analysis.entries.blocks
        found = [(at, each) for at, block in enumerate(blocks) if (each := _unrested(block.answer(_found), rested))]
        words = self._words([placed for _, each in found for placed in each])
        lines = self.analysis.cut.first_lines
        return tuple(
            Group(blocks[at], lines[at], each, None if words is None else tuple(islice(words, len(each))))
            for at, each in found
        )

    def at(self, position: Position) -> tuple[int, Entry]:
        """Return the chunk that holds a position, and the line on which it begins."""
        index = self.analysis.cut.at(position.line)
        return self.analysis.cut.start(index), self.analysis.entries[index]

    def sights_in(self, span: Span) -> tuple[Sight, ...]:
        """Return the findings whose underlined part touches a span."""
        return tuple(sight for sight in self.sights if sight.span.touches(span))

    def _words(self, found: Sequence[Placed]) -> Iterator[Word] | None:
        """Return what is said of each finding; None where that is the same plain word of all."""
        numbers = _numbers([key for *_, key in found])
        if not self.project.shelf.deviations:
            return ((*number, OPEN) for number in numbers) if numbers else None
        from aseptic.analysis.claims import dispositions  # as in `project.shelf_of`

        both = zip(found, numbers or repeat((1, 1)), strict=False)
        sightings = [
            sighting(self.path, Sight(finding, entry, 0, *number, OPEN)) for (_, entry, finding, _), number in both
        ]
        matched = dispositions(self.project, self.path, sightings, self.today, self.elsewhere)
        if matched is None:
            return ((*number, OPEN) for number in numbers) if numbers else None
        return (
            (*number, disposition) for number, disposition in zip(numbers or repeat((1, 1)), matched[0], strict=False)
        )


def keys_of(analysis: Analysis) -> frozenset[Key]:
    """Return scope, rule and statement of every finding of a document, whatever the records say of it."""
    return frozenset(key for block in analysis.entries.blocks for *_, key in block.answer(_found))


def _found(entries: tuple[Entry, ...]) -> tuple[Placed, ...]:
    starts = accumulate([entry.chunk.height for entry in entries], initial=0)
    return tuple(
        [
            (start, entry, finding, (_scope(entry.chunk, finding), finding.rule, finding.fingerprint.statement))
            for start, entry in zip(starts, entries, strict=False)
            for finding in entry.findings
        ]
    )


def _unrested(found: Sequence[Placed], rested: frozenset[str]) -> Sequence[Placed]:
    return [placed for placed in found if placed[2].rule not in rested] if rested else found


def _scope(chunk: Chunk, finding: Finding) -> str:
    parts = (chunk.owner if chunk.kind is Kind.MEMBER else "", finding.scope)
    return ".".join(part for part in parts if part)


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


def _numbers(keys: Sequence[Key]) -> list[tuple[int, int]]:
    """Number equals: findings of one rule on equal statements in one scope. Nothing where no two are equal."""
    totals, seen = Counter(keys), Counter[Key]()
    if len(totals) == len(keys):
        return []
    numbers: list[tuple[int, int]] = []
    for key in keys:
        seen[key] += 1
        numbers.append((seen[key], totals[key]))
    return numbers
