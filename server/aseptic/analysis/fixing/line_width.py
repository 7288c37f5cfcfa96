"""How long a line may be, as a project tells its formatter."""

from __future__ import annotations

import configparser
import tomllib
from pathlib import Path
from typing import Any

_LARGEST = 1_000_000
_LEAST, _MOST = 40, 400


def line_width(root: Path) -> int:
    """Return the columns that a project's formatter gives a line; 0 where no file at the project's root says so.

    Asked are ruff and black, then yapf and what flake8 lets pass; what cannot be read says nothing.
    """
    tool = _toml(root / "pyproject.toml").get("tool")
    told: dict[str, Any] = tool if isinstance(tool, dict) else {}
    own = (_toml(root / name) for name in ("ruff.toml", ".ruff.toml"))
    tables = (*own, told.get("ruff"), told.get("black"))
    found = [each.get("line-length", each.get("line_length")) for each in tables if isinstance(each, dict)]
    found += [
        _option(root / "setup.cfg", "yapf", "column_limit"),
        _option(root / ".style.yapf", "style", "column_limit"),
    ]
    found += [_option(root / name, "flake8", "max-line-length") for name in ("setup.cfg", ".flake8", "tox.ini")]
    return next((each for each in found if type(each) is int and _LEAST <= each <= _MOST), 0)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError:
        return {}


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
