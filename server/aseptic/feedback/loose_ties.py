"""Comments that name a deviation which is not there: a reader would believe that somebody accepted the code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import accumulate

from attrs import evolve, frozen

from aseptic.analysis.incremental import Entry
from aseptic.analysis.project import Project
from aseptic.analysis.snapshot import Snapshot
from aseptic.feedback.problems import Diagnosis, Weight
from aseptic.source.document import line_end, split_lines
from aseptic.source.span import Edit, Span
from aseptic.source.ties import Mention, mistied, tied

CODE = "unknown-deviation"
_WORD = "deviation:"


@frozen
class Mend:
    """One way to mend such a comment, in lines of the document."""

    title: str
    edit: Edit
    diagnosis: Diagnosis


def loose_ties(snapshot: Snapshot, first: int = 0, end: int | None = None) -> tuple[Diagnosis, ...]:
    """Return what is wrong with the comments of a document, or of its lines from `first` to before `end`."""
    stop = len(snapshot.lines) if end is None else end
    found = (said for said, _ in _loose(snapshot))
    return tuple(each for each in found if first <= each.span.start.line < stop)


def mends(snapshot: Snapshot, span: Span) -> Iterator[Mend]:
    """Yield how to mend the comments in a span: the nearest id in its place, or no comment."""
    for said, near in _loose(snapshot):
        if said.span.touches(span):
            for each in near:
                yield Mend(f"Write {each}", Edit(said.span, each), said)
            yield Mend("Remove the comment", _without(snapshot.lines, said.span), said)


def _loose(snapshot: Snapshot) -> Iterator[tuple[Diagnosis, list[str]]]:
    if snapshot.excluded:
        return
    project = snapshot.project
    for mention in _mentions(snapshot):
        if mention.id not in project.shelf.taken and mention.id not in (known := _known(project)):
            near = _near(mention, known)
            hint = f"did you mean {near[0]}?" if near else "record it, or remove the comment"
            records = f"{project.settings.records}/deviations"
            message = f"{mention.id} is no deviation in {records}: the comment accepts nothing; {hint}"
            yield Diagnosis(mention.span, Weight.WARNING, CODE, message), near


def _mentions(snapshot: Snapshot) -> Iterator[Mention]:
    """Yield what the document's comments name as deviations; most blocks of it are as they were when this was asked."""
    for line, block in zip(snapshot.analysis.cut.first_lines, snapshot.analysis.entries.blocks, strict=False):
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


def _without(lines: Sequence[str], span: Span) -> Edit:
    """Return the edit that takes a comment away, with its line where it stands alone."""
    number = span.start.line
    line = lines[number]
    start = line.rfind("#", 0, span.start.column)
    kept = line[:start].rstrip()
    if not kept and number + 1 < len(lines):
        return Edit(Span.of(number, 0, number + 1, 0), "")
    return Edit(Span.of(number, len(kept), number, line_end(line)), "")
