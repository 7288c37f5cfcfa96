"""A whole tree, file by file: what was found, and what was not looked at."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attrs import frozen

from aseptic.analysis.applicability import breaches, contradictions
from aseptic.analysis.exclusion import named, never_ours
from aseptic.analysis.integrity import REPORT, missing
from aseptic.analysis.project import Project
from aseptic.analysis.reading import PERMIT, Unchecked, read_source
from aseptic.analysis.session import Session
from aseptic.analysis.snapshot import Snapshot
from aseptic.source.problem import Problem

_LOG = logging.getLogger(__name__)


@frozen(eq=False)
class Scanned:
    """One file's result."""

    path: Path
    shown: str
    """The path as it is printed: from the current folder where it lies below it."""
    snapshot: Snapshot | None
    unchecked: tuple[Unchecked, ...] = ()


@frozen(eq=False)
class Report:
    """What a scan saw."""

    files: tuple[Scanned, ...]
    problems: tuple[Problem, ...]
    """What is wrong with the projects' settings and records."""


def scan(session: Session, paths: Iterable[Path], here: Path, seen: Callable[[Path], None]) -> Report:
    """Check the files at and below `paths`; `seen` is called before each. A path that is not there holds none."""
    results: list[Scanned] = []

    def unread(error: OSError) -> None:
        folder = Path(os.path.realpath(error.filename or here))
        reason = f"the folder cannot be read ({error.strerror})"
        results.append(Scanned(folder, _name(folder, here), None, (Unchecked(_name(folder, here), reason, PERMIT),)))

    for path in python_files(session, paths, unread):
        seen(path)
        results.append(_scanned(session, path, here))
    problems = tuple(
        problem
        for project in session.projects
        for problem in _shown(project.root, (*project.problems, *_contradicted(project, results)), here)
    )
    return Report(tuple(results), problems)


def python_files(session: Session, paths: Iterable[Path], unread: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield every Python file once: those named themselves, and those below named folders that are not excluded."""
    met: set[Path] = set()
    for given in paths:
        for path in [given] if given.exists() and not given.is_dir() else _below(session, given, unread):
            real = Path(os.path.realpath(path))
            if real not in met:
                met.add(real)
                yield real if real.exists() else path.absolute()


def _below(session: Session, folder: Path, unread: Callable[[OSError], None]) -> Iterator[Path]:
    project = session.project(Path(os.path.realpath(folder)))
    for place, folders, files in os.walk(folder, onerror=unread):
        below = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not never_ours(below / name) and not named(below / name, project.root, project.settings.exclude)
        )
        for name in sorted(files):
            path = below / name
            if name.endswith((".py", ".pyw")) and not named(path, project.root, project.settings.exclude):
                yield path


def _scanned(session: Session, path: Path, here: Path) -> Scanned:
    shown = _name(path, here)
    text = read_source(path)
    if isinstance(text, Unchecked):
        return Scanned(path, shown, None, (Unchecked(shown, text.reason, text.cure),))
    try:
        snapshot = session.open(path, None, text)
        session.close(path)
        unchecked = tuple(
            Unchecked(shown, each.reason, each.cure, each.first, each.last) for each in missing(snapshot.analysis)
        )
    except Exception as error:  # one odd file must not cost the others; it is named, and the cause is logged
        _LOG.exception("%s could not be checked", shown)
        return Scanned(path, shown, None, (Unchecked(shown, f"the check failed ({type(error).__name__})", REPORT),))
    return Scanned(path, shown, snapshot, unchecked)


def _contradicted(project: Project, results: Iterable[Scanned]) -> Iterator[Problem]:
    """Yield the declarations of a project that the scanned files contradict."""
    snapshots = (each.snapshot for each in results if each.snapshot and each.snapshot.project is project)
    return contradictions(
        project, (found for each in snapshots for found in breaches(project, each.path, each.analysis))
    )


def _shown(root: Path, problems: Iterable[Problem], here: Path) -> Iterator[Problem]:
    for problem in problems:
        path = root / problem.path
        yield Problem(_name(path, here), problem.message, problem.cure, problem.line, problem.key)


def _name(path: Path, here: Path) -> str:
    """Return a path as it is printed: from the current folder where it lies below it."""
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()
