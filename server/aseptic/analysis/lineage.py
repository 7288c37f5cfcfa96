"""Whether each committed version of the ledger keeps what the one before had, and the file on disk the last one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from aseptic.analysis.repository import Version, contents, is_shallow, versions
from aseptic.records.ledger.chain import lost
from aseptic.source.problem import Problem

_KEPT = 8
"""Versions that are held in memory at once."""


@frozen
class Lineage:
    """What git's history says of a ledger."""

    versions: int
    """How many different ones were committed."""
    shallow: bool
    """Whether history was cut off when it was fetched, so that older versions were not looked at."""
    problems: tuple[Problem, ...]


def lineage(root: Path, path: str, now: bytes, since: str = "") -> Lineage:
    """Compare each committed version of a file below `root` with those that it came from, and `now` with the last.

    `since` names a commit before which nothing is looked at. Raises GitError.
    """

    @lru_cache(_KEPT)
    def content(blob: str) -> bytes:
        return b"".join(contents(root, [blob])) if blob else b""

    found = {each.commit: each for each in versions(root, path, since)}
    steps = [
        (before, after)
        for after in found.values()
        for parent in after.parents
        if (before := found.get(parent)) is not None and before.blob not in ("", after.blob)
    ]
    seen: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for before, after in steps:
        if (before.blob, after.blob) not in seen:
            seen.add((before.blob, after.blob))
            problems += _lost(path, before, f"commit {after.commit[:12]}", content(before.blob), content(after.blob))
    newest = next(iter(found.values()), None)
    if newest is not None:
        problems += _lost(path, newest, "the file as it is now", content(newest.blob), now)
    return Lineage(len({each.blob for each in found.values() if each.blob}), is_shallow(root), tuple(problems))


def _lost(path: str, before: Version, after: str, older: bytes, newer: bytes) -> Iterator[Problem]:
    gone = lost(older, newer)
    if gone is not None:
        message = f"{after} changed, dropped or cut off this line of commit {before.commit[:12]}"
        yield Problem(path, message, f"put it back from `git show {before.commit[:12]}:./{path}`", gone[0])
