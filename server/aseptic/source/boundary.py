"""Where one chunk ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from aseptic.source.chunk import Chunk, Kind
from aseptic.source.document import line_end
from aseptic.source.lexing import CLEAN, advance
from aseptic.source.quoting import believed, parses
from aseptic.source.skimming import Skim

_MARK = "\ufeff"
_INDENT = re.compile(rf"{_MARK}?[ \t\f]*")
_GAP = re.compile(rf"{_MARK}?[ \t\f]*(?:#|[\r\n]|\Z)")
_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b")
_HARD = re.compile(
    r"(?:(?:async[ \t]+)?def|class|import|while|try|return|raise|del|assert|global|nonlocal|with)\b"
    r"|from[ \t]+[.\w]+[ \t]+import\b"
)
"""What begins a statement and can stand nowhere inside brackets."""
_CLASS = re.compile(r"class[ \t]+(\w+)")
_LONGEST_DECORATOR = 20
"""Lines above a definition that are searched for the decorator which a lone `)` ends."""
_MOST_DECORATORS = 200
"""Lines above a definition that are taken for its own where a bracket before them stays open."""
_AT_ONCE = 48
"""Lines that are taken from a document at once."""


@frozen
class Level:
    """Where chunks begin just now: at the margin, or at the indentation of a class's members."""

    owner: str = ""
    indent: str = ""


@frozen
class Piece:
    """A chunk in its place."""

    chunk: Chunk
    start: int
    level: Level
    following: Level
    """The level that holds where this chunk ends."""
    reach: int
    """The last line that had a say in where this chunk ends."""


def next_piece(lines: Sequence[str], start: int, level: Level, skim: Skim | None = None) -> Piece:
    """Return the chunk that begins on line `start`, given the level that holds there; `skim` only saves time."""
    code = _first_code(lines, start)
    if code == len(lines):
        return _piece(lines, start, code, level, Level(), Kind.STATEMENT)
    if level.owner and _indent(lines[code]) == "":
        level = Level()
    looked = code
    if not level.owner:
        header, looked = _header(lines, start, code)
        if header is not None:
            return header
    end, reach = _end(lines, code, level, skim)
    reach = max(reach, looked)
    kind = Kind.MEMBER if level.owner else Kind.STATEMENT
    return _piece(lines, start, end, level, level, kind, reach)


def _piece(
    lines: Sequence[str], start: int, end: int, level: Level, following: Level, kind: Kind, reach: int = 0
) -> Piece:
    owner = level.owner if kind is Kind.MEMBER else following.owner if kind is Kind.HEADER else ""
    chunk = Chunk("".join(lines[start:end]), kind, owner, end - start)
    return Piece(chunk, start, level if kind is Kind.MEMBER else Level(), following, max(reach, end))


def _header(lines: Sequence[str], start: int, code: int) -> tuple[Piece | None, int]:
    """Return the class header that begins at `code`, None where no class with a body does, and how far it looked."""
    place = code
    while place < len(lines) and _unfed(lines[place]).startswith("@"):
        place = _first_code(lines, _logical_end(lines, place))
    if place >= len(lines):
        return None, place
    name = _CLASS.match(_unfed(lines[place]))
    if name is None:
        return None, place
    end = _logical_end(lines, place)
    if not _opens_block(lines[end - 1]):
        return None, end
    body = _first_code(lines, end)
    indent = _indent(lines[body]) if body < len(lines) else ""
    following = Level(name[1], indent) if indent else Level()
    kind = Kind.HEADER if indent else Kind.STATEMENT
    return _piece(lines, start, _with_comments(lines, end, body), Level(), following, kind, body), body


def _end(lines: Sequence[str], first: int, level: Level, skim: Skim | None) -> tuple[int, int]:
    """Return the line after the statement that begins at `first`, and the last line that had a say in it."""
    state, logical = CLEAN, first
    doubt: int | None = None  # the first line inside a string that looks like a definition
    pending = False  # that string's statement has not ended yet
    own: int | None = None  # where the last string began, if brackets of lines above it were open
    decorating = _unfed(lines[first]).startswith(level.indent + "@")  # all at this indentation so far is decorators
    past, inner = first, (level.indent + " ", level.indent + "\t")
    for place, line in enumerate(_onwards(lines, first), first):
        if place < past:
            continue
        deeper = line.startswith(inner) and "\f" not in line  # so it begins nothing at this level
        if state.clean:
            logical = place
            if place > first and skim is not None and (past := skim.past(place, level.indent)) > place:
                continue
            if place > first and not deeper and _begins(line, level, decorating):
                return _checked(lines, first, _with_comments(lines, first + 1, place), place, level, doubt)
        elif not state.quote:
            if place > first and not deeper and _surely_begins(line, level):
                return _checked(lines, first, _with_decorators(lines, first + 1, place), place, level, doubt)
        elif len(state.quote) == 3 and not pending and not deeper and _swallowed(line, level):
            pending, doubt = True, place if doubt is None else doubt
        decorating = decorating and _decorates(line, level.indent)
        before, state = state, advance(line, state)
        if state.quote and not before.quote:
            own = place if before.depth else None
        if pending and doubt is not None:
            if own is not None and own <= doubt and not state.quote and believed(lines, own, place):
                doubt, pending = None, False  # somebody types a bracket above it; the string is sound
                continue
            reopened = before.quote and state.quote and before.quote in line
            if reopened or (state.clean and not believed(lines, logical, place)):
                return doubt, place + 4
            pending = not state.clean
    return _checked(lines, first, len(lines), len(lines), level, doubt)


