"""The records' folder read into a shelf: the only module here that reads files.

One bad file never costs the others: whatever is wrong with it is a problem that names it. No link is followed out of
the folder, so that a checkout cannot make the server read what lies outside.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Generic, TypeVar

from attrs import evolve, frozen

from aseptic.records.asset import ASSET, read_asset
from aseptic.records.deviation import DEVIATION, Deviation, read_deviation
from aseptic.records.interface import INTERFACE, read_interface
from aseptic.records.own_rule import read_own_rule
from aseptic.records.permit import PERMIT, read_permit
from aseptic.records.record import Filed, Problems
from aseptic.records.repetition import repeated
from aseptic.records.requirement import REQUIREMENT, read_requirement
from aseptic.records.review import REVIEW, read_review
from aseptic.records.scalar import encodable
from aseptic.records.shelf import OWN_RULES, Shelf
from aseptic.records.threat import THREAT, read_threat
from aseptic.records.uncounted import is_nearly, is_record, uncounted
from aseptic.source.problem import Problem
from aseptic.standard.policy import Policy
from aseptic.standard.tailoring import read_tailoring

STANDARD = "standard.md"
KINDS = (DEVIATION, PERMIT, REQUIREMENT, INTERFACE, ASSET, THREAT, REVIEW)
_LARGEST = 1_000_000
"""Bytes that a record may have."""
_KNOWN = frozenset({*(kind.folder for kind in KINDS), OWN_RULES})


R = TypeVar("R", bound=Filed)
Read = Callable[[str, str], tuple[R | None, Problems]]


@frozen
class _Pile(Generic[R]):
    """What one folder gave."""

    records: tuple[R, ...] = ()
    problems: Problems = ()
    names: tuple[str, ...] = ()


@frozen
class _Folder:
    """A folder of records: where it is, how people see it, and the root that nothing may lead out of."""

    path: Path
    shown: str
    root: Path

    def inside(self, name: str) -> _Folder:
        """Return a folder in this one."""
        return evolve(self, path=self.path / name, shown=f"{self.shown}/{encodable(name)}")


def read_shelf(folder: Path, shown: str) -> Shelf:
    """Read the records' folder; `shown` stands before each path that people see. A missing folder is empty."""
    top = _Folder(folder, shown, _real(folder) or folder)
    names, problems = _listed(top)
    standard = _text(top, STANDARD) if STANDARD in names else None
    shortest = _policy(standard).shortest_justification
    deviations = _pile(top.inside(DEVIATION.folder), lambda path, text: read_deviation(path, text, shortest=shortest))
    permits = _pile(top.inside(PERMIT.folder), read_permit)
    requirements = _pile(top.inside(REQUIREMENT.folder), read_requirement)
    interfaces = _pile(top.inside(INTERFACE.folder), read_interface)
    assets = _pile(top.inside(ASSET.folder), read_asset)
    threats = _pile(top.inside(THREAT.folder), read_threat)
    reviews = _pile(top.inside(REVIEW.folder), read_review)
    rules = _pile(top.inside(OWN_RULES), read_own_rule)
    deviations = evolve(deviations, problems=(*deviations.problems, *_copied(deviations.records, shortest)))
    piles = (deviations, permits, requirements, interfaces, assets, threats, reviews, rules)
    strays = (*_misspelt(top, names), *_uncounted(top))
    unread = (standard,) if isinstance(standard, Problem) else ()
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
        (*problems, *unread, *strays, *(each for pile in piles for each in pile.problems)),
        frozenset(
            (*(name.removesuffix(".md") for name in deviations.names), *(each.id for each in deviations.records))
        ),
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
                    if is_record(entry.name) or (inner == OWN_RULES and _may_mislead(entry)):
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
        status = entry.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino


def _copied(deviations: Sequence[Deviation], shortest: int) -> Iterator[Problem]:
    """Yield the deviations whose reasons were copied from another."""
    owners = repeated(deviations, shortest)
    for each in deviations if owners else ():
        section = each.page.section("Justification")
        if each.id in owners and section:
            message = f"'Justification' says what {owners[each.id]} says, in the same words"
            cure = "say what holds for this one, or name the permit that both stand under"
            yield Problem(each.record, message, cure, section.line, "Justification")


