"""A shelf as it would be if records were saved as they are being typed. It tells their faults; nothing of it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from attrs import evolve

from aseptic.records.asset import ASSET, read_asset
from aseptic.records.deviation import DEVIATION, read_deviation
from aseptic.records.interface import INTERFACE, read_interface
from aseptic.records.own_rule import read_own_rule
from aseptic.records.permit import PERMIT, read_permit
from aseptic.records.pile import once, with_taken
from aseptic.records.reading import STANDARD, copied
from aseptic.records.record import Filed, Kind, Problems
from aseptic.records.requirement import REQUIREMENT, read_requirement
from aseptic.records.review import REVIEW, read_review
from aseptic.records.shelf import OWN_RULES, Shelf
from aseptic.records.threat import THREAT, read_threat
from aseptic.records.uncounted import is_record

_READ: Mapping[str, tuple[Kind[Any, Any], Callable[..., tuple[Filed | None, Problems]]]] = {
    DEVIATION.folder: (DEVIATION, read_deviation),
    PERMIT.folder: (PERMIT, read_permit),
    REQUIREMENT.folder: (REQUIREMENT, read_requirement),
    INTERFACE.folder: (INTERFACE, read_interface),
    ASSET.folder: (ASSET, read_asset),
    THREAT.folder: (THREAT, read_threat),
    REVIEW.folder: (REVIEW, read_review),
}
"""The kinds and how they are read, by their folders; a shelf's attribute is called as the folder."""

_REASONED = (DEVIATION.folder, PERMIT.folder)
"""Whose reasons the policy judges."""


def is_place(inner: str) -> bool:
    """Say whether a path inside the records' folder is that of a record or of the standard."""
    path = PurePosixPath(inner)
    folder = path.parent.as_posix()
    return inner == STANDARD or (is_record(path.name) and (folder in _READ or folder == OWN_RULES))


def with_unsaved(shelf: Shelf, shown: str, texts: Mapping[str, str]) -> Shelf:
    """Return a shelf with these texts in the place of what was read, or beside it.

    `texts` are by their paths inside the records' folder, which people see as `shown`.
    """
    for inner, text in texts.items():
        path = f"{shown}/{inner}"
        others = tuple(each for each in shelf.problems if each.path != path)
        if inner == STANDARD:
            shelf = evolve(shelf, standard=text, problems=others)
        else:
            shelf = _with_record(evolve(shelf, problems=others), PurePosixPath(inner).parent.as_posix(), path, text)
    return shelf


def _with_record(shelf: Shelf, folder: str, path: str, text: str) -> Shelf:
    record, problems = _reader(shelf, folder)(path, text)
    before: tuple[Filed, ...] = getattr(shelf, folder)
    there = [(each.record.rpartition("/")[2], each) for each in before if each.record != path]
    if record is not None:
        there.append((path.rpartition("/")[2], record))
    kept, twice = once(sorted(there, key=lambda each: each[0]))
    changed: dict[str, Any] = {folder: kept}
    now = evolve(shelf, **changed)
    if folder in _REASONED:
        same = copied((*now.deviations, *now.permits), shelf.shortest)
        problems = (*problems, *(each for each in same if each.path == path))
    return evolve(now, problems=with_taken((*shelf.problems, *problems), twice))


def _reader(shelf: Shelf, folder: str) -> Callable[[str, str], tuple[Filed | None, Problems]]:
    if folder == OWN_RULES:
        return read_own_rule
    kind, read = _READ[folder]
    read = partial(read, kind=kind.of(shelf.forms))
    return partial(read, shortest=shelf.shortest) if folder in _REASONED else read
