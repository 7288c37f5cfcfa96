"""Whether each committed version of the ledger keeps what the one before had, and the file on disk the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from attrs import frozen

from aseptic.analysis.ledgers.losses import NOW, Content, Loss, bringing, parted, problems, remark, standing
from aseptic.analysis.projects.settings import Settings, read_settings
from aseptic.analysis.versioning.file_versions import Version, commit_of, contents, cut_at, merged_in, versions
from aseptic.records.ledger.chain import inserted, lost
from aseptic.source.problem import Problem

_KEPT = 8
"""Versions that are held in memory at once."""


@frozen
class Lineage:
    """What git's history says of a ledger."""

    versions: int
    """How many different ones were committed."""
    shallow: bool
    """Whether history was cut off when it was fetched, so that not all of those asked for were looked at."""
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]
    """What was lost on the way and is back."""


_Step = tuple[Version, tuple[Version, ...]]
"""A version with those that it came from."""


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
    losses: list[Loss] = []
    adding: list[_Step] = []
    newest = next(iter(found.values()), None)
    if newest is not None and newest.blob:
        losses += _lost([newest], None, content, now)
    for after, parents in _steps(found):
        older, newer = [each for each in parents if each.blob], content(after.blob)
        losses += _lost(older, after, content, newer)
        if inserted([content(each.blob) for each in older], newer) is not None:
            adding.append((after, tuple(parents)))
    missing, back = parted(losses, content, now)
    told = list(problems(path, missing, content, now))
    remarks: list[str] = []
    for each in back:
        brought = bringing(found, each, content)
        adding += [(after, tuple(found[of] for of in after.parents if of in found)) for after in brought]
        kept = newest is not None and lost(content(each.before.blob), content(newest.blob)) is None
        remarks.append(remark(each, brought[-1] if brought and kept else None))
    spoiled = {each.after for each in missing}
    if newest is not None and None not in spoiled:
        own = [content(each) for each in (newest.blob, merged_in(root, path)) if each]
        told += _inserted(path, None, own, [content(each.before.blob) for each in back], now)
    number = {commit: at for at, commit in enumerate(found)}
    for after, parents in dict.fromkeys(adding):
        if len(parents) == len(after.parents) and after.commit not in named and after not in spoiled:
            earlier = [each.before for each in back if number[each.before.commit] > number[after.commit]]
            texts = [content(each.blob) for each in parents if each.blob]
            newer = content(after.blob)  # what took the place of a line that is back is told by its loss
            newer = standing(newer, now) if any(each.after == after for each in losses) else newer
            told += _inserted(path, after, texts, [content(each.blob) for each in earlier], newer)
    first = commit_of(root, since) if since else ""
    shallow = any(each in found and each != first for each in cut_at(root))
    count = len({each.blob for each in found.values() if each.blob})
    return Lineage(count, shallow, tuple(told), tuple(remarks))


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


def _lost(older: Sequence[Version], after: Version | None, content: Content, newer: bytes) -> Iterator[Loss]:
    for before in older:
        gone = lost(content(before.blob), newer)
        if gone is not None:
            yield Loss(before, after, gone[0])


def _inserted(
    path: str, after: Version | None, parents: Sequence[bytes], back: Sequence[bytes], newer: bytes
) -> Iterator[Problem]:
    """Yield what stands among older lines and was neither merged nor, as it was in `back`, put back there."""
    found = inserted([*parents, *(each for each in back if lost(each, newer) is None)], newer)
    if found is not None:
        where = f"commit {after.commit[:12]}" if after else NOW
        message = f"{where} put this line among older ones, and git shows no merge that brought it"
        squash = f"; of a squash merge that you know, say so by `--squashed {after.commit[:12]}`" if after else ""
        yield Problem(path, message, f"look who wrote it: events are only ever added at the end{squash}", found[0])
