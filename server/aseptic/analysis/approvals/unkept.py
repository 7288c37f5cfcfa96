"""What git can keep no history of: it ignores it, or it lies in a repository inside the project's."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.commands import committing
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.ignoring import ignored
from aseptic.records.reading import STANDARD


def unkept(git: Git, records: Collection[str]) -> Mapping[str, str]:
    """Return why git can keep nothing of some files, with the cure, as one line; none of those of which it can.

    The files are named from git's folder. Git is asked once, or not at all where there are none.
    """
    found: dict[str, str] = {}
    for each in records:
        if inner := _repository(git, each):
            found[each] = (
                f"no commit here can show who approved it: {inner} is a git repository of its own, whose history is "
                "not asked; put the records into the project's"
            )
    return found | dict(_ignored(git, [each for each in records if each not in found]))


def ignored_policy(git: Git, project: Project) -> str:
    """Return that git ignores a project's policy, so that what is in force is not what is there; empty where not."""
    page = f"{project.settings.records}/{STANDARD}"
    if not ignored(project.root / page, project.root):  # without a call of git
        return ""
    told = next(_asked(git, [page] if git.resolved(git.head) else []), None)
    if told is None:
        return ""
    commit = committing((git.text("rev-parse", "--show-prefix") or "") + page, "Policy")
    return f"git ignores {page} ({told[1]}), so its last committed text counts; commit it: {commit}"


def _repository(git: Git, record: str) -> str:
    """Return the folder of a repository inside git's that holds a file; empty for none."""
    inside = [str(each) for each in PurePosixPath(record).parents][:-1]
    return next((each for each in inside if os.path.lexists(git.folder / each / ".git")), "")


def _ignored(git: Git, records: Collection[str]) -> Iterator[tuple[str, str]]:
    for path, where, pattern in _asked(git, records):
        yield (
            path,
            f"no commit can show who approved it: git ignores it by '{pattern}' ({where}); take that out and commit it",
        )


def _asked(git: Git, paths: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield which of some files git ignores, where it is told to, and by which pattern; none that it has."""
    if not paths:
        return
    feed = os.fsencode("".join(f"{each}\0" for each in paths))
    told = (git.ask("check-ignore", "--verbose", "-z", "--stdin", feed=feed) or b"").split(b"\0")
    for source, line, pattern, path in zip(told[::4], told[1::4], told[2::4], told[3::4], strict=False):
        yield os.fsdecode(path), f"{os.fsdecode(source)}, line {os.fsdecode(line)}", os.fsdecode(pattern)
