"""How long lines of code may be, as a file and its package show where their project tells no formatter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from aseptic.analysis.documents.reading import FileStamp, Unchecked, read_whole, stamped

_MOST = 400
_USUAL, _WIDEST = 88, 120
"""The columns that most formatters take of themselves, and the most that lines are taken as a sign of."""
_LARGEST, _LOOKED_AT = 1_000_000, 60
"""Bytes of a file, and files of a package, that are looked at."""
_LIMITS = (100, 110, 120)
"""What projects choose where they want more than 88: lines that come near to one of these are held to it."""
_CHOSEN = (120, 119, 110, 100, 99, 88)
"""What a file may be held to but for a line or two, which nobody parted."""
_FEW, _BESIDE, _FOR_EACH = 2, 10, 4
"""So many lines are few, where for each of them others have the columns of a limit, or as many fewer at most."""
_SEVERAL, _SHARE = 2, 4
"""More files than so many are no single file's habit; one line beyond 88 tells for so many that come near."""
_CODE = re.compile(r"[^\"'#]*[=(\[][^\"'#]*[)\]}(\[{:,]\s*")
"""A line of code in which no text stands, which a formatter would have left as long as it was."""
_TEXT = re.compile(r"\"[^\"\\]*\"|'[^'\\]*'")
_BEHIND = re.compile(r"(?:\.\w+\(\))*[:,]?\s*$")
"""What may stand behind the brackets that a formatter opens: calls that are given nothing."""
_OPENING, _CLOSING = "([{", ")]}"
_STEP = 4
_HELD = (79, 80)
"""Columns that a file may be held to where no formatter lays it out."""
_FULL, _ENOUGH, _AMONG = 70, 20, 20
"""The columns from which a line nearly fills one, how many of code say something, and among how many one is longer."""
_NEARLY, _SHARE_OF_FULL = 60, 12
"""The columns of lines that tell how long they may be, and among how many of them one beyond 80 shows a width of 88."""
_OF_CODE = re.compile(r"[^#]*[=(\[][^#]*[)\]}(\[{:,]")


def used_width(lines: Sequence[str], *, least: int = _HELD[0]) -> int:
    """Return the columns that a file's own lines have, where its project tells no formatter.

    These are 79 or 80 where many lines of code come near and hardly any goes beyond, else as many as the longest line
    of code, from `least` to 88, and up to 120 where code shows that no formatter of 88 was at work. A line or two that
    are longer than one of the limits that projects choose, which others come near to, count for nothing.
    """
    lengths = [len(line.rstrip()) for line in lines]
    long = [line.rstrip() for line, length in zip(lines, lengths, strict=True) if _USUAL < length <= _MOST]
    shown = _held([len(line) for line in long if _shows(line)], lengths)
    code = [len(line.rstrip()) for line in lines if _OF_CODE.fullmatch(line.rstrip())]
    usual = min(_USUAL, max((least, *code)))
    near = [line.rstrip() for line, each in zip(lines, lengths, strict=True) if _FULL <= each <= _HELD[-1]]
    if shown > _USUAL or sum(_OF_CODE.fullmatch(line) is not None for line in near) < _ENOUGH:
        return min(_WIDEST, shown) if shown > _USUAL else usual
    held = (width for width in _HELD if sum(each > width for each in lengths) * _AMONG <= len(near))
    return next(held, usual)


def package_width(path: Path) -> int:
    """Return the columns of the files in a file's folder, and in the packages that hold it; 0 where these show none.

    They have more than 88 where as many lines do as no formatter of 88 would have left.
    """
    files = [_shown(file, stamped(file)) for file in _beside(path)]
    wide = [width for each in files for width in each.wide]
    several, near = sum(bool(each.wide) for each in files) > _SEVERAL, sum(each.near for each in files)
    plain = several and len(wide) >= _ENOUGH and len(wide) * _SHARE > near
    longest = _held(wide, wide)
    limit = next((each for each in _LIMITS if each - _STEP <= longest <= each), longest)
    return limit if plain else 0


def least_width(path: Path) -> int:
    """Return the columns that a file may have at least: 88 where many lines of the files beside it go beyond 80."""
    files = [_shown(file, stamped(file)) for file in _beside(path)]
    beyond, full = sum(each.beyond for each in files), sum(each.full for each in files)
    return _USUAL if beyond >= _ENOUGH // 2 and beyond * _SHARE_OF_FULL > full else _HELD[0]


def _held(wide: Sequence[int], lengths: Sequence[int]) -> int:
    """Return the columns that the longest of wide lines have, or the limit that all but a few of them are held to."""
    longest = max(wide, default=_USUAL)
    for limit in (each for each in _CHOSEN if each <= longest):
        beyond, near = sum(each > limit for each in wide), sum(limit - _BESIDE < each <= limit for each in lengths)
        if beyond <= _FEW and near >= beyond * _FOR_EACH:
            return limit
    return longest


@frozen
class _Shown:
    """What one file tells of the width of its lines."""

    wide: tuple[int, ...] = ()
    """The columns of its lines of code between 88 and 120 that a formatter would have parted."""
    near: int = 0
    """How many lines have nearly 88."""
    beyond: int = 0
    """How many of these are code."""
    full: int = 0
    """How many lines of code tell how long they may be."""


@lru_cache(maxsize=512)
def _shown(file: Path, _stamp: FileStamp) -> _Shown:
    """Look at a file once, until it is changed; what cannot be read shows nothing."""
    data = read_whole(file)
    if isinstance(data, Unchecked) or len(data) > _LARGEST:
        return _Shown()
    lines = [line.rstrip() for line in data.decode(errors="replace").split("\n")]
    wide = tuple(len(line) for line in lines if _USUAL < len(line) <= _WIDEST and _shows(line))
    code = [len(line) for line in lines if len(line) >= _NEARLY and _OF_CODE.fullmatch(line)]
    near = sum(_HELD[-1] < len(line) <= _USUAL for line in lines)
    return _Shown(wide, near, sum(_HELD[-1] < each <= _USUAL for each in code), len(code))


def _beside(path: Path) -> Iterator[Path]:
    """Yield the files of a file's folder, and those of the folders of packages above it."""
    folder = path.parent
    found = sorted(folder.glob("*.py"))
    while (folder / "__init__.py").is_file() and folder.parent != folder:
        folder = folder.parent
        found += sorted(folder.glob("*.py"))
    yield from found[:_LOOKED_AT]


def _shows(line: str) -> bool:
    """Whether a line of code is longer than a formatter of 88 columns would have left it."""
    return _CODE.fullmatch(line) is not None or _fits_when_parted(line)


def _fits_when_parted(line: str) -> bool:
    """Whether a formatter of 88 columns would have put what a call's last brackets hold on a line of its own."""
    code = _BEHIND.sub("", _TEXT.sub(lambda text: "_" * len(text[0]), line))
    depth, opening = 0, len(code)
    for opening in range(len(code) - 1, -1, -1):
        depth += (code[opening] in _CLOSING) - (code[opening] in _OPENING)
        if depth <= 0:
            break
    called = depth == 0 and opening < len(code) - 1 and (code[opening - 1].isalnum() or code[opening - 1] == "_")
    indent, held = len(line) - len(line.lstrip()), len(code) - opening - 2
    return called and "#" not in code and ">>>" not in code and opening < _USUAL and indent + _STEP + held <= _USUAL