def _policy(standard: str | Problem | None) -> Policy:
    """Return the policy that the project set; while its file is faulty, the usual one."""
    tailoring = read_tailoring(STANDARD, standard)[0] if isinstance(standard, str) else None
    return tailoring.policy if tailoring else Policy()


def _pile(folder: _Folder, read: Read[R]) -> _Pile[R]:
    listed, problems = _listed(folder)
    names = tuple(name for name in listed if is_record(name))
    found: list[tuple[str, R]] = []
    faults = list(problems)
    for name in names:
        text = _text(folder, name)
        if isinstance(text, Problem):
            faults.append(text)
            continue
        record, wrong = read(f"{folder.shown}/{encodable(name)}", text)
        faults.extend(wrong)
        if record is not None:
            found.append((name, record))
    kept, twice = _once(found)
    return _Pile(kept, (*faults, *twice), names)


def _once(found: Sequence[tuple[str, R]]) -> tuple[tuple[R, ...], Problems]:
    """Keep one record for each id: the one whose file bears its name, else the first."""
    owners: dict[str, R] = {}
    by_name_first = sorted(found, key=lambda each: each[0] != f"{each[1].id}.md")
    for _, record in by_name_first:
        owners.setdefault(record.id, record)
    kept = tuple(record for _, record in found if owners[record.id] is record)
    twice = tuple(
        Problem(
            record.record,
            f"the id {record.id} is taken by {owners[record.id].record}",
            "give it its own, and name the file after it",
            record.line("id"),
            "id",
        )
        for _, record in found
        if owners[record.id] is not record
    )
    return kept, twice


def _listed(folder: _Folder) -> tuple[list[str], Problems]:
    """List a folder by name; hidden files and other kinds are left to whoever owns them."""
    try:
        real = _real(folder.path)
        if real is not None and not real.is_relative_to(folder.root):
            return [], (Problem(folder.shown, "the link leads out of the records' folder", "put a folder here"),)
        return sorted(entry.name for entry in os.scandir(folder.path)), ()
    except FileNotFoundError:
        return [], ()
    except OSError as error:
        return [], (Problem(folder.shown, f"the folder cannot be read: {error.strerror}", "make it readable"),)


def _text(folder: _Folder, name: str) -> str | Problem:
    """Read one file; what keeps it from being read comes back as the problem."""
    path, shown = folder.path / name, f"{folder.shown}/{encodable(name)}"
    try:
        status = path.stat()
        if not path.resolve(strict=True).is_relative_to(folder.root):
            return Problem(shown, "the link leads out of the records' folder", "put the record itself here")
        if not stat.S_ISREG(status.st_mode):
            return Problem(shown, "this is no file", "keep records in plain files")
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            return Problem(shown, "the file is larger than 1 MB", "keep records short and link to long material")
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem(shown, f"the file is not UTF-8 (byte {error.start})", "save it as UTF-8")
    except FileNotFoundError:
        return Problem(shown, "the file went away while it was read", "put it back, or remove the link to it")
    except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself, before Python 3.13
        reason = getattr(error, "strerror", None) or str(error)
        return Problem(shown, f"the file cannot be read: {reason}", "make it readable")


def _misspelt(folder: _Folder, names: Sequence[str]) -> Iterator[Problem]:
    """Yield folders whose name is nearly one of ours: their records would silently not count."""
    for name in names:
        close = get_close_matches(name, _KNOWN, 1, 0.8)
        if close and name not in _KNOWN and (folder.path / name).is_dir():
            yield Problem(f"{folder.shown}/{name}", "the folder is unknown", f"did you mean '{close[0]}'?")


def _uncounted(top: _Folder) -> Iterator[Problem]:
    rules = top.inside(OWN_RULES)
    names, problems = _listed(rules)  # whose problems the rules' own pile has
    return uncounted(rules.path, [] if problems else map(encodable, names), rules.shown)


def _real(path: Path) -> Path | None:
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):
        return None
