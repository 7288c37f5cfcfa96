"""Whether each committed version of the ledger keeps what the one before had, and the file on disk the last one."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from attrs import frozen

from aseptic.analysis.projects.settings import Settings, read_settings
from aseptic.analysis.versioning.file_versions import Version, commit_of, contents, cut_at, merged_in, versions
from aseptic.records.ledger.chain import inserted, lost
from aseptic.source.problem import Problem

_KEPT = 8
"""Versions that are held in memory at once."""
_NOW = "the file as it is now"


@frozen
class Lineage:
    """What git's history says of a ledger."""

    versions: int
    """How many different ones were committed."""
    shallow: bool
    """Whether history was cut off when it was fetched, so that not all of those asked for were looked at."""
    problems: tuple[Problem, ...]


def lineage(root: Path, path: str, now: bytes, since: str = "", squashed: Sequence[str] = ()) -> Lineage:
    """Compare each committed version of a file below `root` with those that it came from, and `now` with the last.

    `since` names a commit before which nothing is looked at, `squashed` those that are squash merges: what they brought
    may stand among older lines, though git shows no merge. A commit has the file where its own settings have the
    records, so it is followed when they move. Raises GitError.
    """

    @lru_cache(_KEPT)
    def content(blob: str) -> bytes:
        return b"".join(contents(root, [blob])) if blob else b""

    found = {each.commit: each for each in versions(root, partial(place_in, path), since)}
    named = frozenset(commit_of(root, each) for each in squashed)
    problems: list[Problem] = []
    for after, parents in _steps(found):
        older = [each for each in parents if each.blob]
        texts, newer = [content(each.blob) for each in older], content(after.blob)
        shown = f"commit {after.commit[:12]}"
        for before, text in zip(older, texts, strict=True):
            problems += _lost(path, before, shown, text, newer)
        if len(parents) == len(after.parents) and after.commit not in named:
            problems += _inserted(path, shown, after.commit[:12], texts, newer)
    newest = next(iter(found.values()), None)
    if newest is not None and newest.blob:
        last, other = content(newest.blob), merged_in(root, path)
        problems += _lost(path, newest, _NOW, last, now)
        problems += _inserted(path, _NOW, "", [last, content(other)] if other else [last], now)
    first = commit_of(root, since) if since else ""
    shallow = any(each in found and each != first for each in cut_at(root))
    return Lineage(len({each.blob for each in found.values() if each.blob}), shallow, tuple(problems))


def place_in(path: str, settings: bytes) -> str:
    """Return where a commit has the file that lies at `path` now, by that commit's settings."""
    found, problems = read_settings("pyproject.toml", settings.decode("utf-8", "replace"))
    return path if problems else str(PurePosixPath((found or Settings()).records, PurePosixPath(path).name))


def _steps(found: Mapping[str, Version]) -> Iterator[tuple[Version, Sequence[Version]]]:
    """Yield each commit that changed the file or merged versions of it, with those that it came from; equals once."""
    seen: set[tuple[str, ...]] = set()
    for after in found.values():
        parents = [found[each] for each in after.parents if each in found]
        blobs = [each.blob for each in parents if each.blob]
        key = (*blobs, after.blob)
        if blobs and key not in seen and key != (after.blob, after.blob):
            seen.add(key)
            yield after, parents


def _lost(path: str, before: Version, after: str, older: bytes, newer: bytes) -> Iterator[Problem]:
    gone = lost(older, newer)
    if gone is not None:
        message = f"{after} changed, dropped or cut off this line of commit {before.commit[:12]}"
        shown = shlex.quote(f"{before.commit[:12]}:{before.path}")
        yield Problem(path, message, f"put it back from `git show {shown}`", gone[0])


def _inserted(path: str, after: str, commit: str, older: Sequence[bytes], newer: bytes) -> Iterator[Problem]:
    found = inserted(older, newer)
    if found is not None and not any(lost(each, newer) for each in older):
        message = f"{after} put this line among older ones, and git shows no merge that brought it"
        squash = f"; of a squash merge that you know, say so by `--squashed {commit}`" if commit else ""
        yield Problem(path, message, f"look who wrote it: events are only ever added at the end{squash}", found[0])
