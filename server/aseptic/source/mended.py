"""A chunk that does not parse, read without the line that is at fault: mostly the one in which somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from aseptic.source.chunk import Chunk
from aseptic.source.document import split_lines
from aseptic.source.lexing import CLEAN, advance
from aseptic.source.parse import Broken, Parsed, parse


def mended(chunk: Chunk, broken: Broken) -> Parsed | Broken:
    """Parse a chunk with `pass` on the line at fault; where none is found that it is, return how it is broken."""
    lines = split_lines(chunk.text)
    for at in _suspected(lines, broken.line):
        if 0 <= at < len(lines):
            found = parse(evolve(chunk, text="".join((*lines[:at], _passed(lines[at]), *lines[at + 1 :]))))
            if isinstance(found, Parsed):
                return found
    return broken


def _suspected(lines: Sequence[str], gave_up: int) -> Iterable[int]:
    """Return the lines that may be at fault: those that opened what is open where the parser gave up, else that one.

    Without the line inside brackets on which the parser gave up they would stay open. Then the line above is tried.
    """
    opened = _opened(lines[: max(gave_up, 0)])
    return dict.fromkeys((*((opened[-1], opened[0]) if opened else (gave_up,)), gave_up - 1))


def _opened(lines: Sequence[str]) -> Sequence[int]:
    """Return the line of each bracket that is open after some lines, the outermost first."""
    opened: list[int] = []
    state = CLEAN
    for at, line in enumerate(lines):
        state = advance(line, state)
        del opened[state.depth :]
        opened += [at] * (state.depth - len(opened))
    return opened


def _passed(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t\f"))] + "pass\n"
