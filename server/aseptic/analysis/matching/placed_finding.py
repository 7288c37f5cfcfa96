"""A finding in its place in a document, with what the records say about it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, count
from typing import TYPE_CHECKING

from attrs import frozen

from aseptic.analysis.documents.incremental import Analysis, Entry
from aseptic.analysis.matching import unreadable
from aseptic.analysis.matching.ledger_states import concerned, with_ledger
from aseptic.analysis.matching.other_files import NOWHERE, Key, OtherFiles
from aseptic.analysis.projects.project import Project
from aseptic.records.disposition import OPEN, Disposition
from aseptic.source.chunk import Chunk, Kind
from aseptic.source.span import Span
from aseptic.standard.finding import Finding

if TYPE_CHECKING:
    from aseptic.records.matching import Sighting


@frozen(eq=False)
class PlacedFinding:
    """A finding in its place in the document, with what the records say about it."""

    finding: Finding
    scope: str
    """The dotted class and function that hold the finding."""
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


Word = tuple[int, int, Disposition]
"""Which of its equals in the same scope a finding is, from 1, how many there are, and what the records say of it."""
PLAIN: Word = (1, 1, OPEN)
_ALONE = (1, 1)


Placed = tuple[int, Entry, tuple[Finding, Key]]
"""The line of the block on which a finding's chunk begins, the chunk, and the finding with its key."""


def key_of(finding: Finding, scope: str) -> Key:
    """Return what a finding has in common with its equals."""
    return scope, finding.rule, finding.fingerprint.statement


def words(
    path: str,
    found: Sequence[tuple[Finding, Key]],
    project: Project,
    today: datetime.date,
    elsewhere: OtherFiles = NOWHERE,
) -> Sequence[Word] | None:
    """Return what is said of each finding of a document; None where that is the same plain word of all."""
    keys = [key for _, key in found]
    listed = concerned(project, path) or unreadable.concerned(project, path)
    if not project.shelf.deviations and not listed:
        return _open(_numbers(keys))
    token = tuple(found)
    said = _recorded(path, keys, token, project, today, elsewhere) if project.shelf.deviations else None
    if said is None and not listed:
        return _open(_numbers(keys))

    def told() -> tuple[Word, ...]:
        dispositions = said or [OPEN] * len(found)
        if listed:
            dispositions = unreadable.with_unread(project, path, found, dispositions)
            ledger = elsewhere.baseline or (project.ledger and project.ledger.baseline)
            dispositions = with_ledger(ledger, path, keys, lambda at: found[at][0].fingerprint.around, dispositions)
        numbers = _numbers(keys) or [_ALONE] * len(found)
        return tuple([(*number, disposition) for number, disposition in zip(numbers, dispositions, strict=True)])

    words: tuple[Word, ...] = elsewhere.once(path, "words", (project, token, said, elsewhere.baseline), told)
    return words


def _open(numbers: Iterable[tuple[int, int]]) -> Sequence[Word] | None:
    """Return what is said of findings of which no record speaks; most are alone, and share one word."""
    return [PLAIN if number is _ALONE else (*number, OPEN) for number in numbers] or None


def _recorded(
    path: str,
    keys: Sequence[Key],
    found: tuple[tuple[Finding, Key], ...],
    project: Project,
    today: datetime.date,
    elsewhere: OtherFiles,
) -> Sequence[Disposition] | None:
    """Return what the deviations say of each finding of a file; None where none has to do with it."""
    from aseptic.analysis.matching.claims import DocumentFindings, said_of  # as in `loading.shelf_of`

    def sightings() -> Sequence[Sighting]:
        both = zip(found, _numbers(keys) or [_ALONE] * len(found), strict=True)
        return [_sighting(path, finding, key[0], number) for (finding, key), number in both]

    matched = said_of(project, DocumentFindings(path, keys, found, sightings), today, elsewhere)
    return matched[0] if matched else None


def sighting(path: str, occurrence: PlacedFinding) -> Sighting:
    """Return what the matching needs to know of a finding."""
    return _sighting(path, occurrence.finding, occurrence.scope, (occurrence.ordinal, occurrence.equals))


def _sighting(path: str, finding: Finding, scope: str, number: tuple[int, int]) -> Sighting:
    from aseptic.records.matching import Sighting

    fingerprint = finding.fingerprint
    return Sighting(path, scope, finding.rule, fingerprint.statement, fingerprint.around, *number, finding.tied)


def _numbers(keys: Sequence[Key]) -> Sequence[tuple[int, int]]:
    """Number equals: findings of one rule on equal statements in one scope. Nothing where no two are equal."""
    return _numbered(tuple(keys))


@lru_cache(8)
def _numbered(keys: tuple[Key, ...]) -> Sequence[tuple[int, int]]:
    """Number equals; mostly they are asked for again and again while somebody types what changes no finding."""
    if len(set(keys)) == len(keys):
        return ()
    totals = Counter(keys)
    seen = {key: count(1) for key, total in totals.items() if total > 1}
    return tuple([(next(seen[key]), totals[key]) if key in seen else _ALONE for key in keys])


def keys_of(analysis: Analysis) -> frozenset[Key]:
    """Return scope, rule and statement of every finding of a document, whatever the records say of it."""
    return frozenset(key for block in analysis.entries.blocks for *_, (_, key) in block.answer(placed_in))


def placed_in(entries: tuple[Entry, ...]) -> tuple[Placed, ...]:
    """Return the findings of a block of chunks."""
    starts = accumulate([entry.chunk.height for entry in entries], initial=0)
    return tuple(
        [
            (start, entry, (finding, key_of(finding, scope_of(entry.chunk, finding))))
            for start, entry in zip(starts, entries, strict=False)
            for finding in entry.findings
        ]
    )


def scope_of(chunk: Chunk, finding: Finding) -> str:
    """Return the dotted class and function that hold a finding."""
    parts = (chunk.owner if chunk.kind is Kind.MEMBER else "", finding.scope)
    return ".".join(part for part in parts if part)
