"""The records' folder read into a shelf.

One bad file never costs the others: whatever is wrong with it is a problem that names it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from aseptic.records.asset import ASSET, read_asset
from aseptic.records.deviation import DEVIATION, Deviation, read_deviation
from aseptic.records.folder import Folder, look_of
from aseptic.records.forms import Forms
from aseptic.records.interface import INTERFACE, read_interface
from aseptic.records.kept import Kept
from aseptic.records.own_rule import read_own_rule
from aseptic.records.permit import PERMIT, Permit, read_permit
from aseptic.records.pile import Pile, Readings, pile
from aseptic.records.record import Filed, Kind, Problems
from aseptic.records.repetition import rejected_again, repeated
from aseptic.records.requirement import REQUIREMENT, read_requirement
from aseptic.records.review import REVIEW, read_review
from aseptic.records.scalar import encodable
from aseptic.records.shelf import OWN_RULES, SIGNERS, Shelf
from aseptic.records.threat import THREAT, read_threat
from aseptic.records.uncounted import is_nearly, is_record, uncounted
from aseptic.records.unread import unread
from aseptic.source.problem import Problem
from aseptic.standard.policy import Policy
from aseptic.standard.tailoring import read_tailoring

STANDARD = "standard.md"
KINDS = (DEVIATION, PERMIT, REQUIREMENT, INTERFACE, ASSET, THREAT, REVIEW)
_KNOWN = frozenset({*(kind.folder for kind in KINDS), OWN_RULES})
R = TypeVar("R", bound=Filed)


def read_shelf(
    folder: Path, shown: str, before: Shelf | None = None, keeping: Path | None = None, forms: Forms | None = None
) -> Shelf:
    """Read the records' folder; `shown` stands before each path that people see. A missing folder is empty.

    What has not changed since `before` is not read again; `keeping` is a folder for what many deviations said, and
    `forms` what the ids look like, where that is not as usual.
    """
    top = Folder.top(folder, shown)
    files, problems = top.listed()
    standard = next((top.text(file) for file in files if file.name == STANDARD), None)
    shortest = _policy(standard).shortest_justification
    forms = forms or Forms()
    known: Readings = before.readings if before and (before.shortest, before.forms) == (shortest, forms) else {}
    kept = Kept(None if before else keeping, folder)

    def filed(kind: Kind[Any, R], read: Callable[..., tuple[R | None, Problems]]) -> Pile[R]:
        return pile(top.inside(kind.folder), partial(read, kind=kind.of(forms)), known)

    deviations = filed(DEVIATION, partial(read_deviation, shortest=shortest, kept=kept))
    kept.put()
    permits = filed(PERMIT, partial(read_permit, shortest=shortest))
    requirements = filed(REQUIREMENT, read_requirement)
    interfaces = filed(INTERFACE, read_interface)
    assets = filed(ASSET, read_asset)
    threats = filed(THREAT, read_threat)
    reviews = filed(REVIEW, read_review)
    rules = pile(top.inside(OWN_RULES), read_own_rule, known)
    piles = (deviations, permits, requirements, interfaces, assets, threats, reviews, rules)
    same = copied((*deviations.records, *permits.records), shortest)
    strays = (*_misspelt(top, [file.name for file in files]), *_uncounted(top))
    signers = (top.behind(file) for file in files if file.name == SIGNERS)
    lost = (*((standard,) if isinstance(standard, Problem) else ()), *filter(None, signers))
    return Shelf(
        standard if isinstance(standard, str) else None,
        deviations.records,
        permits.records,
        requirements.records,
        interfaces.records,
        assets.records,
        threats.records,
        reviews.records,
        rules.records,
        (*problems, *lost, *strays, *(each for pile in piles for each in pile.problems), *same),
        frozenset(
            (*(name.removesuffix(".md") for name in deviations.names), *(each.id for each in deviations.records))
        ),
        tuple(unread(top.inside(DEVIATION.folder), deviations)),
        {shown: reading for pile in piles for shown, reading in pile.readings.items()},
        forms,
        shortest,
    )


def stamp(folder: Path) -> tuple[tuple[str | int, ...], ...]:
    """Return every record's name, time of change in nanoseconds, size and inode: equal while nothing changed.

    It looks at folders only and opens no file. The inode tells a file that was replaced by one of equal size within
    the clock's tick, as `approved` by `rejected`.
    """
    found: list[tuple[str | int, ...]] = []
    for inner in ("", *sorted(_KNOWN)):
        try:
            with os.scandir(folder / inner) as entries:
                for entry in entries:
                    linked = entry.name == SIGNERS and not inner and entry.is_symlink()
                    if is_record(entry.name) or linked or (inner == OWN_RULES and _may_mislead(entry)):
                        found.append((f"{inner}/{entry.name}", *_looks(entry)))
                    elif not inner and entry.is_dir():
                        found.append((f"{entry.name}//",))  # one with a nearly right name is a problem
        except OSError as error:
            found.append((f"{inner}/", error.errno or 0))
    return tuple(sorted(found, key=lambda each: str(each[0])))


def _may_mislead(entry: os.DirEntry[str]) -> bool:
    """Whether something in the rules' folder may be taken for a rule: a folder's time changes with its files."""
    return is_nearly(entry.name) or (entry.is_dir() and not entry.name.startswith("."))


def _looks(entry: os.DirEntry[str]) -> tuple[int, ...]:
    try:
        return look_of(entry.stat())
    except OSError:
        return ()


def copied(records: Sequence[Deviation | Permit], shortest: int) -> Iterator[Problem]:
    """Yield the deviations and permits whose reasons were copied from another."""
    rejected = rejected_again(records, shortest)
    owners = {**rejected, **repeated(records, shortest)}
    for each in records if owners else ():
        if each.id in owners:
            section = each.page.section("Justification")
            one = owners[each.id]
            was = ", which was rejected" if one == rejected.get(each.id) else ""
            message = f"'Justification' says what {one} says{was}, in the same words"
            shared = (
                "write one permit for both" if isinstance(each, Permit) else "name the permit that both stand under"
            )
            way = f"propose {one} again instead" if was else shared
            cure = f"say what holds for this one, or {way}"
            yield Problem(each.record, message, cure, section.line if section else 0, "Justification")


def _policy(standard: str | Problem | None) -> Policy:
    """Return the policy that the project set; while its file is faulty, the usual one."""
    tailoring = read_tailoring(STANDARD, standard)[0] if isinstance(standard, str) else None
    return tailoring.policy if tailoring else Policy()


def _misspelt(folder: Folder, names: Sequence[str]) -> Iterator[Problem]:
    """Yield folders whose name is nearly one of ours: their records would silently not count."""
    for name in names:
        close = get_close_matches(name, _KNOWN, 1, 0.8)
        if close and name not in _KNOWN and (folder.path / name).is_dir():
            yield Problem(folder.shows(name), "the folder is unknown", f"did you mean '{close[0]}'?")


def _uncounted(top: Folder) -> Iterator[Problem]:
    rules = top.inside(OWN_RULES)
    files, problems = rules.listed()  # whose problems the rules' own pile has
    return uncounted(rules.path, [] if problems else [encodable(file.name) for file in files], rules.shown)
