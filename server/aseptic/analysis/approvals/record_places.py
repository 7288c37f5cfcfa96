"""Where a project's records lay before: no history begins anew because a folder is called otherwise.

The settings of each commit name the folder, as they do today. A project that was moved had its settings elsewhere:
there the records tell that were the same in another folder before (`record_origins`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from attrs import define

from aseptic.analysis.approvals.code_then import CodeThen
from aseptic.analysis.approvals.folders_then import records_named
from aseptic.analysis.approvals.homes_then import Homes
from aseptic.analysis.approvals.page_origins import PageOrigins
from aseptic.analysis.approvals.record_origins import Origin, arrivals, origins, telling, uprooted
from aseptic.analysis.projects.project import Project
from aseptic.analysis.projects.settings import Settings
from aseptic.analysis.versioning.file_history import FileHistory
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import touching

_MOST = 16
"""Places that are followed: nobody moves their records as often."""


@define(frozen=True, slots=False, eq=False)
class RecordPlaces:
    """The places of a project's records, from the repository's top. Git is asked when they are needed first."""

    git: Git
    prefix: str
    """The project's folder, from the repository's top: empty, or with a slash at its end."""
    head: str
    records: str
    """The records' folder today, from the project's."""
    files: Collection[str] = ()
    """The records' own files, from git's folder."""

    @cached_property
    def ever(self) -> Sequence[str]:
        """Today's place, and all before that had something."""
        return [name for name, each in self._found.items() if each.left]

    @property
    def kept(self) -> Mapping[str, frozenset[str]]:
        """The same, each with the files in it that are another project's, as they are called inside."""
        return {each: self._found[each].kept for each in self.ever}

    @cached_property
    def _found(self) -> Mapping[str, Origin]:
        """The places, and the folders from which something in them was copied without being taken away there."""
        today, *once = (f"{self.prefix}{each}" for each in (self.records, *self._once_named))
        found = {today: self._changes}
        waiting = [today, *once]
        origin = {each: Origin(each) for each in waiting}
        while waiting and len(found) < _MOST:
            place = waiting.pop(0)
            changes = found.get(place) or touching(self.git, self.head, telling(place))
            if not changes and place != today:
                continue
            found[place] = changes
            for each in self._origins(origin[place], changes):
                last = origin.get(each.place)
                origin[each.place] = last.and_(each) if last else each
                if each.left and each.place not in found and each.place not in waiting:
                    waiting.append(each.place)
        return {name: each for name, each in origin.items() if name in found or not each.left}

    def _origins(self, of: Origin, changes: Mapping[str, Sequence[str]]) -> Iterable[Origin]:
        place = of.place
        arrived = list(arrivals(self.git, place, changes))
        if not arrived and place == f"{self.prefix}{self.records}":  # moved here, and not committed yet
            return uprooted(self.git, self.prefix, self.head, self.files) if self.head and self.files else ()
        return origins(self.git, self.head, place, self._home_of(of), arrived, self._pages)

    @cached_property
    def homes_then(self) -> Homes:
        """The projects that the repository had, for whoever asks of them: git is asked once."""
        return Homes(self._history)

    @cached_property
    def code_then(self) -> CodeThen:
        """The code that it had, in the same way."""
        return CodeThen(self._history)

    @cached_property
    def _history(self) -> FileHistory:
        return FileHistory(self.git, self.head)

    @cached_property
    def _pages(self) -> PageOrigins:
        return PageOrigins(self.homes_then, self.code_then)

    @cached_property
    def originals(self) -> Mapping[str, Mapping[str, bytes]]:
        """The records that lie where they were copied from, by their names inside: their paths, and their texts now."""
        paths = [f"{place}/{each}" for place, origin in self._found.items() for each in sorted(origin.kept)]
        found: dict[str, dict[str, bytes]] = {}
        for path, text in zip(paths, self.git.objects([f"{self.head}:{each}" for each in paths]), strict=True):
            found.setdefault("/".join(path.split("/")[-2:]), {})[path] = text or b""
        return found

    def own(
        self, found: Mapping[tuple[str, str], Mapping[str, str]], records: Collection[str]
    ) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """Return the files in folders of some commits that are of these records, where another project has any there.

        The records are called as they are inside their place.
        """
        shared = {place: kept for place, kept in self.kept.items() if kept}
        if not shared:
            return found
        mine = dict(found)
        for (commit, path), files in found.items():
            place, _, kind = path.rpartition("/")
            if place in shared:
                own = {name for name in files if (inner := f"{kind}/{name}") in records and inner not in shared[place]}
                mine[commit, path] = {name: files[name] for name in own}
        return mine

    @property
    def settings(self) -> str:
        """The file that names the place, from the repository's top."""
        return f"{self.prefix}pyproject.toml"

    def by_commit(self, commits: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Return the places in the order in which each commit has them: first the one that its settings name."""
        if len(self.ever) == 1:
            return dict.fromkeys(commits, self.ever)
        named = zip(commits, self._named(commits), strict=True)
        return {each: list(dict.fromkeys((f"{self.prefix}{records}", *self.ever))) for each, records in named}

    def homes(self, wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """Return the project's folder in some commits, each with the place of the records that is asked for first."""
        homes = {each: self._home(each) for each in self.ever}
        if {*homes.values()} == {self.prefix}:
            return dict.fromkeys(wanted, self.prefix)
        keys = [(key, place) for key in wanted for place in dict.fromkeys((key[1] or self.ever[0], *self.ever))]
        there = self.git.ids([f"{commit}:{place}" for (commit, _), place in keys])
        found = dict.fromkeys(wanted, self.prefix)
        return found | {key: homes[place] for (key, place), tree in reversed([*zip(keys, there, strict=True)]) if tree}

    @property
    def projects(self) -> Sequence[tuple[str, str]]:
        """The project's folder with its records' folder in it, today's and all that were before."""
        homes = {each: self._home(each) for each in self.ever}
        return [(home, place.removeprefix(home)) for place, home in homes.items()]

    def _home(self, place: str) -> str:
        return self._home_of(self._found[place])

    def _home_of(self, origin: Origin) -> str:
        """Return the folder of the project whose records lay in a place, as far as their folder's name tells."""
        if origin.home is not None:
            return origin.home
        place, names = origin.place, (self.records, *self._once_named)
        if place.startswith(self.prefix) and place.removeprefix(self.prefix) in names:
            return self.prefix
        name = next((each for each in names if f"/{place}".endswith(f"/{each}")), PurePosixPath(place).name)
        return place.removesuffix(name)

    @cached_property
    def _once_named(self) -> Sequence[str]:
        """The other folders that the project's settings have named in some commit, or the usual one for none."""
        return sorted({*self._named(self._changes), Settings().records} - {self.records})

    @cached_property
    def _changes(self) -> Mapping[str, tuple[str, ...]]:
        """The commits that changed the settings, or what is in today's place, with those before."""
        return touching(self.git, self.head, [self.settings, *telling(f"{self.prefix}{self.records}")])

    def _named(self, commits: Collection[str]) -> list[str]:
        """Return the folder that each commit's settings name."""
        ids = self.git.ids([f"{each}:{self.settings}" for each in commits])
        unique = sorted({*ids} - {""})
        texts = dict(zip(unique, self.git.objects(unique), strict=True))
        return [records_named(texts.get(each) or b"") for each in ids]


def places_of(project: Project, git: Git, prefix: str) -> RecordPlaces:
    """Return the places of a project's records up to the commit that is checked out."""
    records = str(PurePosixPath(project.settings.records))
    return RecordPlaces(
        git, prefix, git.head, records, [each.record for each in (*project.deviations, *project.shelf.permits)]
    )
