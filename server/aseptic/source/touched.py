"""Which lines of a text are not those of an earlier one, as a diff by lines says it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher

from attrs import frozen

from aseptic.source.document import Document, line_end

Stretch = tuple[int, int]
"""The first line that was changed or added, and the line after the last; both are equal where lines were taken away."""


@frozen(eq=False)
class Touched:
    """The changed lines of one text."""

    document: Document
    stretches: tuple[Stretch, ...]
    """In the order of the text; none overlaps another."""

    @classmethod
    def since(cls, before: Sequence[str] | None, document: Document) -> Touched:
        """Compare a text with what its lines were; with nothing before, all of it is new. Line ends do not count."""
        if before is None:
            return cls(document, ((0, len(document.lines)),))
        old, new = _plain(before), _plain(tuple(document.lines))
        shorter = min(len(old), len(new))
        head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
        pairs = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
        tail = next((at for at, (one, other) in enumerate(pairs) if one != other), shorter - head)
        matcher = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail])
        found = [(head + first, head + end) for kind, _, _, first, end in matcher.get_opcodes() if kind != "equal"]
        return cls(document, tuple(found))

    def followed(self, document: Document) -> Touched:
        """Return what is touched after edits: what was, and all that they touched, though it were as before again."""
        if document is self.document:
            return self
        change = self.document.difference(document)
        if change.first == change.old_end == change.new_end:
            return Touched(document, self.stretches)
        first, end = change.first, change.old_end
        near = [each for each in self.stretches if each[0] <= end and each[1] >= first]
        above = [each for each in self.stretches if each[0] <= end and each[1] < first]
        below = [(one + change.shift, last + change.shift) for one, last in self.stretches if one > end]
        joined = min([first, *(each[0] for each in near)]), max([end, *(each[1] for each in near)]) + change.shift
        return Touched(document, (*above, joined, *below))

    def touches(self, first: int, last: int) -> bool:
        """Say whether any of some lines, the last one included, was changed, or a line between them taken away."""
        at = bisect_right(self.stretches, last, key=lambda each: each[0])
        if not at:
            return False
        start, end = self.stretches[at - 1]
        return end > first if end > start else start > first


def _plain(lines: Sequence[str]) -> list[str]:
    return [line[: line_end(line)] for line in lines]
