"""A project read from its files, and read again when they changed; what is faulty now is as it was last."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from aseptic.analysis.documents import collector
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.documents.reading import stamped
from aseptic.analysis.projects.book import book_of, manifest
from aseptic.analysis.projects.day import utc_today
from aseptic.analysis.projects.ownership import owners_of
from aseptic.analysis.projects.project import Project, ProjectStamp
from aseptic.analysis.projects.settings import Settings, read_settings
from aseptic.analysis.projects.settings_file import NAME, settings_text
from aseptic.analysis.projects.skipped_tests import FILES, skipped
from aseptic.analysis.projects.standard_faults import approved_later, unheld, unsaid, untraced
from aseptic.analysis.projects.storage import RECORDS, cache_folder
from aseptic.records.forms import ANY, Forms
from aseptic.records.shelf import LEDGER, OWN_RULES, Shelf
from aseptic.source.problem import Problem
from aseptic.standard.adopted import tailored
from aseptic.standard.catalog import Standard
from aseptic.standard.granting import granted
from aseptic.standard.homeless import housed
from aseptic.standard.tailoring import Agreed, Tailoring, read_tailoring

if TYPE_CHECKING:  # as in `shelf`
    from aseptic.analysis.projects.ledger import Ledger

_IDS = re.compile(r"\bids\b")


def load(
    root: Path,
    shipped: Standard,
    last: Project | None = None,
    others: Iterable[Project] = (),
    today: datetime.date | None = None,
) -> Project:
    """Read a project, keeping from `last` what its files no longer give; it shares a standard's memory with others.

    It is judged as of `today`, in UTC where that is not given.
    """
    today = today or utc_today()
    seen = stamp_of(root, last.settings if last else Settings(), last.tailoring if last else Tailoring(), today)
    settings, faults = settings_of(root, last)
    shelf = _kept(shelf_of(root / settings.records, settings.records, last, settings.ids), settings, last)
    known = (*((last,) if last else ()), *others)
    made = _made(root, shipped, (settings, faults), shelf, last, known, seen, today)
    return evolve(made, problems=(*made.problems, *unheld(made.own_rules, made.memo))) if shelf.rules else made


def supposed(project: Project, shipped: Standard, shelf: Shelf) -> Project:
    """Return a project as it would be if its records were these. Its settings' faults are left out."""
    kept = _kept(shelf, project.settings, project)
    last, said = project, (project.settings, ())
    made = _made(project.root, shipped, said, kept, last, (last,), project.stamp, project.today)
    if shelf.rules == project.shelf.rules:  # what these promise was tried, which takes its time
        return made
    return evolve(made, problems=(*made.problems, *unheld(made.own_rules, made.memo)))


def _made(
    root: Path,
    shipped: Standard,
    said: tuple[Settings, tuple[Problem, ...]],
    shelf: Shelf,
    last: Project | None,
    known: Iterable[Project],
    seen: ProjectStamp,
    today: datetime.date,
) -> Project:
    """Return the project that settings and records make, with the memory of a `known` one that has its standard."""
    settings, faults = said
    given, untailored = _tailoring(shelf, settings, last)
    adopted, foreign = _extended(shipped, shelf)
    given, homeless = housed(adopted, given)
    tailoring, unfit = granted(adopted, given)
    if approved_later(tailoring, today):
        tailoring = evolve(tailoring, approved=Agreed())
    standard = tailored(adopted, tailoring)
    same = next((each for each in known if each.standard.digest == standard.digest), None)
    standard, memo = (same.standard, same.memo) if same else (standard, Memo(standard))
    owners, unowned = owners_of(root, tailoring)
    unfit = (*homeless, *unfit, *unowned, *unsaid(standard, given, today), *untraced(adopted, tailoring, shelf))
    unfit = (*unfit, *_dangling(adopted, shelf, today))
    book = book_of(root, settings.book)
    made = Project(root, settings, adopted, standard, tailoring, shelf, book, memo, (), seen, owners, today)
    problems = (*faults, *shelf.problems, *foreign, *untailored, *unfit, *_skipped(made))
    made = evolve(made, problems=problems)
    if ledger := ledger_of(made, last):
        made = evolve(made, ledger=ledger, problems=(*problems, *ledger.problems))
    return made


def renewed(project: Project, shipped: Standard, today: datetime.date | None = None) -> Project:
    """Return the project as its files are now; the same value where they did not change, and it is the same day."""
    today = today or utc_today()
    seen = stamp_of(project.root, project.settings, project.tailoring, today)
    if seen == project.stamp:
        return project
    return evolve(load(project.root, shipped, project, today=today), stamp=seen)


