"""Which files a scan looks at, and which ones it leaves out, and why."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attrs import frozen

from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.projects.exclusion import GIT, NAMES, named, never_ours
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.ignoring import IGNORE, Ignoring

_ENDINGS = (".py", ".pyw", ".pyi")
_NOTEBOOK = ".ipynb"
_SCRIPT = re.compile(rb"#![^\r\n]*\bpython")
_SCRIPT_LINE = 256
"""Bytes of a file's first line in which it may name what runs it."""


@frozen
class LeftOut:
    """A file, or a folder with all that it holds, that a scan does not look at."""

    path: Path
    cause: Cause
    folder: bool


OnLeftOut = Callable[[LeftOut], None]


def python_files(
    session: Session,
    paths: Iterable[Path],
    unread: Callable[[OSError], None],
    left_out: OnLeftOut = lambda _: None,
    gitignore: bool = True,
) -> Iterator[Path]:
    """Yield every Python file once: those named themselves, and those below named folders that are not left out."""
    met: set[str] = set()
    for given in paths:
        found = [str(given)] if given.exists() and not given.is_dir() else None
        for path in found if found is not None else _below(session, given, unread, left_out, gitignore):
            if found is None and not os.path.islink(path):  # noqa: PTH114
                if path not in met:
                    met.add(path)
                    yield Path(path)
                continue
            real = os.path.realpath(path)
            if real not in met:
                met.add(real)
                yield Path(real) if os.path.exists(real) else Path(path).absolute()  # noqa: PTH110


def projects_below(session: Session, folder: Path) -> tuple[Project, ...]:
    """Return the project of a folder, and those that hold the Python files below its root; that one first."""
    first = session.project(folder)
    folders = dict.fromkeys(path.parent for path in python_files(session, [first.root], lambda _: None))
    return tuple({project.root: project for project in (first, *map(session.project, folders))}.values())


def _below(
    session: Session, top: Path, unread: Callable[[OSError], None], left_out: OnLeftOut, gitignore: bool
) -> Iterator[str]:
    real = Path(os.path.realpath(top))
    project = session.project(real)
    ignoring = Ignoring(real, project.root) if gitignore else None
    waiting = [str(real)]
    while waiting:
        folder = waiting.pop()
        folders, files = _listed(folder, unread)
        if ignoring:
            ignoring.enter(folder, IGNORE in files)
        inner: list[str] = []
        for name, link in sorted(folders.items()):
            cause = _cause(project, ignoring, folder, name, True) or (Cause.LINK if link else None)
            if cause is None:
                inner.append(os.path.join(folder, name))  # noqa: PTH118
            elif name == GIT:
                continue  # nobody asks after what is in there
            elif cause is not Cause.LINK or not Path(os.path.realpath(Path(folder, name))).is_relative_to(real):
                left_out(LeftOut(Path(folder, name), cause, True))
        waiting.extend(reversed(inner))
        for name in sorted(files):
            if not _holds_python(folder, name):
                continue
            cause = _cause(project, ignoring, folder, name, False)
            if cause is None and name.endswith(_NOTEBOOK):
                cause = Cause.NOTEBOOK
            if cause is None:
                yield os.path.join(folder, name)  # noqa: PTH118
            else:
                left_out(LeftOut(Path(folder, name), cause, False))


def _listed(folder: str, unread: Callable[[OSError], None]) -> tuple[dict[str, bool], list[str]]:
    """Return the folders in one, each with whether it is a link, and its files; the listing tells all of it."""
    folders: dict[str, bool] = {}
    files: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if _is_folder(entry):
                    folders[entry.name] = entry.is_symlink()
                else:
                    files.append(entry.name)
    except OSError as error:
        unread(error)
    return folders, files


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # of a link that leads to itself nobody knows
        return False


def _holds_python(folder: str, name: str) -> bool:
    """Whether a file holds Python by its name, or without an ending by its first line, as `#!/usr/bin/python`."""
    if "." in name:
        return name.endswith((*_ENDINGS, _NOTEBOOK))
    path = Path(folder, name)
    try:
        if not path.is_file():  # reading a pipe would wait for ever
            return False
        with path.open("rb") as stream:
            return _SCRIPT.match(stream.read(_SCRIPT_LINE)) is not None
    except OSError:
        return False


def _cause(project: Project, ignoring: Ignoring | None, folder: str, name: str, is_folder: bool) -> Cause | None:
    """Return why something is left out by its name; None where it is looked at."""
    if is_folder and name in NAMES and never_ours(Path(folder, name)):
        return Cause.NOT_OURS
    globs = project.settings.exclude
    if globs and named(Path(folder, name), project.root, globs):
        return Cause.EXCLUDE
    return Cause.GITIGNORE if ignoring and ignoring.ignores(folder, name, is_folder) else None