def _onwards(lines: Sequence[str], first: int) -> Iterator[str]:
    """Yield the lines from one on; each alone would have to be looked up."""
    for place in range(first, len(lines), _AT_ONCE):
        yield from lines[place : place + _AT_ONCE]


def _checked(
    lines: Sequence[str], first: int, end: int, reach: int, level: Level, doubt: int | None
) -> tuple[int, int]:
    """Fall back to the doubted line where the whole statement does not parse with the string in it."""
    if doubt is None:
        return end, reach
    prefix = "class _:\n" if level.owner else ""
    return (end if parses(prefix + "".join(lines[first:end])) else doubt), reach


def _begins(line: str, level: Level, decorating: bool) -> bool:
    """Whether a new chunk begins on this line, which a statement may begin on; `decorating` says what is above it."""
    if _GAP.match(line):
        return False
    indent = _indent(line)
    if indent == "" and level.owner:
        return True
    return indent == level.indent and not decorating and not _CONTINUES.match(line, _width(line))


def _surely_begins(line: str, level: Level) -> bool:
    return _indent(line) in ("", level.indent) and _HARD.match(line, _width(line)) is not None


def _swallowed(line: str, level: Level) -> bool:
    return _surely_begins(line, level) or line.startswith(level.indent + "@")


def _decorates(line: str, indent: str) -> bool:
    """Whether a line is part of a decorator at this indentation, or nothing at it."""
    signs = tuple(indent + sign for sign in "@)]}")
    return _unfed(line).startswith(signs) or _indent(line) != indent or _GAP.match(line) is not None


def _with_comments(lines: Sequence[str], lowest: int, place: int) -> int:
    """Return the first of the comment lines that stand right above `place`, at its indentation."""
    if place >= len(lines):
        return place
    mark = _indent(lines[place]) + "#"
    while place > lowest and lines[place - 1].startswith(mark):
        place -= 1
    return place


def _with_decorators(lines: Sequence[str], lowest: int, place: int) -> int:
    """Return the first of the decorators and comments right above the definition at `place`."""
    indent, lowest = _indent(lines[place]), max(lowest, place - _MOST_DECORATORS)
    while place > lowest:
        above = lines[place - 1]
        if above.startswith((indent + "@", indent + "#")):
            place -= 1
        elif above.startswith(indent + ")"):
            top = _decorator_top(lines, max(lowest, place - _LONGEST_DECORATOR), place - 1, indent)
            if top is None:
                return place
            place = top
        else:
            return place
    return place


def _decorator_top(lines: Sequence[str], lowest: int, place: int, indent: str) -> int | None:
    for above in range(place - 1, lowest - 1, -1):
        if lines[above].startswith(indent + "@"):
            return above
        if _indent(lines[above]) == indent and not _GAP.match(lines[above]):
            return None
    return None


def _first_code(lines: Sequence[str], place: int) -> int:
    while place < len(lines) and _GAP.match(lines[place]):
        place += 1
    return place


def _logical_end(lines: Sequence[str], place: int) -> int:
    """Return the line after the logical line that begins at `place`; a hard statement start ends it early."""
    state, first = CLEAN, place
    while place < len(lines):
        if place > first and not state.quote and _HARD.match(lines[place], _width(lines[place])):
            return place
        state = advance(lines[place], state)
        place += 1
        if state.clean:
            return place
    return place


def _opens_block(line: str) -> bool:
    """Whether a logical line's last line ends in a colon, a comment aside."""
    text = line[: line_end(line)]
    bare = text.split("#", 1)[0] if "#" in text and "'" not in text and '"' not in text else text
    return bare.rstrip(" \t\f").endswith(":")


def _unfed(line: str) -> str:
    """The line from its indentation on: without a byte order mark, and without what a form feed undoes."""
    return line[_width(line) - len(_indent(line)) :] if line[:1] in ("\f", _MARK) else line


def _width(line: str) -> int:
    match = _INDENT.match(line)
    return match.end() if match else 0


def _indent(line: str) -> str:
    """The line's indentation; a form feed starts it afresh, as it does for Python."""
    return line[: _width(line)].rpartition("\f")[2].removeprefix(_MARK)
