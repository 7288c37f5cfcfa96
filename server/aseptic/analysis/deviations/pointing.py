"""A finding named by its place, as a report prints it: path, line, and where several stand there the rule."""

from __future__ import annotations

import os
import re
from pathlib import Path

from attrs import frozen

from aseptic.analysis.documents.reading import Unchecked, read_source
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>[1-9]\d{0,8})(?::(?P<column>[1-9]\d{0,8}))?(?::(?P<rule>[A-Za-z]+-\d+))?")


class Missed(Exception):
    """A place at which no one finding stands; says why, and what to write instead, in one line."""


@frozen
class Place:
    """Where somebody says that a finding is; line and column are 0-based, the column a code point."""

    path: str
    line: int
    column: int | None = None
    rule: str = ""


def place_of(text: str) -> Place:
    """Read `src/a.py:12`, with a column or a rule behind it or both. Raises Missed."""
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        raise Missed(
            f"'{text}' names no finding: write path, line and where it needs one the rule, as src/a.py:12:INJ-003"
        )
    column = int(found["column"]) - 1 if found["column"] else None
    return Place(found["path"], int(found["line"]) - 1, column, (found["rule"] or "").upper())


@frozen(eq=False)
class Pointed:
    """A finding in its file, which is open in the session."""

    path: Path
    snapshot: Snapshot
    placed: ChunkFinding


def pointed_at(session: Session, folder: Path, place: Place) -> Pointed:
    """Return the finding at a place, as seen from a folder. Raises Missed."""
    path = Path(os.path.normpath(folder / place.path))
    snapshot = opened(session, path, place.path)
    if snapshot.excluded:
        raise Missed(f"{place.path} is left out of the check; `aseptic explain --file {place.path}` says why")
    here = [each for each in snapshot.findings if each.span.start.line <= place.line <= each.span.end.line]
    begun = [each for each in here if each.span.start.line == place.line]
    found = [each for each in begun or here if place.rule in ("", each.finding.rule)]
    if place.column is not None:
        found = [each for each in found if each.span.start.column == place.column] or found
    if len(found) == 1:
        return Pointed(path, snapshot, found[0])
    at = f"{place.path}:{place.line + 1}"
    if not found:
        there = ", ".join(dict.fromkeys(each.finding.rule for each in here))
        raise Missed(f"{at}: there is {f'no finding of {place.rule}, but {there}' if there else 'no finding'} here")
    raise Missed(f"{at}: several findings stand here, name one: {', '.join(_named(place, found))}")


def opened(session: Session, path: Path, shown: str) -> Snapshot:
    """Open a file of Python as it is on disk. Raises Missed."""
    text = read_source(path) if path.exists() else None
    if text is None:
        raise Missed(f"there is no {shown}")
    if isinstance(text, Unchecked):
        raise Missed(f"{shown}: {text.reason}; {text.cure}")
    return session.open(path, None, text)


def _named(place: Place, found: list[ChunkFinding]) -> list[str]:
    rules = [each.finding.rule for each in found]
    alone = len(set(rules)) == len(rules)
    columns = [each.span.start.column + 1 for each in found]
    at = f"{place.path}:{place.line + 1}"
    return [f"{at}:{rule if alone else f'{column}:{rule}'}" for rule, column in zip(rules, columns, strict=True)]
