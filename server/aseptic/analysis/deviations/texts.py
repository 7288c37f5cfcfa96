"""The texts of a project in which ids may stand: as they are in open documents, else on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from aseptic.analysis.documents.reading import Unchecked, decoded, read_whole
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scope import python_files
from aseptic.analysis.sessions.session import Session
from aseptic.source.document import split_lines

_LARGEST = 1_000_000


@frozen(eq=False)
class Text:
    """One file's text."""

    path: Path
    lines: Sequence[str]
    code: bool
    """Whether it is Python; else it is a record."""


def texts(session: Session, project: Project, word: str) -> Iterator[Text | None]:
    """Yield the project's records and code that hold a word, and None for each file that does not.

    So whoever goes through them may do other things between two files.
    """
    for path in _records(project):
        yield _record(session, path, word)
    for path in python_files(session, [project.root], lambda _: None):
        yield _code(session, path, word)


def _records(project: Project) -> Iterator[Path]:
    shelf = project.shelf
    piles = (shelf.deviations, shelf.permits, shelf.requirements, shelf.interfaces, shelf.assets, shelf.threats)
    named = [each.record for pile in (*piles, shelf.reviews, shelf.rules) for each in pile]
    unread = (each.path for each in shelf.problems if each.path.endswith(".md") and _is_plain(project.root / each.path))
    yield from (project.root / each for each in dict.fromkeys((*named, *unread)) if each != project.tailoring.path)
    if project.tailoring.path:
        yield project.root / project.tailoring.path


def _is_plain(path: Path) -> bool:
    """Whether a file is one: what a record that nobody can read leads to is not looked at."""
    return path.is_file() and not path.is_symlink()


def _record(session: Session, path: Path, word: str) -> Text | None:
    document = session.attended.get(path)
    if document is not None:
        return Text(path, document.lines, False) if word in document.text else None
    try:
        data = path.read_bytes()
        text = data.decode("utf-8") if word.encode() in data and len(data) <= _LARGEST else ""
    except (OSError, UnicodeDecodeError):
        return None
    return Text(path, split_lines(text), False) if text else None


def _code(session: Session, path: Path, word: str) -> Text | None:
    if session.is_open(path):
        lines = session.snapshot(path).lines
        return Text(path, lines, True) if any(word in line for line in lines) else None
    data = read_whole(path)
    if isinstance(data, Unchecked) or word.encode() not in data:
        return None
    text = decoded(data)
    return Text(path, split_lines(text), True) if isinstance(text, str) else None
