"""Deviations that cannot be read, as far as their keys still tell which finding they were meant for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, cast

from attrs import frozen

from aseptic.records.deviation import split_where
from aseptic.records.folder import Folder
from aseptic.records.pile import Pile
from aseptic.records.uncounted import is_record
from aseptic.source.frontmatter import read_page
from aseptic.source.problem import Problem

_LINE = re.compile(r"^(?P<key>where|rule):[ \t]*(?P<value>[^\r\n#]*[^\s#])", re.MULTILINE)
_STATEMENT = re.compile(r"\bstatement:[ \t]*[\"']?([0-9a-f]+)")


@frozen
class Unread:
    """One such record. It covers nothing; at its finding it is told why."""

    id: str
    path: str
    """Of the file whose finding it is about."""
    key: tuple[str, str, str]
    """Scope, rule and statement of that finding; the statement is empty where nothing tells it."""
    fault: str


def unread(folder: Folder, found: Pile[Any]) -> Iterator[Unread]:
    """Yield what a folder's records say that are none, of those whose keys can be told apart."""
    read = {each.record for each in found.records}
    faults = {each.path: each for each in reversed(found.problems) if each.path not in read}
    for file in folder.listed()[0] if faults else ():
        shown = folder.shows(file.name)
        text = folder.text(file) if shown in faults and is_record(file.name) else None
        if isinstance(text, str) and (one := _told(shown, text, faults[shown])):
            yield one


def _told(shown: str, text: str, problem: Problem) -> Unread | None:
    page, _ = read_page(shown, text)
    where, rule, statement = _keys(cast("dict[str, Any]", page.fields)) if page else _words(text)
    path, scope = split_where(where)
    if not (path and rule):
        return None
    return Unread(PurePosixPath(shown).stem, path, (scope, rule, statement), problem.message)


def _keys(fields: Mapping[str, Any]) -> tuple[str, str, str]:
    mark = fields.get("fingerprint")
    statement = str(cast("dict[str, Any]", mark).get("statement", "")) if isinstance(mark, dict) else ""
    return str(fields.get("where", "")), str(fields.get("rule", "")), statement


def _words(text: str) -> tuple[str, str, str]:
    """Return the same of a page whose keys are no YAML, by its lines: they are for a message and cover nothing."""
    found = {match["key"]: match["value"].strip("'\"") for match in reversed([*_LINE.finditer(text)])}
    statement = _STATEMENT.search(text)
    return found.get("where", ""), found.get("rule", ""), statement[1] if statement else ""
