"""What a notebook's cell holds beside Python: magics, shell commands and questions, blanked so that every column stays.

The rules are IPython's, told from its documentation: they count where a statement may begin, never in a string or in
brackets. A value that a magic gives stays a value: `files = !ls` binds `files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aseptic.source.document import line_end
from aseptic.source.lexing import CLEAN, advance

_PYTHON = frozenset("capture debug ipytest lprun memit mprun prun pypy python python3 time timeit".split())
"""Cell magics whose cell is Python all the same."""
_CELL = re.compile(r"[ \t]*%%(\w*)")
_LINE = re.compile(r"([ \t]*)(?:[%!?;,]|/\w)")
_HELP = re.compile(r"[ \t]*%{0,2}[^\W\d][\w.*\[\]'\"]*\?{1,2}[ \t]*\Z")
_ASSIGNED = re.compile(r"([ \t]*[\w.,*\[\]'\" \t()]+=[ \t]*)[!%]")


def blanked(lines: Sequence[str]) -> tuple[str, ...]:
    """Return a cell's lines, each as long as it was, with nothing in them but Python."""
    place = _past_blank(lines, 0)
    while place < len(lines) and (magic := _CELL.match(lines[place])):
        if magic[1] not in _PYTHON:
            return tuple(map(_blank, lines))  # another language, or text
        place = _past_blank(lines, place + 1)
    return (*map(_blank, lines[:place]), *_statements(lines[place:]))


def _statements(lines: Sequence[str]) -> Iterator[str]:
    state, magic = CLEAN, False
    for line in lines:
        if magic:  # a command goes on in the next line after a backslash, as in a shell
            magic = _goes_on(line)
            yield _blank(line)
            continue
        code = _without_magic(line) if state.clean else line
        if code is not line:
            magic = _goes_on(line)
            yield code
            continue
        state = advance(line, state)
        yield line


def _without_magic(line: str) -> str:
    """Return a line that begins a statement without the magic that it is or ends in; the very line without one."""
    text = line[: line_end(line)]
    match = _LINE.match(text)
    if match or _HELP.match(text):
        indent = match[1] if match else text[: len(text) - len(text.lstrip(" \t"))]
        # A block must not become empty, or the code round it would not parse.
        return _blank(line) if not indent else indent + "0" + _blank(line[len(indent) + 1 :])
    assigned = _ASSIGNED.match(text)
    if assigned is None or any(assigned[1].count(quote) % 2 for quote in "'\""):
        return line
    return assigned[1] + "0" + _blank(line[assigned.end() :])


def _blank(line: str) -> str:
    end = line_end(line)
    return " " * end + line[end:]


def _goes_on(line: str) -> bool:
    return line[: line_end(line)].endswith("\\")


def _past_blank(lines: Sequence[str], place: int) -> int:
    while place < len(lines) and not lines[place].strip():
        place += 1
    return place
