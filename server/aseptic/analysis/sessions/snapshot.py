"""One document at one instant, with everything that an answer about it may need. Never changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, repeat

from attrs import define, frozen

from aseptic.analysis.documents.incremental import Analysis, Entry
from aseptic.analysis.matching.other_files import NOWHERE, OtherFiles
from aseptic.analysis.matching.placed_finding import PLAIN, Placed, PlacedFinding, Word, placed_in, words
from aseptic.analysis.projects.project import Project
from aseptic.source.blocks import Block
from aseptic.source.span import Position, Span
from aseptic.standard.head import resting


@frozen(eq=False)
class ChunkFinding(PlacedFinding):
    """A finding in its place, with the chunk that it was found in."""

    entry: Entry


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
    def findings(self) -> Iterator[ChunkFinding]:
        """The findings in their places in the document."""
        for (start, entry, (finding, key)), word in zip(self.found, self.words or repeat(PLAIN), strict=False):
            yield ChunkFinding(finding, key[0], self.line + start, *word, entry)


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
    elsewhere: OtherFiles = NOWHERE
    """What is known of the project's other files."""

    @property
    def lines(self) -> Sequence[str]:
        """The text by lines."""
        return self.analysis.document.lines

    @cached_property
    def findings(self) -> tuple[ChunkFinding, ...]:
        """Every finding of the document, in the order of the text."""
        return tuple(placed for group in self.groups for placed in group.findings)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Every finding by blocks of chunks, most of which an edit leaves as they are."""
        if self.excluded:
            return ()
        rested = resting(self.project.standard.head.paths, self.path)
        blocks = self.analysis.entries.blocks
        found = [(at, each) for at, block in enumerate(blocks) if (each := _unrested(block.answer(placed_in), rested))]
        said = [keyed for _, each in found for _, _, keyed in each]
        known = words(self.path, said, self.project, self.today, self.elsewhere)
        lines = self.analysis.cut.first_lines
        firsts = accumulate((len(each) for _, each in found), initial=0)
        return tuple(
            Group(blocks[at], lines[at], each, None if known is None else tuple(known[first : first + len(each)]))
            for (at, each), first in zip(found, firsts, strict=False)
        )

    def at(self, position: Position) -> tuple[int, Entry]:
        """Return the chunk that holds a position, and the line on which it begins."""
        index = self.analysis.cut.at(position.line)
        return self.analysis.cut.start(index), self.analysis.entries[index]

    def findings_in(self, span: Span) -> tuple[ChunkFinding, ...]:
        """Return the findings whose underlined part touches a span."""
        return tuple(placed for placed in self.findings if placed.span.touches(span))


def _unrested(found: Sequence[Placed], rested: frozenset[str]) -> Sequence[Placed]:
    return [placed for placed in found if placed[2][0].rule not in rested] if rested else found
