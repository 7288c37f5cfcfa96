"""Where the code of a file lay before, on the mainline: in which files, and since which commits.

A file's code is followed to every file from which it ever came, moved or copied, renamed or rewritten in part, at once
or by way of others. The files of a first commit came from none. What only a branch had counts as the merge brought it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from attrs import define, frozen

from aseptic.analysis.approvals.code_then import CodeThen, name_of
from aseptic.analysis.versioning.trees import Version

_MOST = 200
"""Files from which one's code came that are followed, the nearest first."""


@frozen(eq=False)
class Life:
    """A file from when it came until it was taken away."""

    path: str
    versions: tuple[Version, ...]
    """What it was, newest first."""
    left: int
    """How many commits back it was taken away; -1 where it lies there still."""


@frozen
class Stay:
    """A file in which some code lay."""

    path: str
    """From the repository's top."""
    since: int
    """How many commits back the code came there."""
    until: int
    """How many commits back it went on to the next, or the file was taken away, if it did; -1 otherwise."""


@define(slots=False, eq=False)
class FileCourses:
    """The ways of files' code through a repository."""

    then: CodeThen

    def of(self, path: str) -> Sequence[Sequence[Stay]]:
        """Return the ways on which a file's code came to where it is, each from the first file on."""
        last = next((each for each in self._lives if each.path == path), None)
        if last is None:
            return []
        return [way for at in (0, -1) for way in self._ways(last, at)]

    def _ways(self, last: Life, at: int) -> Iterator[Sequence[Stay]]:
        """Yield the ways to a file: of each from which code came more than once, by the first time or the last."""
        next_of: dict[Life, tuple[Life, int]] = {}
        waiting = [last]
        while waiting and len(next_of) < _MOST:
            here = waiting.pop(0)
            for each, since in self._before(here).items():
                if each is not last and each not in next_of:
                    next_of[each] = here, since[at]
                    waiting.append(each)
        later = {each for each, _ in next_of.values()}
        yield from (_way(each, next_of) for each in (*next_of, last) if each not in later)

    def _before(self, new: Life) -> Mapping[Life, Sequence[int]]:
        """Return the files from which the code of one came, each with how many commits back it did, the first first."""
        found: dict[Life, list[int]] = {}
        last = ""
        for back, id_ in reversed(new.versions):
            alike, tells = {id_, *self.then.likeness.of(id_, last)}, self.then.likeness.tells(id_)
            for old, at in (had for each in sorted(alike) for had in self._having.get(each, ())):
                fresh = old not in found or at < found[old][-1]  # what came before that is a text put back
                if at > back and old is not new and fresh and (tells or name_of(old.path) == name_of(new.path)):
                    found.setdefault(old, []).append(back)
            last = id_
        return found

    @cached_property
    def _having(self) -> Mapping[str, Sequence[tuple[Life, int]]]:
        """The files that had a text, each with how many commits back they were given it first."""
        found: dict[str, list[tuple[Life, int]]] = {}
        for life in self._lives:
            for id_, back in {id_: back for back, id_ in life.versions}.items():
                found.setdefault(id_, []).append((life, back))
        return found

    @cached_property
    def _lives(self) -> Sequence[Life]:
        return [life for path, versions in self.then.code.items() for life in _lives(path, versions)]


def _lives(path: str, versions: Sequence[Version]) -> Iterator[Life]:
    """Yield what a file was between its absences, the last first."""
    known, left = list[Version](), -1
    for each in (*versions, (-1, "")):
        if each[1]:
            known.append(each)
            continue
        if known:
            yield Life(path, tuple(known), left)
        known, left = [], each[0]


def _way(first: Life, next_of: Mapping[Life, tuple[Life, int]]) -> Sequence[Stay]:
    stays, here, since = list[Stay](), first, first.versions[-1][0]
    while here in next_of:
        after, went = next_of[here]
        stays.append(Stay(here.path, since, max(went, here.left)))
        here, since = after, went
    return [*stays, Stay(here.path, since, here.left)]
