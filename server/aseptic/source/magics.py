"""What a notebook's cell holds beside Python: magics, shell commands and questions, blanked so that every column stays.

The rules are IPython's, told from its documentation: they count where a statement may begin, never in a string or in
brackets. A value that a magic gives stays a value: `files = !ls` binds `files`. Of a magic that runs the rest of its
line as Python (`source/running_magics`) the rest stays; what may be code and is blanked all the same is told of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import define, field, frozen

from aseptic.source.document import Hidden, line_end
from aseptic.source.lexing import CLEAN, advance
from aseptic.source.running_magics import is_python, may_run, statement

_CELL = re.compile(r"[ \t]*%%(\w*)(.*)")
_LINE = re.compile(r"([ \t]*)(?:[%!?;,]|/\w)")
_HELP = re.compile(r"[ \t]*%{0,2}[^\W\d][\w.*\[\]'\"]*\?{1,2}[ \t]*\Z")
_NAMED = re.compile(r"%(\w+)")
_LEFT = re.compile(r"[ \t]*0 {3,}; ")
_CALLING = re.compile(r"[,;/][ \t]*[^\W\d]")
"""`,f a b` calls `f` with texts, `/f a b` with values."""
_ASSIGNED = re.compile(r"([ \t]*[\w.,*\[\]'\" \t()]+=[ \t]*)[!%]")


@frozen
class Reading:
    """A cell's lines, each as long as it was, with nothing in them but Python; and what else may be code."""

    lines: tuple[str, ...]
    hidden: tuple[Hidden, ...]


def blanked(lines: Sequence[str]) -> Reading:
    """Read a cell as Python."""
    place, hidden = _past_blank(lines, 0), list[Hidden]()
    while place < len(lines) and (magic := _CELL.match(lines[place])):
        name, behind = magic[1], magic[2]
        if not is_python(name, behind):  # another language, or text
            if may_run(name, "".join(lines[place + 1 :])):
                hidden.append(Hidden(place + 1, len(lines) - 1, f"%%{name}"))
            return Reading(tuple(map(_blank, lines)), tuple(hidden))
        if may_run(name, behind):  # were it kept, an import might come to stand above the magic
            hidden.append(Hidden(place, place, f"%%{name}"))
        place = _past_blank(lines, place + 1)
    rest = _Statements(lines, place)
    rest.read()
    return Reading((*map(_blank, lines[:place]), *rest.code), (*hidden, *rest.hidden))


@define
class _Statements:
    """The lines of a cell below its own magics, read one after another."""

    lines: Sequence[str]
    place: int
    code: list[str] = field(factory=list[str])
    hidden: list[Hidden] = field(factory=list[Hidden])

    def read(self) -> None:
        state = CLEAN
        while self.place < len(self.lines):
            line = self.lines[self.place]
            if state.clean and (start := _magic(line)) is not None:
                end = self._end()
                self.code += self._without(start, end)
                self.place = end
                continue
            state = advance(line, state)
            self.code.append(line)
            self.place += 1

    def _end(self) -> int:
        """Return the line after a command: it goes on in the next line after a backslash, as in a shell."""
        end = self.place + 1
        while end < len(self.lines) and _goes_on(self.lines[end - 1]):
            end += 1
        return end

    def _without(self, start: int, end: int) -> list[str]:
        """Return the lines of a magic that begins in a column of the first, with Python alone in them."""
        first, more = self.lines[self.place], self.lines[self.place + 1 : end]
        before, magic = first[:start], first[start:]
        match = _NAMED.match(magic)
        name, behind = (match[1], magic[match.end() :]) if match else ("", "")
        if rest := statement(name, behind, "".join(more), before):
            gap = len(magic) - len(rest)
            return [before + (" " * gap if before.strip() else f"0{' ' * (gap - 3)}; ") + rest, *more]
        if may_run(name, behind + "".join(more)) or _CALLING.match(magic):
            self.hidden.append(Hidden(self.place, end - 1, f"%{name}" if name else magic[0]))
        # A block must not become empty, or the code round it would not parse.
        return [before + "0" + _blank(magic[1:]) if before else _blank(first), *map(_blank, more)]


def left_of(line: str) -> int:
    """Return the column behind what is left of a magic on a line that it runs; 0 where none is."""
    match = _LEFT.match(line)
    return match.end() if match else 0


def _magic(line: str) -> int | None:
    """Return the column at which a magic begins that a line is or ends in; None where it holds none."""
    text = line[: line_end(line)]
    if match := _LINE.match(text):
        return len(match[1])
    if _HELP.match(text):
        return len(text) - len(text.lstrip(" \t"))
    assigned = _ASSIGNED.match(text)
    if assigned is None or any(assigned[1].count(quote) % 2 for quote in "'\""):
        return None
    return len(assigned[1])


def _blank(line: str) -> str:
    end = line_end(line)
    return " " * end + line[end:]


def _goes_on(line: str) -> bool:
    return line[: line_end(line)].endswith("\\")


def _past_blank(lines: Sequence[str], place: int) -> int:
    while place < len(lines) and not lines[place].strip():
        place += 1
    return place
