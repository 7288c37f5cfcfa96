"""Where a project's records lay before: no history begins anew because a folder is called otherwise.

The settings of each commit name the folder, as they do today. A project that was moved whole had its settings
elsewhere: there the commit that brought the folder tells, by the records that it took away from another. What was
copied first and taken away later, or left something behind, is another project, which begins there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Any

from attrs import define

from aseptic.analysis.approvals.approvable import Approvable, read_as
from aseptic.analysis.projects.settings import Settings, read_settings
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import exchanged, touching
from aseptic.records.deviation import DEVIATION
from aseptic.records.permit import PERMIT
from aseptic.records.reading import STANDARD

_TELLING = (DEVIATION.folder, PERMIT.folder, STANDARD)
"""What tells that records came from another folder."""
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

    @cached_property
    def ever(self) -> Sequence[str]:
        """Today's place, and all before that had something."""
        today, *once = (f"{self.prefix}{each}" for each in (self.records, *self._once_named))
        found = {today: self._changes}
        waiting = [today, *once]
        while waiting and len(found) < _MOST:
            place = waiting.pop(0)
            changes = found.get(place) or touching(self.git, self.head, _telling(place))
            if changes:
                found[place] = changes
                came = (each for commit in self._arrivals(place, changes) for each in self._left(commit, place))
                waiting += [each for each in came if each not in found]
        return [*found]

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

    def _home(self, place: str) -> str:
        """Return the folder of the project whose records lay in a place, as far as their folder's name tells."""
        names = (self.records, *self._once_named)
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
        return touching(self.git, self.head, [self.settings, *_telling(f"{self.prefix}{self.records}")])

    def _named(self, commits: Collection[str]) -> list[str]:
        """Return the folder that each commit's settings name."""
        ids = self.git.ids([f"{each}:{self.settings}" for each in commits])
        unique = sorted({*ids} - {""})
        texts = dict(zip(unique, self.git.objects(unique), strict=True))
        return [_records(texts.get(each) or b"") for each in ids]

    def _arrivals(self, place: str, changes: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """Yield the commits that have a place, and before which there was none."""
        there = dict(zip(changes, self.git.ids([f"{each}:{place}" for each in changes]), strict=True))
        for commit, before in changes.items():
            if there[commit] and not any(there.get(each) for each in before):
                yield commit

    def _left(self, commit: str, place: str) -> Iterator[str]:
        """Yield the folders that a commit left without a record when it brought those of a place."""
        change = exchanged(self.git, commit)
        came = {_inner(each): blob for each, blob in change.added.items() if each == f"{place}/{_inner(each)}"}
        pairs: dict[str, list[tuple[str, str, str]]] = {}
        for path, blob in change.taken.items():
            if (inner := _inner(path)) in came and path.endswith(f"/{inner}"):
                pairs.setdefault(path.removesuffix(f"/{inner}"), []).append((inner, blob, came[inner]))
        for folder, found in pairs.items():
            if not any(self.git.ids([f"{commit}:{each}" for each in _telling(folder)])) and self._moved(found):
                yield folder

    def _moved(self, pairs: Iterable[tuple[str, str, str]]) -> bool:
        """Say whether one of some files, each with its name and its ids before and after, is the same as before."""
        if any(was == now for _, was, now in pairs):
            return True
        records = [each for each in pairs if each[0] != STANDARD]
        texts = self.git.objects([blob for _, was, now in records for blob in (was, now)])
        read = [
            (read_as(name, old or b""), read_as(name, new or b""))
            for (name, _, _), old, new in zip(records, texts[::2], texts[1::2], strict=True)
        ]
        return any(old and new and _born(old) == _born(new) for old, new in read)


def _born(record: Approvable) -> tuple[Any, ...]:
    """Return what a record keeps for as long as it is the same."""
    return record.id, record.rule, record.raised


def _telling(place: str) -> list[str]:
    """Return the paths of what tells from where the records in a place came."""
    return [f"{place}/{each}" for each in _TELLING]


def _inner(path: str) -> str:
    """Return how a file of the records is called inside their folder; empty for one that tells nothing."""
    *_, folder, name = ("", *PurePosixPath(path).parts)
    if name == STANDARD:
        return name
    return f"{folder}/{name}" if folder in _TELLING and name.endswith(".md") else ""


@lru_cache(maxsize=64)
def _records(settings: bytes) -> str:
    """Return the folder that settings name; most name none, which takes no reading."""
    if b"records" not in settings and b"\\" not in settings:  # which a key may be written with
        return Settings().records
    found, _ = read_settings("pyproject.toml", settings.decode("utf-8", "replace"))
    return str(PurePosixPath((found or Settings()).records))
