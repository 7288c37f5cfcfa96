"""Records of which git can keep no history: it ignores them, or they lie in a repository inside the project's."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from aseptic.analysis.versioning.git import Git


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


def _repository(git: Git, record: str) -> str:
    """Return the folder of a repository inside git's that holds a file; empty for none."""
    inside = [str(each) for each in PurePosixPath(record).parents][:-1]
    return next((each for each in inside if os.path.lexists(git.folder / each / ".git")), "")


def _ignored(git: Git, records: Collection[str]) -> Iterator[tuple[str, str]]:
    if not records:
        return
    feed = os.fsencode("".join(f"{each}\0" for each in records))
    told = (git.ask("check-ignore", "--verbose", "-z", "--stdin", feed=feed) or b"").split(b"\0")
    for source, line, pattern, path in zip(told[::4], told[1::4], told[2::4], told[3::4], strict=False):
        where = f"{os.fsdecode(source)}, line {os.fsdecode(line)}"
        yield (
            os.fsdecode(path),
            f"no commit can show who approved it: git ignores it by '{os.fsdecode(pattern)}' ({where}); take that out "
            "and commit it",
        )
