"""Folders as git keeps them: their files, the commits that changed one, and what those added and took away."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from aseptic.analysis.versioning.git import Git


def entries(tree: bytes, size: int) -> Iterator[tuple[bool, str, str]]:
    """Yield what is in a folder as git keeps it: whether it is a plain file, its name, and its id, of so many bytes."""
    for mode, name, id_ in re.findall(rb"(\d+) ([^\0]+)\0(.{%d})" % size, tree, re.DOTALL):
        yield mode.startswith(b"100"), sys.intern(os.fsdecode(name)), id_.hex()


def plain_files(tree: bytes, size: int) -> Mapping[str, str]:
    """Return the ids of the plain files in such a folder by name."""
    return {name: id_ for plain, name, id_ in entries(tree, size) if plain}


def touching(git: Git, head: str, paths: Iterable[str], *how: str) -> Mapping[str, tuple[str, ...]]:
    """Return the commits up to one that changed a path, newest first, with the nearest such ones before each.

    Paths count from the repository's top. `how` narrows the search as `git rev-list` does.
    """
    if not head:
        return {}
    words = ("rev-list", *(how or ("--full-history", "--topo-order", "--parents")))
    found = git.text(*words, "--end-of-options", head, "--", *(f":(top,literal){each}" for each in paths))
    listed = (line.split() for line in (found or "").split("\n") if line)
    return {commit: tuple(parents) for commit, *parents in listed}


@frozen
class Exchange:
    """The plain files that a commit added and took away, by their paths from the top, with the ids of their texts."""

    added: Mapping[str, str]
    taken: Mapping[str, str]


_CHANGES = ("-r", "--raw", "-z", "--no-abbrev", "--no-renames")


def exchanged(git: Git, commit: str) -> Exchange:
    """Return what a commit did so against its first parent; nothing of a commit that has none, or not here."""
    return _exchange(git.ask("diff-tree", *_CHANGES, "--diff-filter=AD", "--end-of-options", f"{commit}^1", commit))


def taken_before(git: Git, commit: str, most: int) -> Mapping[str, str]:
    """Return the same of what the nearest commits of the mainline before one took away, at most so many of them."""
    how = ("--first-parent", "-m", *_CHANGES, "--diff-filter=D", "--format=", "-n", str(most))
    return _exchange(git.ask("log", *how, "--end-of-options", f"{commit}^1")).taken


def lying(git: Git, commit: str) -> Mapping[str, str]:
    """Return the ids of all plain files of a commit by their paths from the top; none of a commit that is not here."""
    listed = git.ask("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit) or b""
    entries = (entry.partition(b"\t") for entry in listed.split(b"\0"))
    return {os.fsdecode(path): head.split()[2].decode("ascii") for head, _, path in entries if head.startswith(b"100")}


def _exchange(listed: bytes | None) -> Exchange:
    words = (listed or b"").split(b"\0")
    found: dict[bytes, dict[str, str]] = {b"A": {}, b"D": {}}
    for told, path in zip(words[::2], words[1::2], strict=False):
        before, after, was, now, kind = told.removeprefix(b":").split()
        if (after if kind == b"A" else before).startswith(b"100"):
            found[kind].setdefault(os.fsdecode(path), (now if kind == b"A" else was).decode("ascii"))
    return Exchange(found[b"A"], found[b"D"])
