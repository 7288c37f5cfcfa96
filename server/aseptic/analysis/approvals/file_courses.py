"""Where the code of a file lay before, on the mainline: in which files, and since which commits.

A file's code is followed to every file from which it ever came, moved or copied, renamed or rewritten in part, at once
or by way of others. The files of a first commit came from none. What only a branch had counts as the merge brought it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from attrs import define, field, frozen

from aseptic.analysis.approvals.likeness import Likeness
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import Version, lying, mainline_files, touching

_CODE = (".py", ".pyi", ".pyw")
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
    """The ways of some files' code through a repository. Git is asked a few times, whatever is asked about."""

    git: Git
    head: str
    files: frozenset[str]
    """The files that are asked about, from the repository's top."""
    _likeness: Likeness = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._likeness = Likeness(self.git)

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

    def commit(self, back: int) -> str:
        """Return the commit of the mainline so many back."""
        return self._listed[1][back]

    @property
    def listed(self) -> Mapping[str, Sequence[Version]]:
        """All files that the mainline has or had, each with what it was, newest first."""
        return self._listed[0]

    def _before(self, new: Life) -> Mapping[Life, Sequence[int]]:
        """Return the files from which the code of one came, each with how many commits back it did, the first first."""
        found: dict[Life, list[int]] = {}
        last = ""
        for back, id_ in reversed(new.versions):
            alike, tells = {id_, *self._likeness.of(id_, last)}, self._likeness.tells(id_)
            for old, at in (had for each in sorted(alike) for had in self._having.get(each, ())):
                fresh = old not in found or at < found[old][-1]  # what came before that is a text put back
                if at > back and old is not new and fresh and (tells or _name(old.path) == _name(new.path)):
                    found.setdefault(old, []).append(back)
            last = id_
        return found

    @cached_property
    def _listed(self) -> tuple[Mapping[str, Sequence[Version]], Sequence[str]]:
        found = mainline_files(self.git, self.head)
        if found[1] or not self.head:
            return found
        # Git took too long: what lies there tells, and when the files that are asked about came.
        asked = sorted(self.files)
        came = [[*touching(self.git, self.head, [each], "--first-parent"), self.head] for each in asked]
        files = {path: [(len(asked), id_)] for path, id_ in lying(self.git, self.head).items()}
        files |= {path: [(number, files[path][0][1])] for number, path in enumerate(asked) if path in files}
        return files, [*(each[-2:][0] for each in came), self.head]

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
        """The files that may hold code, those that are asked about first; their texts are read at once."""
        names = {_name(each) for each in self.files}
        found = [
            life
            for path, versions in self.listed.items()
            if path in self.files or path.endswith(_CODE) or "." not in _name(path)
            for life in _lives(path, versions)
        ]
        found.sort(key=lambda each: (each.path not in self.files, _name(each.path) not in names))
        self._likeness.read([id_ for _, id_ in each.versions] for each in found)
        return found


def _name(path: str) -> str:
    return path.rpartition("/")[2]


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
