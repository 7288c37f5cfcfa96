"""What nobody looked at, and why: the other half of every clean result."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from attrs import frozen

from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.documents.incremental import Analysis, Entry
from aseptic.source.conflict import left_in
from aseptic.source.document import Hidden, split_lines

_PATTERN = "mend the pattern, in which a repeat holds another; report it if it is one of ours"
_WITHOUT = "write it without the magic to have it checked"
_NUL = "null byte"
"""What Python's parser calls it. No editor shows it by itself."""
REPORT = "please report it, with the code if you may"


@frozen
class Missing:
    """Lines that were not checked. 0-based, the last one included."""

    first: int
    last: int
    reason: str
    cure: str
    cause: Cause
    mistake: bool = False
    """It is a mistake in the syntax, which every editor shows by itself."""


def missing(analysis: Analysis) -> Iterator[Missing]:
    """Yield what of a document was not checked: chunks, and what a notebook's magics hide, in the order of the text."""
    document = analysis.document
    chunks = (_missing(start, document.part(start)[0], entry) for start, entry in analysis.those(_unchecked))
    return merge(chunks, map(_hidden, document.hidden), key=lambda each: each.first)


def _hidden(each: Hidden) -> Missing:
    return Missing(each.first, each.last, f"{each.by} may run it as Python", _WITHOUT, Cause.MAGIC)


def _unchecked(entries: tuple[Entry, ...]) -> tuple[int, ...]:
    return tuple([at for at, entry in enumerate(entries) if entry.checked.broken is not None or entry.checked.failed])


def _missing(start: int, part: int, entry: Entry) -> Missing:
    """Say why a chunk was not checked; lines in what is said count from where its part of the text begins."""
    first, last = _written(start, entry)
    broken = entry.checked.broken
    if broken is None:
        cure = _PATTERN if entry.checked.by_pattern else REPORT
        return Missing(first, last, f"the check failed ({entry.checked.failed})", cure, Cause.FAILED)
    if _NUL in broken.message:
        return Missing(first, last, "it holds a NUL byte, which no Python reads", "remove the byte", Cause.SYNTAX)
    if broken.newer:
        python = f"Python {broken.newer}"
        return Missing(first, last, f"syntax of {python}", f"run Aseptic with {python} or newer", Cause.NEWER_SYNTAX)
    if broken.half:
        half = f"half of a character, {ascii(broken.half)[1:-1]}"
        reason = f"{half}, stands alone in line {start - part + broken.line + 1}, which no Python reads"
        return Missing(first, last, reason, "remove it, or write it as that escape", Cause.SYNTAX)
    if broken.odd:
        return Missing(
            first,
            last,
            f"Python's parser gives up ({broken.message})",
            "shorten or split the statement",
            Cause.PARSER_LIMIT,
        )
    at = left_in(split_lines(entry.chunk.text), broken.line)
    if at is not None:
        reason = f"a merge conflict was left in (line {start - part + at + 1})"
        return Missing(first, last, reason, "choose one side and remove the markers", Cause.SYNTAX, mistake=True)
    reason = f"does not parse ({broken.message}, line {start - part + broken.line + 1})"
    return Missing(first, last, reason, "mend the syntax", Cause.SYNTAX, mistake=True)


def _written(start: int, entry: Entry) -> tuple[int, int]:
    """Return the first and last line of a chunk that hold anything: the blank ones round it were not missed."""
    full = [at for at, line in enumerate(split_lines(entry.chunk.text)) if line.strip()] or [0]
    return start + full[0], start + full[-1]
