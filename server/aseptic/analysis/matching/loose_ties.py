"""Comments that name a deviation which is not there, or one of other code that somebody decided against.

A reader would believe that somebody accepted the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from aseptic.analysis.documents.incremental import Analysis, Entry
from aseptic.analysis.projects.project import Project
from aseptic.source.document import split_lines
from aseptic.source.ties import Mention, mistied, tied

if TYPE_CHECKING:  # as in `_closed`
    from aseptic.records.deviation import Deviation

_WORD = "deviation:"


@frozen
class Loose:
    """One such comment."""

    mention: Mention
    """What it names, in lines of the document."""
    near: tuple[str, ...]
    """The id that was meant, where one is like it."""
    message: str
    cure: str


def loose(project: Project, path: str, mentions: Iterable[Mention], inside: str = "") -> Iterator[Loose]:
    """Yield those of a file's mentions that name no deviation or permit, or one of another file that was refused.

    `inside` is the project's folder as people see it: empty, or with a slash at its end.
    """
    for mention in mentions:
        named = project.shelf.by_id.get(mention.id)
        if named is not None and named.path != path and _closed(named):
            message = f"{named.id}, of {named.where}, was {named.status.value}: the comment accepts nothing"
            yield Loose(mention, (), message, "name the record that is meant, or remove the comment")
        elif mention.id not in project.shelf.taken and mention.id not in (known := _known(project)):
            near = _near(mention, known)
            cure = f"did you mean {near[0]}?" if near else "record it, or remove the comment"
            records = f"{inside}{project.settings.records}/deviations"
            message = f"{mention.id} is no deviation in {records}: the comment accepts nothing"
            yield Loose(mention, tuple(near), message, cure)


def _closed(deviation: Deviation) -> bool:
    from aseptic.records.deviation import CLOSED  # as in `loading.shelf_of`

    return deviation.status in CLOSED


def mentions(analysis: Analysis) -> Iterator[Mention]:
    """Yield what a document's comments name as deviations; most blocks of it are as they were when this was asked."""
    for line, block in zip(analysis.cut.first_lines, analysis.entries.blocks, strict=False):
        for start, mention in block.answer(_named):
            yield evolve(mention, span=mention.span.moved(line + start))


def _named(entries: tuple[Entry, ...]) -> tuple[tuple[int, Mention], ...]:
    starts = accumulate([entry.chunk.height for entry in entries], initial=0)
    chunks = [(start, entry.chunk.text) for start, entry in zip(starts, entries, strict=False)]
    return tuple((start, each) for start, text in chunks if _WORD in text for each in _named_in(text))


@lru_cache(maxsize=2048)
def _named_in(text: str) -> tuple[Mention, ...]:
    lines = split_lines(text)
    return tuple(each for each in (*tied(lines), *mistied(lines)) if each.word == "deviation")


def _known(project: Project) -> frozenset[str]:
    """Return the ids that such a comment may name: of a record that cannot be read the id is taken all the same."""
    return project.shelf.taken | {each.id for each in project.shelf.permits}


def _near(mention: Mention, known: frozenset[str]) -> list[str]:
    """Return the id that was meant: the same number written otherwise, else what looks much like it."""
    digits = "".join(filter(str.isdigit, mention.id)).lstrip("0")
    same = [each for each in sorted(known) if each.rpartition("-")[2].lstrip("0") == digits]
    return same[:1] or get_close_matches(mention.id.upper(), sorted(known), 1, 0.8)
