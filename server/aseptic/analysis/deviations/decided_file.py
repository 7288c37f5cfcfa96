"""A record's file round a decision: as it is on disk when somebody decides, and as the decision leaves it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from aseptic.records.decision_parts import REJECTION
from aseptic.records.decisions import Refused
from aseptic.records.deviation import Deviation
from aseptic.records.filing import replace_record
from aseptic.records.permit import Permit
from aseptic.source.frontmatter import read_page

R = TypeVar("R", Deviation, Permit)


@frozen
class Decided:
    """A record as a decision left it."""

    id: str
    path: Path
    text: str
    said: str
    """One line that tells what holds now."""
    line: int | None = None
    """The line on which something is still to be written."""


Seal = Callable[[str], object]
"""Is given the record's text before it is written; what it raises keeps the record as it was."""
Taking = Callable[[Seal, bool], Decided]
"""Asks git, and writes a decision. It looks at nothing of a session, so that another thread may do it."""


def hold_to_name(path: Path, identity: str) -> None:
    """Refuse a record by whose file's name git could not tell what became of it: its approval would never count."""
    if path.name != f"{identity}.md":
        why = f"its file is called {path.name}, under which no approval counts"
        right = path.with_name(f"{identity}.md")
        taken = right.exists() and not right.samefile(path)
        cure = f"{right.name} is another: give this a free number" if taken else f"rename the file to {right.name}"
        raise Refused(f"{identity} is not approved: {why}; {cure} first")


def as_on_disk(path: Path, known: R, read: Callable[[str, str], tuple[R | None, object]]) -> tuple[bytes, R]:
    """Read a record as it is on disk now, not as it was when the project was looked at."""
    try:
        before = path.read_bytes()
        found, _ = read(known.record, before.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{known.record} cannot be read: {error}") from None
    if found is None or found.id != known.id:
        raise Refused(f"{known.record} was changed and cannot be read; mend it first")
    return before, found


def write(root: Path, path: Path, before: bytes, text: str, identity: str) -> None:
    """Put a record's next text in place, if the file is still what was read. Raises Refused."""
    page, problems = read_page(path.name, text)
    if page is None or any(each.key for each in problems):
        raise Refused(f"{identity} could not be written so that it can be read again; edit {path.name} by hand")
    try:
        if not replace_record(root, path, before, text):
            raise Refused(f"{path.name} was changed meanwhile; look at it and try again")
    except OSError as error:
        raise Refused(f"{path.name} could not be written: {error.strerror or error}") from None


def open_line(path: Path, text: str) -> int | None:
    """Return the line at which a reason for a rejection is to be written; None where there is no such place."""
    page, _ = read_page(path.name, text)
    section = page.section(REJECTION) if page else None
    return section.line + 1 if section else None
