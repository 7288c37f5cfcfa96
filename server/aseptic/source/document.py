"""A document's text as lines, and the splice that makes the next version from an edit.

Lines end at `\\n`, `\\r\\n` and `\\r` and nowhere else: that is what the protocol and Python's own parser know.
`str.splitlines` would also end them at form feeds and U+2028, and every later position would be wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from attrs import frozen

from aseptic.source.blocks import Blocks
from aseptic.source.span import Edit, Position

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def split_lines(text: str) -> list[str]:
    """Split into lines that keep their ends; the last one has none and may be empty."""
    if "\r" not in text:
        *whole, rest = text.split("\n")
        return [*[f"{line}\n" for line in whole], rest]
    lines = _LINE.findall(text)
    if not lines or lines[-1][-1] in "\r\n":
        lines.append("")
    return lines


def line_end(line: str) -> int:
    """Return the column at which the line's own text ends, before its terminator."""
    if line.endswith("\r\n"):
        return len(line) - 2
    if line and line[-1] in "\r\n":
        return len(line) - 1
    return len(line)


@frozen
class Change:
    """Which lines an edit touched: old lines `first:old_end` became new lines `first:new_end`."""

    first: int
    old_end: int
    new_end: int

    @property
    def shift(self) -> int:
        """How far the lines after the change moved down."""
        return self.new_end - self.old_end


@frozen
class Hidden:
    """Lines, the last one included, that may be code and are read as blank ones."""

    first: int
    last: int
    by: str
    """What hides them: the name of a magic."""


@frozen(eq=False)
class Document:
    """One version of a text. Never changed; `edited` returns the next one."""

    lines: Blocks[str]
    walls: tuple[int, ...] = ()
    """Lines at which a part begins that stands by itself, as a notebook's cells do: no statement runs over one."""
    hidden: tuple[Hidden, ...] = ()

    @classmethod
    def of(cls, text: str) -> Document:
        """Make a document from its whole text."""
        return cls(Blocks.of(split_lines(text)))

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.lines)

    def part(self, line: int) -> tuple[int, int]:
        """Return the first line of the part that holds a line, and the line after its last."""
        at = bisect_right(self.walls, line)
        return self.walls[at - 1] if at else 0, self.walls[at] if at < len(self.walls) else len(self.lines)

    def parted_as(self, other: Document, change: Change) -> bool:
        """Say whether parts begin in another document where they do here, but for the lines that `change` moved."""
        return len(self.walls) == len(other.walls) and all(
            (was == now and was <= change.first) or (was + change.shift == now and was >= change.old_end)
            for was, now in zip(self.walls, other.walls, strict=True)
        )

    def clamp(self, position: Position) -> Position:
        """Bring a position inside the text: past a line's end means its end, past the last line its end."""
        if position.line < 0:
            return Position(0, 0)
        if position.line >= len(self.lines):
            return Position(len(self.lines) - 1, len(self.lines[-1]))
        end = line_end(self.lines[position.line])
        return Position(position.line, min(max(position.column, 0), end))

    def edited(self, edit: Edit) -> tuple[Document, Change]:
        """Splice one edit in and say which lines it touched. An edit past the end is clamped."""
        start, end = sorted((self.clamp(edit.span.start), self.clamp(edit.span.end)))
        first, last = start.line, end.line + 1
        text = self.lines[first][: start.column] + edit.text + self.lines[last - 1][end.column :]
        # A `\r` and a `\n` that the edit brings together are one line end, so both neighbours take part.
        if first and self.lines[first - 1].endswith("\r"):
            first -= 1
            text = self.lines[first] + text
        if last < len(self.lines) and text.endswith("\r"):
            text += self.lines[last]
            last += 1
        fresh = split_lines(text)
        if last < len(self.lines):
            fresh.pop()  # the text ends with a line end here: the next line is the one that follows
        change = Change(first, last, first + len(fresh))
        return Document(self.lines.spliced(first, last, fresh), _moved(self.walls, change)), change

    def replaced(self, text: str) -> tuple[Document, Change]:
        """Take a whole new text, and say which lines of it differ."""
        new = Document.of(text)
        return new, self.difference(new)

    def difference(self, other: Document) -> Change:
        """Say which lines of another document differ from these; those where a part begins or no longer does, do."""
        old, new = tuple(self.lines), tuple(other.lines)
        shorter = min(len(old), len(new))
        head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
        pairs = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
        tail = next((at for at, (before, after) in enumerate(pairs) if before != after), shorter - head)
        if self.walls or other.walls:
            head = min([head, *(set(self.walls) ^ set(other.walls))])
            below = {len(old) - each for each in self.walls} ^ {len(new) - each for each in other.walls}
            tail = max(min([tail, shorter - head, *(each - 1 for each in below)]), 0)
        return Change(head, len(old) - tail, len(new) - tail)


def _moved(walls: tuple[int, ...], change: Change) -> tuple[int, ...]:
    """Return where parts begin after a change; one whose first line was taken away is one with the part above."""
    if not walls:
        return walls
    above = (each for each in walls if each <= change.first)
    return (*above, *(each + change.shift for each in walls if each >= change.old_end and each > change.first))


def merged(changes: Iterable[Change]) -> Change | None:
    """Fold changes that followed one another into one that covers them all; None where there was none."""
    whole: Change | None = None
    for change in changes:
        if whole is None:
            whole = change
            continue
        # `change` counts its lines in the text that `whole` left behind; widen both sides to cover it.
        first = min(whole.first, change.first)
        last = max(whole.new_end, change.old_end)
        whole = Change(first, last - whole.shift, last + change.shift)
    return whole
