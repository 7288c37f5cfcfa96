"""Comments that name a deviation which is not there, as an editor shows and mends them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from aseptic.analysis.matching.loose_ties import loose, mentions
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.feedback.problems import Diagnosis, Weight
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Span

CODE = "unknown-deviation"


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
            yield Mend("Remove the comment", without_comment(snapshot.lines, said.span), said)


def _loose(snapshot: Snapshot) -> Iterator[tuple[Diagnosis, Sequence[str]]]:
    if not snapshot.excluded:
        for each in loose(snapshot.project, snapshot.path, mentions(snapshot.analysis)):
            message = f"{each.message}; {each.cure}"
            yield Diagnosis(each.mention.span, Weight.WARNING, CODE, message), each.near


def without_comment(lines: Sequence[str], span: Span) -> Edit:
    """Return the edit that takes a comment away, with its line where it stands alone."""
    number = span.start.line
    line = lines[number]
    start = line.rfind("#", 0, span.start.column + 1)
    kept = line[:start].rstrip()
    if not kept and number + 1 < len(lines):
        return Edit(Span.of(number, 0, number + 1, 0), "")
    return Edit(Span.of(number, len(kept), number, line_end(line)), "")
