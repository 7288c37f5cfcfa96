"""Which files a scan looks at, and which ones it leaves out, and why."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attrs import frozen

from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.documents.reading import PERMIT, Unchecked
from aseptic.analysis.projects.exclusion import GIT, NAMES, named, never_ours
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.python_file import NOTEBOOK, holds_python, is_file, not_python
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.ignoring import IGNORE, Ignoring


@frozen
class LeftOut:
    """A file, or a folder with all that it holds, that a scan does not look at."""

    path: Path
    cause: Cause
    folder: bool


@frozen
class Unread:
    """A folder that cannot be listed, or a named file that no scan can take for Python, and why."""

    path: Path
    fault: Unchecked


OnUnread = Callable[[Unread], None]
OnLeftOut = Callable[[LeftOut], None]


def python_files(
    session: Session,
    paths: Iterable[Path],
    unread: OnUnread,
    left_out: OnLeftOut = lambda _: None,
    gitignore: bool = True,
) -> Iterator[Path]:
    """Yield every Python file once: those named themselves, and those below named folders that are not left out."""
    met: set[str] = set()
    for given in paths:
        found = [str(given)] if is_file(given) else None
        if found and (fault := not_python(given)):
            unread(Unread(Path(os.path.realpath(given)), fault))
            continue
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


def _below(session: Session, top: Path, unread: OnUnread, left_out: OnLeftOut, gitignore: bool) -> Iterator[str]:
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
            if not holds_python(folder, name):
                continue
            cause = _cause(project, ignoring, folder, name, False)
            if cause is None and name.endswith(NOTEBOOK):
                cause = Cause.NOTEBOOK
            if cause is None:
                yield os.path.join(folder, name)  # noqa: PTH118
            else:
                left_out(LeftOut(Path(folder, name), cause, False))


def _listed(folder: str, unread: OnUnread) -> tuple[dict[str, bool], list[str]]:
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
        reason = f"the folder cannot be read ({error.strerror})"
        unread(Unread(Path(os.path.realpath(folder)), Unchecked("", reason, PERMIT, Cause.UNREADABLE)))
    return folders, files


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # of a link that leads to itself nobody knows
        return False


def _cause(project: Project, ignoring: Ignoring | None, folder: str, name: str, is_folder: bool) -> Cause | None:
    """Return why something is left out by its name; None where it is looked at."""
    if is_folder and name in NAMES and never_ours(Path(folder, name)):
        return Cause.NOT_OURS
    globs = project.settings.exclude
    if globs and named(Path(folder, name), project.root, globs):
        return Cause.EXCLUDE
    return Cause.GITIGNORE if ignoring and ignoring.ignores(folder, name, is_folder) else None
