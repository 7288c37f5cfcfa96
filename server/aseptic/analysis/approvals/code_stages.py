"""The commits in which some code went to another file, or a policy around it changed: at each, one policy governed it.

Where it lay on another line than the mainline, policies are followed as that line was merged, up to the mainline. A
policy that only such a line had governed what lay there, too, and who made the merge that met it chose between them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import define, evolve, frozen

from aseptic.analysis.approvals.code_then import CodeThen, name_of
from aseptic.analysis.approvals.file_courses import Stay
from aseptic.analysis.approvals.folders_then import SETTINGS
from aseptic.analysis.approvals.homes_then import Homes
from aseptic.analysis.approvals.originals_left import Came

Key = tuple[str, str]
"""A commit, and a file from the repository's top."""
Asked = tuple[str, str]
"""A file from the repository's top, and the statement in it that is asked about; empty for all of it."""


@frozen
class Stage:
    """A commit since which some code lay in a file under a policy."""

    commit: str
    path: str
    before: str = ""
    """The file from which it came in that commit; empty where it did not."""
    made: tuple[str, ...] = ()
    """Where that only merged what changed: the commits in which it did, the newest first."""

    @property
    def key(self) -> Key:
        """By which it is known what governs then."""
        return self.commit, self.path

    @property
    def makers(self) -> Sequence[Key]:
        """By which it is known who made it so there."""
        return [(each, self.path) for each in self.made]

    def came(self, statement: str) -> Came:
        """Return what is asked about where it came from."""
        return self.commit, self.path, self.before, statement


@frozen
class Way:
    """How some code came to where it is."""

    stages: tuple[Stage, ...]
    """The oldest first."""
    still: tuple[Stage, ...] = ()
    """Where it lies today beside that, where git does not tell which of them was first."""

    def where(self, lying: Collection[Key]) -> Way:
        """Return the same without the commits in which the code did not lie there."""
        return evolve(self, stages=tuple(each for each in self.stages if each.key in lying))


@define(slots=False, eq=False)
class CodeStages:
    """What is known of the policies around some code. Git is asked a few times."""

    homes: Homes
    then: CodeThen

    def of(self, courses: Mapping[Asked, Sequence[Sequence[Stay]]]) -> Mapping[Asked, Sequence[Way]]:
        """Return the ways of some code with what changed around it."""
        known = {path: [each for way in ways for each in self._from(way)] for path, ways in courses.items()}
        keys = list(dict.fromkeys(stage.key for ways in known.values() for each in ways for stage in each.stages))
        named = self.homes.history.git.ids([f"{commit}:{path}" for commit, path in keys])
        lying = {key for key, id_ in zip(keys, named, strict=True) if id_}
        found = {path: dict.fromkeys(each.where(lying) for each in ways) for path, ways in known.items()}
        return {path: [each for each in ways if len(each.stages) > 1] for path, ways in found.items()}

    def _from(self, way: Sequence[Stay]) -> Iterator[Way]:
        yield self._way(way)
        for number, stay in enumerate(way[:-1]):
            known = set[int]()
            for start in self._starts(stay.path):
                if start not in known and not self.then.history.descends(start, way[number + 1].since):
                    known.update(each for each, _ in self.then.history.onward(start))
                    yield self._way([Stay(stay.path, start, stay.until, stay.still), *way[number + 1 :]])

    def _way(self, way: Sequence[Stay]) -> Way:
        history = self.then.history
        met = {[*history.onward(each.since)][-1][0] for each in way if history.beside(each.since)}
        stages = list[Stage]()
        for number, stay in enumerate(way):
            after = way[number + 1].since if number + 1 < len(way) else -1
            stages.append(self._stage(stay.since, stay.path, way[number - 1].path if number else "", stay.made))
            changes = self._changes(stay, after, met)
            stages += [self._stage(each, stay.path, made=self._brought(stay.path, each)) for each in changes]
        today = self.then.commit(0) if met else ""
        still = sorted({path for stay in way for path in stay.still if met})
        return Way(tuple(stages), tuple(Stage(today, path) for path in still))

    def _stage(self, number: int, path: str, before: str = "", made: Iterable[int] = ()) -> Stage:
        return Stage(self.then.commit(number), path, before, tuple(map(self.then.commit, made)))

    def _brought(self, path: str, merge: int) -> Sequence[int]:
        """Return the changes around a file on the lines that a commit merged, newest first; none if it had to choose.

        That is where the line on which it is had one of its own which those did not know.
        """
        found = sorted({each for each in self._around(path, self._aside) if self._met(each) == merge})
        here = (each for each in self._around(path, self._mainline) if each > merge)
        return found if found and all(self.then.history.descends(found[0], each) for each in here) else ()

    def _met(self, number: int) -> int:
        """Return the commit of the mainline by which another came there."""
        while self.then.history.beside(number):
            number = self.then.history.merge_of(number)
        return number

    def _changes(self, stay: Stay, after: int, met: Collection[int]) -> Sequence[int]:
        """Return the commits in which a policy may have changed while some code lay in a file, the oldest first."""
        history, mainline = self.then.history, {*self._around(stay.path, self._mainline), *met}
        if not history.beside(stay.since):
            return sorted((each for each in mainline if stay.until < each < stay.since), reverse=True)
        onward = [*history.onward(stay.since)]
        lines, merges = {each for each, _ in onward}, {each for each, merged in onward if merged}
        aside = lines & {*self._around(stay.path, self._aside)}
        later = {each for each in mainline if each < onward[-1][0]}
        return sorted((each for each in aside | merges | later if not history.descends(each, after)), reverse=True)

    def _starts(self, path: str) -> Sequence[int]:
        """Return the commits beside the mainline that changed a policy's own files around a file, the oldest first."""
        return sorted({*self._around(path, self._aside, SETTINGS)}, reverse=True)

    def _around(self, path: str, changes: Mapping[str, Iterable[tuple[str, int]]], but: str = "") -> Iterator[int]:
        for home in self.homes.around(path):
            yield from (number for name, number in changes.get(home, ()) if name != but)

    @cached_property
    def _mainline(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """The commits that changed what says what a policy is, by project, each with the name of the file."""
        files = self.then.files
        return {
            home: [(name_of(path), number) for path in paths for number, _ in files[path]]
            for home, paths in self.homes.changing(files).items()
        }

    @cached_property
    def _aside(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """The same of the other lines."""
        files = self.then.history.aside
        return {
            home: [(name_of(path), number) for path in paths for line in files[path] for number, _ in line]
            for home, paths in self.homes.changing(files).items()
        }
