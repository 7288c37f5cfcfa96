"""A project as it stands at one instant: its settings, its standard, its records and what is wrong with them."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import evolve, frozen

from aseptic.analysis.memo import Memo
from aseptic.analysis.settings import Settings, read_settings
from aseptic.checks.bandit import unaccounted
from aseptic.checks.checker import compiled
from aseptic.records.shelf import Shelf
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.tailoring import Tailoring, read_tailoring, tailored
from aseptic.standard.vocabulary import Category

Stamp = tuple[object, ...]


@frozen(eq=False)
class Project:
    """One project. A faulty file leaves the last good state standing and adds a problem that names it."""

    root: Path
    settings: Settings
    standard: Standard
    tailoring: Tailoring
    shelf: Shelf
    memo: Memo
    problems: tuple[Problem, ...]
    stamp: Stamp
    """What the files looked like when they were read; another stamp means to read them again."""

    @property
    def mandatory(self) -> frozenset[str]:
        """The rules that admit no deviation."""
        rules = self.standard.rules.values()
        return frozenset(rule.id for rule in rules if rule.heading.category is Category.MANDATORY)

    @property
    def records(self) -> Path:
        """The folder of the records."""
        return self.root / self.settings.records


def load(root: Path, shipped: Standard, last: Project | None = None, others: Iterable[Project] = ()) -> Project:
    """Read a project, keeping from `last` what its files no longer give; it shares a standard's memory with others."""
    seen = stamp_of(root, last.settings if last else Settings())
    settings, faults = settings_of(root, last)
    shelf = shelf_of(root / settings.records, settings.records)
    tailoring, untailored = _tailoring(shelf, settings, last)
    standard, unfit = tailored(shipped, tailoring)
    known = (*((last,) if last else ()), *others)
    same = next((each for each in known if each.standard.digest == standard.digest), None)
    standard, memo = (same.standard, same.memo) if same else (standard, Memo(compiled(standard)))
    declared = _declared(f"{settings.records}/standard.md", standard, tailoring) if tailoring.standard else ()
    problems = (*faults, *shelf.problems, *untailored, *unfit, *declared)
    return Project(root, settings, standard, tailoring, shelf, memo, problems, seen)


def renewed(project: Project, shipped: Standard) -> Project:
    """Return the project as its files are now; the same value where they did not change."""
    seen = stamp_of(project.root, project.settings)
    if seen == project.stamp:
        return project
    return evolve(load(project.root, shipped, project), stamp=seen)


def stamp_of(root: Path, settings: Settings) -> Stamp:
    """Return what tells whether a project's files changed, for the price of a look at a few folders."""
    try:
        status = (root / "pyproject.toml").stat()
        own: tuple[int, int] | None = (status.st_mtime_ns, status.st_size)
    except OSError:
        own = None
    return (own, _stamped(root / settings.records))


def shelf_of(folder: Path, shown: str) -> Shelf:
    """Read the records; most folders that an editor opens have none, and are spared the import of their kinds."""
    if not os.path.lexists(folder):
        return Shelf()
    from aseptic.records.reading import read_shelf

    return read_shelf(folder, shown)


def _stamped(folder: Path) -> Stamp:
    if not os.path.lexists(folder):
        return ()
    from aseptic.records.reading import stamp

    return stamp(folder)


def _declared(path: str, standard: Standard, tailoring: Tailoring) -> Iterator[Problem]:
    """Yield what the adopted standard leaves unsaid: tests nobody accounts for, and a review that is due."""
    for test in unaccounted(standard):
        cure = "map it in a rule, or exclude it with a reason"
        yield Problem(path, f"bandit's {test} is not accounted for", cure, tailoring.page.line("excluded"), "excluded")
    due = tailoring.next_review
    if due is not None and due < datetime.date.today():
        cure = "review the standard, and set the next date"
        yield Problem(
            path,
            f"the review of the standard was due on {due}",
            cure,
            tailoring.page.line("next_review"),
            "next_review",
        )


def settings_of(root: Path, last: Project | None = None) -> tuple[Settings, tuple[Problem, ...]]:
    """Read a project's settings; while its file is faulty those of `last` hold, else the usual ones."""
    kept = last.settings if last else Settings()
    path = root / "pyproject.toml"
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, UnicodeDecodeError) as error:
        return kept, (Problem(path.name, f"the file cannot be read: {error}", "save it as UTF-8", 0),)
    settings, problems = read_settings(path.name, text)
    return settings or (kept if problems else Settings()), problems


def _tailoring(shelf: Shelf, settings: Settings, last: Project | None) -> tuple[Tailoring, tuple[Problem, ...]]:
    if shelf.standard is None:
        unread = any(problem.path.endswith("/standard.md") for problem in shelf.problems)
        return (last.tailoring if last and unread else Tailoring()), ()
    tailoring, problems = read_tailoring(f"{settings.records}/standard.md", shelf.standard)
    if tailoring is None:
        return (last.tailoring if last else Tailoring()), problems
    return tailoring, problems
