"""Deviations that cannot be read, as far as their keys still tell which finding they were meant for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, cast

from attrs import frozen

from aseptic.records.deviation import split_where
from aseptic.records.folder import Folder
from aseptic.records.pile import Pile
from aseptic.records.uncounted import is_record
from aseptic.source.frontmatter import read_page
from aseptic.source.problem import Problem


@frozen
class Unread:
    """One such record. It covers nothing; at its finding it is told why."""

    id: str
    path: str
    """Of the file whose finding it is about."""
    key: tuple[str, str, str]
    """Scope, rule and statement of that finding."""
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
    if page is None:
        return None
    fields = cast("dict[str, Any]", page.fields)
    mark = fields.get("fingerprint")
    statement = str(cast("dict[str, Any]", mark).get("statement", "")) if isinstance(mark, dict) else ""
    path, scope = split_where(str(fields.get("where", "")))
    return Unread(PurePosixPath(shown).stem, path, (scope, str(fields.get("rule", "")), statement), problem.message)
