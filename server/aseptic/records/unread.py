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
_MARK = re.compile(r"\b(?P<key>statement|of):[ \t]*[\"']?(?P<value>[0-9a-f]+(?:/\d+)?)")
_LOST = "\ufffd"


@frozen
class Unread:
    """One such record. It covers nothing; at its finding it is told why. What nothing tells is empty."""

    id: str
    fault: Problem
    path: str = ""
    """Of the file whose finding it is about."""
    scope: str = ""
    rule: str = ""
    statement: str = ""
    of: str = ""
    """Which of its equals that finding was, as `1/2`."""


def unread(folder: Folder, found: Pile[Any]) -> Iterator[Unread]:
    """Yield what a folder's records say that are none, each as far as its keys can be told apart."""
    read = {each.record for each in found.records}
    faults = {each.path: each for each in reversed(found.problems) if each.path not in read}
    for file in folder.listed()[0] if faults else ():
        shown = folder.shows(file.name)
        if shown in faults and is_record(file.name):
            text = folder.text(file)
            yield _told(shown, text if isinstance(text, str) else folder.glimpse(file), faults[shown])


def _told(shown: str, text: str, problem: Problem) -> Unread:
    page, _ = read_page(shown, text)
    keys = _keys(cast("dict[str, Any]", page.fields)) if page else _words(text)
    where, rule, statement, of = ("" if _LOST in each else each for each in keys)
    return Unread(PurePosixPath(shown).stem, problem, *split_where(where), rule, statement, of)


def _keys(fields: Mapping[str, Any]) -> tuple[str, str, str, str]:
    mark: Any = fields.get("fingerprint")
    marks = cast("dict[str, Any]", mark) if isinstance(mark, dict) else {}
    values = (fields.get("where"), fields.get("rule"), marks.get("statement"), marks.get("of"))
    where, rule, statement, of = ("" if each is None else str(each) for each in values)
    return where, rule, statement, of


def _words(text: str) -> tuple[str, str, str, str]:
    """Return the same of a page whose keys are no YAML, by its lines: they are for a message and cover nothing."""
    found = [*reversed([*_LINE.finditer(text)]), *reversed([*_MARK.finditer(text)])]
    words = {match["key"]: match["value"].strip("'\"") for match in found}
    return words.get("where", ""), words.get("rule", ""), words.get("statement", ""), words.get("of", "")
