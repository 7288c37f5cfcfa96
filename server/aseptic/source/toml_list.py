"""Texts added to a list in a TOML file, as one edit that leaves every other character; proved by reading the result."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from typing import Any, cast

from aseptic.source.document import Document, split_lines
from aseptic.source.span import Edit, Span

_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")


def added(text: str, table: Sequence[str], key: str, new: Sequence[str]) -> Edit | None:
    """Return the edit that adds texts to the list `key` of a table, making either where it is missing.

    None where nothing is to be added, or where the file is written in a way that no such edit fits.
    """
    before = _read(text)
    had = _list(before, table, key)
    if before is None or had is None:
        return None
    missing = [each for each in new if each not in had]
    edit = _edit(split_lines(text), table, key, ", ".join(json.dumps(each) for each in missing)) if missing else None
    after = _read(Document.of(text).edited(edit)[0].text) if edit else None
    if (
        after is None
        or _list(after, table, key) != [*missing, *had]
        or _without(after, table, key) != _without(before, table, key)
    ):
        return None
    return edit


def holds(text: str, table: Sequence[str], key: str, values: Sequence[str]) -> bool:
    """Say whether the list `key` of a table holds all of some texts."""
    had = _list(_read(text), table, key) or ()
    return all(each in had for each in values)


def _edit(lines: Sequence[str], table: Sequence[str], key: str, values: str) -> Edit:
    headers = [(at, found[1]) for at, line in enumerate(lines) if (found := _HEADER.match(line.rstrip("\r\n")))]
    name = ".".join(table)
    for number, (at, found) in enumerate(headers):
        if [part.strip().strip("\"'") for part in found.split(".")] != list(table):
            continue
        end = headers[number + 1][0] if number + 1 < len(headers) else len(lines)
        for line in range(at + 1, end):
            if start := re.match(rf"\s*(?:{key}|\"{key}\")\s*=\s*\[", lines[line]):
                return _into(lines, line, start.end(), values)
        return Edit(Span.of(at + 1, 0, at + 1, 0), f"{key} = [{values}]\n")
    last = len(lines) - 1
    lead = ("\n" if lines[last] else "") + ("\n" if any(line.strip() for line in lines) else "")
    return Edit(Span.of(last, len(lines[last]), last, len(lines[last])), f"{lead}[{name}]\n{key} = [{values}]\n")


def _into(lines: Sequence[str], line: int, column: int, values: str) -> Edit:
    """Add to a list behind its bracket, on a line of its own where it has a line for each."""
    place = Span.of(line, column, line, column)
    rest = lines[line][column:].strip()
    if rest and not rest.startswith("#"):
        return Edit(place, values if rest.startswith("]") else f"{values}, ")
    return Edit(Span.of(line + 1, 0, line + 1, 0), f"    {values},\n")


def _read(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        return None


def _list(read: dict[str, Any] | None, table: Sequence[str], key: str) -> list[str] | None:
    """Return what a list holds; nothing where there is none, None where something else is there."""
    inner: Any = read
    for part in table:
        inner = cast("dict[str, Any]", inner).get(part, {}) if isinstance(inner, dict) else None
    value = cast("dict[str, Any]", inner).get(key, []) if isinstance(inner, dict) else None
    return cast("list[str]", value) if isinstance(value, list) else None


def _without(read: dict[str, Any], table: Sequence[str], key: str) -> dict[str, Any]:
    """Return everything but the list; tables that hold nothing else count as absent."""
    if not table:
        return {name: value for name, value in read.items() if name != key}
    inner = _without(read.get(table[0], {}), table[1:], key)
    rest = {name: value for name, value in read.items() if name != table[0]}
    return {**rest, table[0]: inner} if inner else rest
