"""Folders as git keeps them: their files, the commits that changed one, and what those added and took away."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

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


def names_ever(git: Git, folder: str) -> frozenset[str]:
    """Return the names of the files that a commit up to git's head ever put into a folder, as seen from git's."""
    how = ("-m", "--name-only", "-z", "--no-renames", "--diff-filter=A", "--format=")
    listed = git.ask("log", *how, "--end-of-options", git.head, "--", f":(literal){folder}") or b""
    return frozenset(os.fsdecode(each).rpartition("/")[2].lstrip("\n") for each in listed.split(b"\0") if each)


@frozen
class Exchange:
    """The plain files that a commit added and took away, by their paths from the top, with the ids of their texts."""

    added: dict[str, str] = field(factory=dict[str, str])
    taken: dict[str, str] = field(factory=dict[str, str])


def exchanges(git: Git, commit: str, most: int) -> list[Exchange]:
    """Return what a commit did so against its first parent, and those of the mainline before it, at most so many."""
    how = ("--first-parent", "-m", "-r", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=AD")
    listed = git.ask("log", *how, "--format=%H", "-n", str(most), "--end-of-options", commit) or b""
    found: list[Exchange] = []
    words = iter(listed.split(b"\0"))
    for word in words:
        told = word.lstrip(b"\n")
        if told.startswith(b":"):
            before, after, was, now, kind = told.removeprefix(b":").split()
            path, files = os.fsdecode(next(words)), found[-1].added if kind == b"A" else found[-1].taken
            if (after if kind == b"A" else before).startswith(b"100"):
                files[path] = (now if kind == b"A" else was).decode("ascii")
        elif told:
            found.append(Exchange())
    return found


Version = tuple[int, str]
"""The number of the commit in which a file became something, the newest first, and the id of its text then; empty where
it was taken away."""


def lying(git: Git, commit: str) -> Mapping[str, str]:
    """Return the ids of all plain files of a commit by their paths from the top; none of a commit that is not here."""
    listed = git.ask("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit) or b""
    entries = (entry.partition(b"\t") for entry in listed.split(b"\0"))
    return {os.fsdecode(path): head.split()[2].decode("ascii") for head, _, path in entries if head.startswith(b"100")}
