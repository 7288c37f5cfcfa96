"""A project's settings: `[tool.aseptic]` in its `pyproject.toml`, read strictly and once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, cast

from attrs import Attribute, field, frozen

from aseptic.source.document import split_lines
from aseptic.source.frontmatter import Page
from aseptic.source.problem import Problem
from aseptic.standard.structure import Unfit, structured

_KEY = re.compile(r"[ \t]*([\w\-]+)[ \t]*=")
_TABLE = re.compile(r"[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*aseptic[ \t]*\]")
_OTHER_TABLE = re.compile(r"[ \t]*\[")


def _folder_inside(_: object, attribute: Attribute[str], value: str) -> None:
    path = Path(value)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise Unfit(f"'{value}' does not lie inside the project", attribute.name)


@frozen
class Settings:
    """What a project sets."""

    records: str = field(default="security", validator=_folder_inside)
    """The folder of the records, from the project's root."""
    exclude: tuple[str, ...] = ()
    """Globs of files and folders that are left out, besides the ones that always are."""


def read_settings(path: str, text: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read a `pyproject.toml`. No table gives None and no problem; a faulty one gives None and its problems."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) - 1 if at else 0
        if "aseptic" not in text:
            return None, ()  # somebody else's fault, and somebody else's to report
        return None, (Problem(path, f"the file is no TOML: {error}", "mend the line", line),)
    tool: Any = document.get("tool")
    table: Any = cast("dict[str, Any]", tool).get("aseptic") if isinstance(tool, dict) else None
    if table is None:
        return None, ()
    if not isinstance(table, dict):
        return None, (Problem(path, "'tool.aseptic' is no table", "write [tool.aseptic]", 0, "tool.aseptic"),)
    lines = _lines(text)
    keys = cast("dict[str, Any]", table)
    page = Page(path, {key.replace("-", "_"): value for key, value in keys.items()}, lines)
    return structured(page, Settings)


def _lines(text: str) -> dict[str, int]:
    """Return the line of each key in the table."""
    found: dict[str, int] = {}
    inside = False
    for number, line in enumerate(split_lines(text)):
        if _OTHER_TABLE.match(line):
            inside = _TABLE.match(line) is not None
        elif inside and (match := _KEY.match(line)):
            found[match[1].replace("-", "_")] = number
    return found