def stamp_of(root: Path, settings: Settings, tailoring: Tailoring, today: datetime.date) -> ProjectStamp:
    """Return what tells whether a project's files changed, for the price of a look at a few folders."""
    book = manifest(root, settings.book)
    owners = (root / tailoring.policy.codeowners,) if tailoring.policy.codeowners else ()
    ours = (root / settings.records / LEDGER, *(root / each for each in FILES))
    files = (*ours, *((book,) if book else ()), *owners)
    # The day is part of it: reviews come due while an editor stays open.
    return (today, *map(stamped, files), _stamped(root / settings.records))


def shelf_of(folder: Path, shown: str, last: Project | None = None, forms: Forms | None = None) -> Shelf:
    """Read the records; most folders that an editor opens have none, and are spared the import of their kinds."""
    if not os.path.lexists(folder):
        return Shelf(forms=forms or Forms())
    from aseptic.records.reading import read_shelf

    same = last is not None and last.records == folder
    with collector.paused():
        return read_shelf(folder, shown, last.shelf if last and same else None, cache_folder() / RECORDS, forms)


def _stamped(folder: Path) -> ProjectStamp:
    if not os.path.lexists(folder):
        return ()
    from aseptic.records.reading import stamp

    return stamp(folder)


def ledger_of(project: Project, last: Project | None = None) -> Ledger | None:
    """Read a project's ledger as it is now; that of `last` while its file has not changed, None where there is none."""
    if not os.path.lexists(project.records / LEDGER):
        return None
    from aseptic.analysis.projects.ledger import load_ledger
    from aseptic.records.ledger.judgement import Judge

    renamed = {old: rule.id for rule in project.adopted.rules.values() for old in rule.heading.formerly}
    judge = Judge(project.demands, project.today)
    return load_ledger(project.root, project.settings.records, renamed, judge, last.ledger if last else None)


def _skipped(project: Project) -> tuple[Problem, ...]:
    if not project.tailoring.standard:
        return ()
    permits, today = project.shelf.permits, project.today
    return tuple(skipped(project.root, project.standard, project.tailoring, permits, project.demands, today))


def _dangling(adopted: Standard, shelf: Shelf, today: datetime.date) -> tuple[Problem, ...]:
    if not (shelf.deviations or shelf.permits or shelf.requirements or shelf.interfaces or shelf.threats):
        return ()
    from aseptic.analysis.projects.dangling import dangling  # as in `shelf_of`

    return tuple(dangling(adopted, shelf, today))


def _extended(shipped: Standard, shelf: Shelf) -> tuple[Standard, tuple[Problem, ...]]:
    if not shelf.rules:
        return shipped, ()
    from aseptic.records.own_rule import alike, extended

    adopted, refused = extended(shipped, shelf.rules)
    return adopted, (*refused, *alike(shelf.rules, shelf.forms))


def settings_of(root: Path, last: Project | None = None) -> tuple[Settings, tuple[Problem, ...]]:
    """Read a project's settings; while its file is faulty those of `last` hold, else the usual ones.

    What it says of ids holds only as long as it can be read: a sound record shall not be at fault for a typo there.
    """
    kept = last.settings if last else Settings()
    text = settings_text(root)
    if not isinstance(text, str):
        return (evolve(kept, ids=ANY), (text,)) if text else (Settings(), ())
    settings, problems = read_settings(NAME, text)
    if settings is None and problems and _IDS.search(text):
        kept = evolve(kept, ids=ANY)
    return settings or (kept if problems else Settings()), problems


def _kept(shelf: Shelf, settings: Settings, last: Project | None) -> Shelf:
    """Return the shelf with the last good state of each own rule whose file is faulty now."""
    folder = f"{settings.records}/{OWN_RULES}"
    faulty = {problem.path for problem in shelf.problems}
    there, ids = {each.record for each in shelf.rules}, {each.id for each in shelf.rules}
    old = [
        each
        for each in (last.shelf.rules if last else ())
        if (each.record in faulty - there or folder in faulty) and each.id not in ids
    ]
    return evolve(shelf, rules=(*shelf.rules, *old)) if old else shelf


def _tailoring(shelf: Shelf, settings: Settings, last: Project | None) -> tuple[Tailoring, tuple[Problem, ...]]:
    if shelf.standard is None:
        unread = any(problem.path.endswith("/standard.md") for problem in shelf.problems)
        return (last.tailoring if last and unread else Tailoring()), ()
    path = f"{settings.records}/standard.md"
    tailoring, problems = read_tailoring(path, shelf.standard)
    if problems and last and last.tailoring.standard and last.tailoring.whole:
        return last.tailoring, problems  # half of what is being typed would let findings come and go
    if tailoring is None:
        message, cure = "nothing of the tailoring holds: the standard is as it comes with Aseptic", "mend the page"
        return Tailoring(), (*problems, Problem(path, message, cure, 0))
    return tailoring, problems
