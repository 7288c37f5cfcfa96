"""The files of a project's records in every commit that changed one, asked for in a few calls of git.

However many records and commits there are, git is started a handful of times.
"""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Mapping, Sequence
from functools import cached_property
from shlex import quote

from attrs import define, field

from aseptic.analysis.approvals.record_places import RecordPlaces
from aseptic.analysis.versioning.commits import parents
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import plain_files, touching


@define(frozen=True, slots=False, eq=False)
class CommittedFiles:
    """The files of some records in every commit that changed one. Everything is asked for when it is needed first."""

    git: Git
    records: tuple[str, ...]
    """The records' own files, from git's folder."""
    places: tuple[str, ...] = ()
    """Folders of records that are looked into beside those that the records lie in."""
    _ids: dict[str, Mapping[str, str]] = field(factory=dict[str, Mapping[str, str]])

    @cached_property
    def _known(self) -> tuple[bool, str, str]:
        """Whether the history was cut off when it was fetched, git's folder in the repository, and the commit."""
        asked = ("rev-parse", "--is-shallow-repository", "--show-prefix", f"{self.git.head}^{{commit}}")
        found = os.fsdecode(self.git.ask(*asked) or b"").removesuffix("\n").split("\n")
        return (found[0] == "true", found[1], found[2]) if len(found) == 3 else (False, "", "")

    @property
    def shallow(self) -> bool:
        """Whether the history was cut off when it was fetched."""
        return self._known[0]

    @property
    def prefix(self) -> str:
        """Git's folder as seen from the repository's top: empty, or with a slash at its end."""
        return self._known[1]

    @property
    def head(self) -> str:
        """The commit that is checked out; empty where there is none."""
        return self._known[2]

    @cached_property
    def ever(self) -> Mapping[str, Mapping[str, str]]:
        """The first commit of each text of each file that ever lay in the records' folders, the newest text first."""
        found: dict[str, dict[str, str]] = {}
        for commit in self._parents:
            for folder in self._folders:
                for name, blob in self._files[commit, folder].items():
                    found.setdefault(f"{folder}/{name}", {})[blob] = commit
        return found

    @cached_property
    def texts_ever(self) -> Mapping[str, bytes]:
        """The same texts by their ids."""
        ids = sorted({blob for texts in self.ever.values() for blob in texts})
        return {each: text or b"" for each, text in zip(ids, self.git.objects(ids), strict=True)}

    @cached_property
    def gone(self) -> Mapping[str, Mapping[str, bytes]]:
        """The files that once lay in the records' folders and do not now, with their texts by commit, newest first."""
        lost = [each for each in sorted(self.ever) if not os.path.lexists(self.git.folder / each)]
        return {each: {commit: self.texts_ever[blob] for blob, commit in self.ever[each].items()} for each in lost}

    def before(self, commit: str) -> tuple[str, ...]:
        """Return the nearest commits before one that changed a record; of several it is a merge."""
        return self._parents.get(commit, ())

    @property
    def commits(self) -> Sequence[str]:
        """The commits that changed a record, the newest first."""
        return [*self._parents]

    def raw(self, commit: str) -> bytes:
        """Return a commit as git keeps it; empty for one that changed no record."""
        return self._commits.get(commit, b"")

    def cut_at(self, commit: str) -> bool:
        """Say whether the history was cut off at a commit, so that nobody can tell what that one changed."""
        return commit in self._cut

    @cached_property
    def _cut(self) -> frozenset[str]:
        ends = {each: parents(self.raw(each)) for each in self._commits}
        last = {each: before[0] for each, before in ends.items() if before and self.shallow}
        there = self.git.ids(list(last.values()))
        return frozenset(each for each, known in zip(last, there, strict=True) if not known)

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        return tuple(sorted({*self.places, *(each.rpartition("/")[0] for each in self.records)}))

    @cached_property
    def places_then(self) -> RecordPlaces:
        """Where the records' folder was before."""
        records = self._folders[0].rpartition("/")[0] if self._folders else ""
        return RecordPlaces(self.git, self.prefix, self.head, records, self.records)

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, ...]]:
        """The commits that changed a record, newest first, with the nearest such ones before them."""
        return touching(self.git, self.head, self._changing)

    @cached_property
    def _mainline(self) -> tuple[str, ...]:
        return tuple(touching(self.git, self.head, self._changing, "--first-parent"))

    @cached_property
    def _paths(self) -> Sequence[str]:
        """The folders of records from the top, wherever they ever were."""
        places = self.places_then.ever if self._folders else ()
        return [f"{place}/{_kind(each)}" for place in places for each in self._folders]

    @property
    def _changing(self) -> Sequence[str]:
        """What has to be changed for a record to be another: the settings, too, where they chose between places."""
        return [*self._paths, self.places_then.settings] if len(self._paths) > len(self._folders) else self._paths

    @cached_property
    def _commits(self) -> Mapping[str, bytes]:
        names = list(self._parents)
        return {name: raw or b"" for name, raw in zip(names, self.git.objects(names), strict=True)}

    @cached_property
    def _everywhere(self) -> tuple[str, ...]:
        """The commits that are asked for what they have."""
        return tuple(dict.fromkeys((*self._parents, *self._mainline)))

    @cached_property
    def _order(self) -> Mapping[str, Sequence[str]]:
        return self.places_then.by_commit(self._everywhere)

    @cached_property
    def _trees(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """The plain files of each folder in each commit that has it, by name, with the ids of their texts."""
        keys = [(commit, path) for commit in self._everywhere for path in self._paths]
        ids = dict(zip(keys, self.git.ids([f"{commit}:{path}" for commit, path in keys]), strict=True))
        unique = sorted({*ids.values()} - {""})
        trees = zip(unique, self.git.objects(unique), strict=True)
        read = {tree: plain_files(content or b"", len(tree) // 2) for tree, content in trees}
        found = {key: read[tree] for key, tree in ids.items() if tree}
        here = {f"{_kind(folder)}/{name}" for folder, _, name in (each.rpartition("/") for each in self.records)}
        return self.places_then.own(found, here) if found else found

    @cached_property
    def _files(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """The same by commit and today's folder: of files of one name it is the one in the place that counts there."""
        found: dict[tuple[str, str], Mapping[str, str]] = {}
        for commit in self._everywhere:
            for folder in self._folders:
                paths = (f"{place}/{_kind(folder)}" for place in self._order[commit])
                there = [files for path in paths if (files := self._trees.get((commit, path)))]
                found[commit, folder] = there[0] if len(there) == 1 else dict(ChainMap(*map(dict, there)))
        return found

    def path_in(self, commit: str, record: str) -> str:
        """Return where a record's file lay in a commit, from the top; today's path where it did not lie."""
        folder, _, name = record.rpartition("/")
        place = self.place_in(commit, record)
        return f"{place}/{_kind(folder)}/{name}" if place else self.prefix + record

    def place_in(self, commit: str, record: str) -> str:
        """Return the records' folder in which a record lay in a commit, from the repository's top; empty for none."""
        folder, _, name = record.rpartition("/")
        paths = ((place, f"{place}/{_kind(folder)}") for place in self._order.get(commit, ()))
        return next((place for place, path in paths if name in self._trees.get((commit, path), ())), "")

    def showing(self, record: str, commit: str) -> str:
        """Return the command that shows a record's file as it was in a commit."""
        return f"git show {quote(f'{commit[:12]}:{self.path_in(commit, record)}')}"

    def restoring(self, record: str, commit: str) -> str:
        """Return the command that has a record's file back as it was in a commit, from wherever in the repository."""
        path, name, there = self.path_in(commit, record), self.prefix + record, commit[:12]
        if path == name:
            return f"git restore -s {there} {quote(f':/{name}')}"
        return f'(cd "$(git rev-parse --show-toplevel)" && git show {quote(f"{there}:{path}")} > {quote(name)})'

    def _blobs(self, record: str) -> Mapping[str, str]:
        """Return the id of a record's text in each commit; empty where the commit has none."""
        if record not in self._ids:
            folder, _, name = record.rpartition("/")
            self._ids[record] = {each: self._files[each, folder].get(name, "") for each in self._everywhere}
        return self._ids[record]

    @cached_property
    def _texts(self) -> Mapping[str, bytes]:
        ids = {each for record in self.records for each in self._blobs(record).values()} - {""}
        others = sorted(ids - self.texts_ever.keys())
        known = zip(others, self.git.objects(others), strict=True)
        return {**{each: text or b"" for each, text in known}, **self.texts_ever}

    def elsewhere(self, record: str) -> Mapping[str, Mapping[str, str]]:
        """Return each place that did not count in commits, with the ids of a record's texts there, the newest first."""
        folder, _, name = record.rpartition("/")
        found: dict[str, dict[str, str]] = {}
        for commit in self._parents if len(self._paths) > len(self._folders) else ():
            paths = (f"{place}/{_kind(folder)}" for place in self._order[commit])
            having = [path for path in paths if name in self._trees.get((commit, path), ())]
            for path in having[1:]:
                found.setdefault(path, {})[commit] = self._trees[commit, path][name]
        return found


def _kind(folder: str) -> str:
    """Return how a folder of records is called inside all records' folder."""
    return folder.rpartition("/")[2]
