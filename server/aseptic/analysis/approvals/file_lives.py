"""The files that a repository had, each on one line of its history from when it came until it was taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise

from attrs import define, frozen

from aseptic.analysis.approvals.code_then import CodeThen
from aseptic.analysis.versioning.trees import Version


@frozen(eq=False)
class Life:
    """A file on one line of the history, from when it came or was changed there until it was taken away."""

    path: str
    versions: tuple[Version, ...]
    """What it was, newest first."""
    left: int
    """The commit that took it away; -1 where it lies there still."""
    aside: bool = False
    """Whether that is another line than the mainline."""

    @property
    def steps(self) -> Iterator[tuple[int, str, str]]:
        """Yield the commits that changed it, newest first, each with what it was since and until then."""
        end = ((self.left, ""),) if self.left >= 0 else ()
        known = (*end, *self.versions)
        for (number, since), (_, until) in pairwise(known):
            yield number, since, until


@frozen
class Coming:
    """When some code came to a file from another."""

    at: int
    """The commit."""
    still: frozenset[str] = frozenset()
    """The other files that have the code today, where git does not tell which of them was first."""


@define(slots=False, eq=False)
class FileLives:
    """All files that may hold code."""

    then: CodeThen

    @cached_property
    def all(self) -> Sequence[Life]:
        """Those of the mainline, and those of every other line."""
        mainline = [life for path, versions in self.then.code.items() for life in _lives(path, versions, False)]
        lines = ((path, line) for path, known in self.then.aside.items() for line in known)
        return [*mainline, *(life for path, line in lines for life in _lives(path, line, True))]

    def called(self, path: str) -> Sequence[Life]:
        """Return those of a name."""
        return self._called.get(path, ())

    def begun(self, path: str) -> Sequence[int]:
        """Return the commits in which files of a name came, on any line."""
        return [each.versions[-1][0] for each in self.called(path)]

    def changed(self, path: str, at: int) -> Life | None:
        """Return the file that a commit changed, as its line knows it, or else the mainline; None of a link."""
        lives = self.called(path)
        return next(
            (each for each in lives if at in (each.left, *(number for number, _ in each.versions))),
            next(iter(lives), None),
        )

    @cached_property
    def having(self) -> Mapping[str, Sequence[tuple[Life, int]]]:
        """The files that had a text, each with when they were given it first."""
        found: dict[str, list[tuple[Life, int]]] = {}
        for life in self.all:
            for id_, number in {id_: number for number, id_ in life.versions}.items():
                found.setdefault(id_, []).append((life, number))
        return found

    @cached_property
    def changes(self) -> Mapping[int, Sequence[tuple[str, str]]]:
        """The files that each commit changed, with what they are since."""
        found: dict[int, list[tuple[str, str]]] = {}
        lines = ((path, line) for path, known in self.then.aside.items() for line in known)
        for path, versions in (*self.then.code.items(), *lines):
            for number, id_ in versions:
                found.setdefault(number, []).append((path, id_))
        return found

    def before(self, keys: Sequence[tuple[int, str]]) -> Sequence[str]:
        """Return the ids of what files were before commits; a line of its own does not tell what it began with."""
        history = self.then.history
        known: Mapping[tuple[int, str], str] = self._before if history.commits else {}
        asked = [f"{self.then.commit(at)}^:{path}" for at, path in keys if (at, path) not in known]
        told = iter(history.git.ids(asked))
        return [known[key] if key in known else next(told) for key in keys]

    @cached_property
    def here(self) -> Mapping[str, Sequence[str]]:
        """The files that have a text today."""
        found: dict[str, list[str]] = {}
        for path, versions in self.then.code.items():
            found.setdefault(versions[0][1], []).append(path)
        return found

    @cached_property
    def _before(self) -> Mapping[tuple[int, str], str]:
        then = self.then
        mainline = ((path, (*versions, (-1, ""))) for path, versions in then.code.items())
        lines = ((path, line) for path, known in then.aside.items() for line in known)
        return {
            (number, path): id_ for path, line in chain(mainline, lines) for (number, _), (_, id_) in pairwise(line)
        }

    @cached_property
    def _called(self) -> Mapping[str, Sequence[Life]]:
        found: dict[str, list[Life]] = {}
        for each in self.all:
            found.setdefault(each.path, []).append(each)
        return found


def _lives(path: str, versions: Sequence[Version], aside: bool) -> Iterator[Life]:
    """Yield what a file was on a line between its absences, the last first."""
    known, left = list[Version](), -1
    for each in (*versions, (-1, "")):
        if each[1]:
            known.append(each)
            continue
        if known:
            yield Life(path, tuple(known), left, aside)
        known, left = [], each[0]
