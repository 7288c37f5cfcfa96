"""How long a line may be, as a project tells its formatter."""

from __future__ import annotations

import configparser
import tomllib
from pathlib import Path
from typing import Any, cast

_LARGEST = 1_000_000
_LEAST, _MOST = 40, 400
_UNTOLD = 88
"""The columns that black and ruff's formatter give a line where they are told none."""
_OTHERS = (
    ("setup.cfg", "yapf", "column_limit"),
    (".style.yapf", "style", "column_limit"),
    ("setup.cfg", "flake8", "max-line-length"),
    (".flake8", "flake8", "max-line-length"),
    ("tox.ini", "flake8", "max-line-length"),
)


def line_width(root: Path) -> int:
    """Return the columns that a project's formatter gives a line; 0 where no file at the project's root says so.

    Asked are ruff and black, then yapf and what flake8 lets pass, last whether black or ruff's formatter is set up at
    all; what cannot be read says nothing.
    """
    tool = _table(_toml(root / "pyproject.toml"), "tool")
    own = (_toml(root / name) for name in ("ruff.toml", ".ruff.toml"))
    tables = (*own, _table(tool, "ruff"), _table(tool, "black"))
    found: list[object] = [each.get("line-length", each.get("line_length")) for each in tables]
    found += [_option(root / name, section, option) for name, section, option in _OTHERS]
    told = next((each for each in found if isinstance(each, int) and _LEAST <= each <= _MOST), 0)
    formats = isinstance(tool.get("black"), dict) or any("format" in each for each in tables[:-1])
    return told or (_UNTOLD if formats and not any(found) else 0)


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
