"""What the plain files of a repository were in the commits up to one, and how those commits came together.

Each commit is on one line, on which merges are one step each: the mainline is the last commit, its first parent, and so
on, and every other parent of a merge begins a line of its own, as far as its commits are on none yet.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import define, field, frozen

from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import Version, lying

_HOW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--format=%H %P")
_ALL = ("--topo-order", "--diff-merges=first-parent")
_MAINLINE = ("--first-parent", "-m")
_NONE = -1
"""Stands for a commit that there is not, or that was cut off."""


@frozen(eq=False)
class _Commits:
    """All commits, each after those that came of it, with what they changed against their first parents."""

    names: list[str] = field(factory=list[str])
    parents: list[list[str]] = field(factory=list[list[str]])
    changes: list[tuple[int, str, str]] = field(factory=list[tuple[int, str, str]])
    """The number of a commit, and a file with the id of its text then; empty where it was taken away."""


@define(slots=False, eq=False)
class FileHistory:
    """The files of a repository up to a commit. Git is asked once, when they are needed.

    Commits are numbered, the newest first: each comes after all that came of it.
    """

    git: Git
    head: str
    _later: dict[int, bytes] = field(factory=dict[int, bytes])
    """What came of commits: for each up to it whether it did."""

    @property
    def commits(self) -> Sequence[str]:
        """The commits by their numbers; none where git does not answer in time."""
        return self._known.names

    @cached_property
    def files(self) -> Mapping[str, Sequence[Version]]:
        """What each file was on the mainline, newest first; all that lies there where git does not answer in time."""
        if not self.commits and self.head:
            return {path: [(0, id_)] for path, id_ in lying(self.git, self.head).items()}
        return {path: lines[0] for path, lines in self._lines.items() if 0 in lines}

    @cached_property
    def aside(self) -> Mapping[str, Sequence[Sequence[Version]]]:
        """The same for each of the other lines that changed a file."""
        found = {path: [lines[each] for each in lines if each] for path, lines in self._lines.items()}
        return {path: lines for path, lines in found.items() if lines}

    def beside(self, number: int) -> bool:
        """Say whether a commit is on another line than the mainline."""
        return bool(self._course) and self._course[number][0] > 0

    def onward(self, number: int) -> Iterator[tuple[int, bool]]:
        """Yield the commits by which another came to the mainline, that one last; and whether each merged its line."""
        while self.beside(number):
            before, number = number, self._course[number][1]
            yield number, self._course[before][0] != self._course[number][0]

    def merge_of(self, number: int) -> int:
        """Return the commit that merged the line of another; -1 for one on the mainline."""
        return self._course[self._course[number][0]][1] if self.beside(number) else _NONE

    def descends(self, late: int, early: int) -> bool:
        """Say whether a commit is another, or came of it."""
        if late >= early:
            return late == early
        if early not in self._later:
            found = bytearray(early) + b"\1"
            for number in range(early - 1, -1, -1):
                found[number] = any(0 <= each <= early and found[each] for each in self._parents[number])
            self._later[early] = bytes(found)
        return bool(self._later[early][late])

    @cached_property
    def _known(self) -> _Commits:
        if not self.head:
            return _Commits()
        # Of too many, or by a git that is too old to tell all at once, the mainline is better than nothing.
        asked = (self.git.ask("log", *how, *_HOW, "--end-of-options", self.head) for how in (_ALL, _MAINLINE))
        return _read(next((each for each in asked if each is not None), b""))

    @cached_property
    def _parents(self) -> Sequence[Sequence[int]]:
        numbers = {name: number for number, name in enumerate(self._known.names)}
        return [[numbers.get(name, _NONE) for name in names] for names in self._known.parents]

    @cached_property
    def _course(self) -> Sequence[tuple[int, int]]:
        """The line of each commit, by its tip, and the commit by which it went on to the mainline."""
        return _courses(self._parents)

    @cached_property
    def _lines(self) -> Mapping[str, Mapping[int, Sequence[Version]]]:
        """What each file was, by line."""
        found: dict[str, dict[int, list[Version]]] = {}
        for number, path, id_ in self._known.changes:
            found.setdefault(path, {}).setdefault(self._course[number][0], []).append((number, id_))
        return found


def _read(listed: bytes) -> _Commits:
    found, words = _Commits(), iter(listed.split(b"\0"))
    for word in words:
        told = word.lstrip(b"\n")
        if told.startswith(b":"):
            _, mode, _, id_, _ = told.split()
            id_ = id_.decode("ascii") if mode.startswith(b"100") else ""
            found.changes.append((len(found.names) - 1, sys.intern(os.fsdecode(next(words))), id_))
        elif told:
            name, *parents = told.decode("ascii").split()
            found.names.append(name)
            found.parents.append(parents)
    return found


def _courses(parents: Sequence[Collection[int]]) -> Sequence[tuple[int, int]]:
    found: list[tuple[int, int]] = [(_NONE, _NONE)] * len(parents)
    tips = [(0, _NONE), *((side, merge) for merge, each in enumerate(parents) for side in [*each][1:])]
    for tip, merge in tips if parents else ():
        at, after = tip, merge
        while at != _NONE and found[at][0] == _NONE:
            found[at] = tip, after
            at, after = next(iter(parents[at]), _NONE), at
    return found
