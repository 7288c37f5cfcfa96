"""What one folder of records gives: its records, what is wrong with it, and the names of its files.

A file that was read before and has not changed since is not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Generic, TypeVar

from attrs import frozen

from aseptic.records.folder import Folder, Look
from aseptic.records.record import Filed, Problems
from aseptic.records.uncounted import is_record
from aseptic.source.problem import Problem

R = TypeVar("R", bound=Filed)
Read = Callable[[str, str], tuple[R | None, Problems]]


@frozen(eq=False)
class Reading:
    """What one file gave, and how it looked then."""

    look: Look
    record: Any
    """The record; None where there was none in it."""
    problems: Problems


Readings = Mapping[str, Reading]
"""What files gave, by their paths as people see them."""


@frozen
class Pile(Generic[R]):
    """What one folder gave."""

    records: tuple[R, ...]
    problems: Problems
    names: tuple[str, ...]
    readings: Readings


def pile(folder: Folder, read: Read[R], before: Readings) -> Pile[R]:
    """Read a folder; `before` holds what its files gave when they were read last."""
    files, problems = folder.listed()
    found: list[tuple[str, R]] = []
    faults = list(problems)
    readings: dict[str, Reading] = {}
    names = [file for file in files if is_record(file.name)]
    for file in names:
        shown = folder.shows(file.name)
        known = before.get(shown)
        if known is not None and known.look == file.look:
            record, wrong = known.record, known.problems
        else:
            text = folder.text(file)
            record, wrong = (None, (text,)) if isinstance(text, Problem) else read(shown, text)
            known = Reading(file.look, record, wrong) if file.look and not isinstance(text, Problem) else None
        if known is not None:
            readings[shown] = known
        faults.extend(wrong)
        if record is not None:
            found.append((file.name, record))
    called = tuple(file.name for file in names)
    kept, twice = once(found, called)
    return Pile(kept, with_taken(faults, twice), called, readings)


def with_taken(problems: Sequence[Problem], taken: Problems) -> Problems:
    """Return problems with those of ids that are taken, which no file is to be called after as it is."""
    paths = {each.path for each in taken}
    return (*(each for each in problems if each.key != "id" or each.path not in paths), *taken)


def once(found: Sequence[tuple[str, R]], names: Collection[str] = ()) -> tuple[tuple[R, ...], Problems]:
    """Keep one record for each id, by the names of their files: the one whose file bears its id, else the first.

    `names` are those of all files that are there: one that cannot be read has its id all the same.
    """
    owners: dict[str, R] = {}
    by_name_first = sorted(found, key=lambda each: each[0] != f"{each[1].id}.md")
    for _, record in by_name_first:
        owners.setdefault(record.id, record)
    kept = tuple(record for _, record in found if owners[record.id] is record)
    twice: list[Problem] = []
    for name, record in found:
        own = f"{record.id}.md"
        if owners[record.id] is not record:
            twice.append(_taken(record, owners[record.id].record))
        elif name != own and own in names:
            twice.append(_taken(record, f"{record.record.removesuffix(name)}{own}"))
    return kept, tuple(twice)


def _taken(record: Filed, holder: str) -> Problem:
    cure = "give it a free number, and name the file after that"
    return Problem(record.record, f"the id {record.id} is taken by {holder}", cure, record.line("id"), "id")
