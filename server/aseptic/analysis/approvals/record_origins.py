"""From which other folders the records of a place came: at once, or bit by bit.

Whoever moves records may copy them first and take the old ones away later, or the other way round, or half of them at a
time. So the records that lay in any folder before a place had some are asked which of them are the same. Those that lie
there still, and always did, are another project's, from which these were copied.
"""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from attrs import frozen

from aseptic.analysis.approvals.approvable import Approvable, read_as
from aseptic.analysis.approvals.page_origins import PageOrigins
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import Exchange, exchanges, lying, plain_files, touching
from aseptic.records.deviation import DEVIATION
from aseptic.records.permit import PERMIT
from aseptic.records.reading import STANDARD

_TELLING = (DEVIATION.folder, PERMIT.folder, STANDARD)
"""What tells that records came from another folder."""
_BACK = 100
"""Commits up to the one with which records came in which those are looked for that were taken away."""
Pair = tuple[str, str, str]
"""A file's name inside its place, and the ids of its texts before and after."""


@frozen
class Origin:
    """A folder in which records lay before."""

    place: str
    kept: frozenset[str] = frozenset()
    """The files there that are another project's, as they are called inside: what came from them is a copy."""
    left: bool = True
    """Whether one of those that came lies there no more."""
    home: str | None = None
    """The project's folder there, where the page or the code tells that it came from there."""

    def and_(self, other: Origin) -> Origin:
        """Return what this one and another of the same place tell together."""
        home = other.home if self.home is None else self.home
        return Origin(self.place, self.kept & other.kept, self.left or other.left, home)


def telling(place: str) -> list[str]:
    """Return the paths of what tells from where the records in a place came."""
    return [f"{place}/{each}" for each in _TELLING]


def uprooted(git: Git, prefix: str, head: str, records: Collection[str]) -> Iterator[Origin]:
    """Yield the folders where records lie in the last commit that lie elsewhere now, as no commit has it yet.

    `records` are named from git's folder, which is `prefix` from the repository's top.
    """
    new = {_inner(each): each for each in records}
    there = {path: (inner, blob) for path, blob in lying(git, head).items() if (inner := _inner(path)) in new}
    gone = [each for each in there if not os.path.lexists(git.folder / os.path.relpath(f"/{each}", f"/{prefix}"))]
    for path, text in zip(gone, git.objects([there[each][1] for each in gone]), strict=True):
        inner = there[path][0]
        then, now = read_as(inner, text or b""), read_as(inner, _lying_there(git.folder / new[inner]))
        if then and now and _born(then) == _born(now):
            yield Origin(path.removesuffix(f"/{inner}"))


def _lying_there(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


def origins(git: Git, head: str, place: str, home: str, arrived: Sequence[str], pages: PageOrigins) -> Iterator[Origin]:
    """Yield the folders from which the records of a place came, or were copied, in commits in which any arrived.

    The commits are the newest first. `home` is the project's folder there.
    """
    for commit in arrived:
        change, *earlier = exchanges(git, commit, _BACK) or [Exchange()]
        came = {_inner(each): blob for each, blob in change.added.items() if each == f"{place}/{_inner(each)}"}
        moved = [
            folder
            for folder, pairs in _pairs(change.taken, came).items()
            if not any(git.ids([f"{commit}:{each}" for each in telling(folder)])) and _moved(git, pairs)
        ]
        yield from (Origin(each) for each in moved)
        there = dict(lying(git, f"{commit}^1")) if earlier else {}  # nothing was before the first of all
        before = dict(ChainMap(there, *(each.taken for each in earlier)))
        for folder, pairs in _pairs(before, came).items():
            records = _same(git, pairs) if folder != place else ()
            kept = _kept(git, head, folder) if records else frozenset[str]()
            if records:
                moved.append(folder)
                yield Origin(folder, kept, any(inner not in kept for inner, _, _ in records))
        began = earlier and (STANDARD in came or commit == arrived[-1])
        for page in pages.of(place, home, change) if began else ():
            if page.place not in moved:
                yield Origin(page.place, _kept(git, head, page.place), True, page.home)


def arrivals(git: Git, place: str, changes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the commits that have one of what tells of a place, and before which there was none.

    `changes` are the commits that changed what tells, each with those before.
    """
    keys = [(commit, each) for commit in changes for each in telling(place)]
    there = dict(zip(keys, git.ids([f"{commit}:{each}" for commit, each in keys]), strict=True))
    for commit, before in changes.items():
        if any(there[commit, each] and not any(there.get((one, each)) for one in before) for each in telling(place)):
            yield commit


def _pairs(before: Mapping[str, str], came: Mapping[str, str]) -> Mapping[str, Sequence[Pair]]:
    """Return the files that may be those that came, by the folder in which they lay."""
    found: dict[str, list[Pair]] = {}
    for path, blob in before.items():
        if (inner := _inner(path)) in came and path.endswith(f"/{inner}"):
            found.setdefault(path.removesuffix(f"/{inner}"), []).append((inner, blob, came[inner]))
    return found


def _moved(git: Git, pairs: Sequence[Pair]) -> bool:
    """Say whether one of some files is the same as before."""
    return any(was == now for _, was, now in pairs) or bool(_same(git, pairs))


def _same(git: Git, pairs: Iterable[Pair]) -> Sequence[Pair]:
    """Return the files whose record before is the one after."""
    records = [each for each in pairs if each[0] != STANDARD]
    texts = git.objects([blob for _, was, now in records for blob in (was, now)])
    read = [
        (read_as(name, old or b""), read_as(name, new or b""))
        for (name, _, _), old, new in zip(records, texts[::2], texts[1::2], strict=True)
    ]
    same = zip(records, read, strict=True)
    return [each for each, (old, new) in same if old and new and _born(old) == _born(new)]


def _kept(git: Git, head: str, folder: str) -> frozenset[str]:
    """Return which records lie in a folder still that were there first, and never were away since."""
    changes = touching(git, head, telling(folder))
    keys = [(commit, kind) for commit in (head, *changes) for kind in (DEVIATION.folder, PERMIT.folder)]
    ids = dict(zip(keys, git.ids([f"{commit}:{folder}/{kind}" for commit, kind in keys]), strict=True))
    unique = sorted({*ids.values()} - {""})
    trees = dict(zip(unique, git.objects(unique), strict=True))
    files = {tree: plain_files(content or b"", len(tree) // 2) for tree, content in trees.items()}
    had: dict[str, dict[str, str]] = {commit: {} for commit in (head, *changes)}
    for (commit, kind), tree in ids.items():
        had[commit] |= {f"{kind}/{name}": blob for name, blob in files.get(tree, {}).items()}
    first: dict[str, str] = {}
    away = set[str]()
    for commit in reversed([*changes]):
        before = {inner for each in changes[commit] for inner in had.get(each, ())}
        away |= before - had[commit].keys()
        first = {**had[commit], **first}
    still = [(inner, first[inner], blob) for inner, blob in had[head].items() if inner in first and inner not in away]
    return frozenset(inner for inner, _, _ in _same(git, still))


def _born(record: Approvable) -> tuple[Any, ...]:
    """Return what a record keeps for as long as it is the same."""
    return record.id, record.rule, record.raised


def _inner(path: str) -> str:
    """Return how a file of the records is called inside their folder; empty for one that tells nothing."""
    *_, folder, name = ("", *PurePosixPath(path).parts)
    if name == STANDARD:
        return name
    return f"{folder}/{name}" if folder in _TELLING and name.endswith(".md") else ""
