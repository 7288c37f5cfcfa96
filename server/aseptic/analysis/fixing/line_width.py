"""How long a line may be, as a project tells its formatter."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

_LARGEST = 1_000_000
_LEAST, _MOST = 40, 400
_USUAL, _WIDEST = 88, 120
"""The columns that most formatters take of themselves, and the most that a file's own lines are taken as a sign of."""
_OTHERS = (
    ("setup.cfg", "yapf", "column_limit"),
    (".style.yapf", "style", "column_limit"),
    ("setup.cfg", "flake8", "max-line-length"),
    (".flake8", "flake8", "max-line-length"),
    ("tox.ini", "flake8", "max-line-length"),
)


def line_width(root: Path) -> int:
    """Return the columns that a project's formatter gives a line; 0 where no file at the project's root says so.

    Asked are ruff and black, then yapf and what flake8 lets pass; what cannot be read says nothing.
    """
    tool = _table(_toml(root / "pyproject.toml"), "tool")
    own = (_toml(root / name) for name in ("ruff.toml", ".ruff.toml"))
    tables = (*own, _table(tool, "ruff"), _table(tool, "black"))
    found: list[object] = [each.get("line-length", each.get("line_length")) for each in tables]
    found += [_option(root / name, section, option) for name, section, option in _OTHERS]
    return next((each for each in found if isinstance(each, int) and _LEAST <= each <= _MOST), 0)


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
_OF_CODE = re.compile(r"[^#]*[=(\[][^#]*[)\]}(\[{:,]")


def used_width(lines: Sequence[str]) -> int:
    """Return the columns that a file's own lines have, where its project tells no formatter.

    These are 79 or 80 where many lines of code come near and hardly any goes beyond, else 88, up to 120 as code shows.
    """
    lengths = [len(line.rstrip()) for line in lines]
    long = [line.rstrip() for line, length in zip(lines, lengths, strict=True) if _USUAL < length <= _MOST]
    shown = max((len(line) for line in long if _CODE.fullmatch(line) or _fits_when_parted(line)), default=_USUAL)
    near = [line.rstrip() for line, each in zip(lines, lengths, strict=True) if _FULL <= each <= _HELD[-1]]
    if shown > _USUAL or sum(_OF_CODE.fullmatch(line) is not None for line in near) < _ENOUGH:
        return min(_WIDEST, shown)
    held = (width for width in _HELD if sum(each > width for each in lengths) * _AMONG <= len(near))
    return next(held, _USUAL)


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


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError:
        return {}


def _table(table: dict[str, Any], name: str) -> dict[str, Any]:
    found = table.get(name)
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _option(path: Path, section: str, name: str) -> int | None:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(_text(path))
        return int(parser.get(section, name))
    except (configparser.Error, ValueError):
        return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.stat().st_size <= _LARGEST else ""
    except (OSError, UnicodeDecodeError):
        return ""
