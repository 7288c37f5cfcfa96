"""The committed versions of a project's records: every commit that changed one, asked for in a few calls of git.

However many records and commits there are, git is started a handful of times. A record is followed from the commit that
is checked out to the parents that have it, merges included; in the mainline a merge is one step.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from attrs import define, field, frozen

from aseptic.analysis.versioning.commits import parents
from aseptic.analysis.versioning.git import Git
from aseptic.records.deviation import EARLIER, Deviation, read_deviation
from aseptic.records.permit import PERMIT, Permit, read_permit

Approvable = Deviation | Permit
"""What somebody approves."""
Test = Callable[[Approvable], bool]


@frozen(eq=False)
class Step:
    """The first of the commits that follow one another with the same text of a record, and the record there."""

    commit: str
    record: Approvable


@define(frozen=True, slots=False, eq=False)
class RecordHistory:
    """What git has of some records. Everything is asked for when it is needed first."""

    git: Git
    records: tuple[str, ...]
    """The records' own files, from git's folder."""
    places: tuple[str, ...] = ()
    """Folders of records that are looked into beside those that the records lie in."""
    _ids: dict[str, Mapping[str, str]] = field(factory=dict[str, Mapping[str, str]])
    _read: dict[tuple[str, str], Approvable | None] = field(factory=dict[tuple[str, str], "Approvable | None"])

    @cached_property
    def _known(self) -> tuple[bool, str, str]:
        """Whether the history was cut off when it was fetched, git's folder in the repository, and the commit."""
        asked = ("rev-parse", "--is-shallow-repository", "--show-prefix", f"{self.git.head}^{{commit}}")
        found = (self.git.text(*asked) or "").split("\n")
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

    def steps(self, now: Approvable) -> list[Step]:
        """Return the texts that a record has had with today's approval, newest first; the last one brought it."""
        return self._followed(now, lambda then: decided(then) == decided(now))

    def origin(self, now: Approvable) -> Step | None:
        """Return the first of all commits with these words of approval, whatever became of the record in between."""
        of = (now.approved.of or "").encode()
        blobs = self._blobs(now.record)
        naming = {each for each in set(blobs.values()) if of and of in self._texts.get(each, b"")}
        fitting = {
            each: then for each in naming if (then := self._read_as(each, now)) and then.approved == now.approved
        }
        commit = next((each for each in reversed(list(self._parents)) if blobs[each] in fitting), None)
        return Step(commit, fitting[blobs[commit]]) if commit else None

    def first(self, now: Approvable, same: Test) -> str:
        """Return the first commit of those up to today that have a record as `same` says; empty where none has."""
        found = self._followed(now, same)
        return found[-1].commit if found else ""

    def versions(self, now: Approvable) -> Iterator[Approvable]:
        """Yield what a record has been in any commit, each text once."""
        for blob in sorted({*self._blobs(now.record).values()} - {""}):
            if (then := self._read_as(blob, now)) is not None:
                yield then

    def texts_by_commit(self, now: Approvable) -> Mapping[str, Approvable]:
        """Return what a record was in each commit that changed one and has it, the newest first."""
        blobs = self._blobs(now.record)
        return {each: then for each in self._parents if (then := self._read_as(blobs[each], now)) is not None}

    def course(self, now: Approvable) -> Mapping[str, Approvable]:
        """Return the same with what the record was in files of other names, as long as its own was away."""
        blobs, known = self._blobs(now.record), dict(self.texts_by_commit(now))
        folder, had = now.record.rpartition("/")[0], set[str]()
        for commit in reversed(self._parents):
            if blobs[commit] or not had.isdisjoint(self._parents[commit]):
                had.add(commit)
        away = {each: self._files[each, folder].values() for each in had if not blobs[each]}
        ids = sorted({blob for files in away.values() for blob in files})
        texts = zip(ids, self.git.objects(ids), strict=True)
        read = {blob: read_as(now.record, text) for blob, text in texts if text and now.id.encode() in text}
        named = {blob: then for blob, then in read.items() if then is not None and then.id == now.id}
        known |= {each: named[blob] for each, files in away.items() for blob in files if blob in named}
        return {each: known[each] for each in self._parents if each in known}

    @cached_property
    def gone(self) -> Mapping[str, Mapping[str, bytes]]:
        """The files that once lay in the records' folders and do not now, with their texts by commit, newest first."""
        ever = {f"{folder}/{name}" for (_, folder), files in self._files.items() for name in files}
        lost = [each for each in sorted(ever) if not os.path.lexists(self.git.folder / each)]
        had = {each: {commit: blob for commit in self._parents if (blob := self._blobs(each)[commit])} for each in lost}
        ids = sorted({blob for blobs in had.values() for blob in blobs.values()})
        texts = dict(zip(ids, self.git.objects(ids), strict=True))
        return {each: {commit: texts[blob] or b"" for commit, blob in blobs.items()} for each, blobs in had.items()}

    def before(self, commit: str) -> tuple[str, ...]:
        """Return the nearest commits before one that changed a record; of several it is a merge."""
        return self._parents.get(commit, ())

    @property
    def newest(self) -> str:
        """The last commit that changed a record; empty where none did."""
        return next(iter(self._parents), "")

    def brought(self, now: Approvable) -> str:
        """Return the commit of the mainline that brought the approval; empty where none did."""
        blobs = self._blobs(now.record)
        found = known = ""
        for commit in self._mainline:
            if blobs[commit] != known:
                then = self._read_as(blobs[commit], now)
                if then is None or decided(then) != decided(now):
                    break
            found, known = commit, blobs[commit]
        return found

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

    def _followed(self, now: Approvable, same: Test) -> list[Step]:
        blobs, fits = self._blobs(now.record), dict[str, "Approvable | None"]()
        found: list[Step] = []
        last = ""
        waiting = tuple(self._parents)[:1]
        while waiting:
            # Of several parents that have it the one whose text is the same tells where it is from.
            for commit in sorted(waiting, key=lambda each: blobs[each] != last) if len(waiting) > 1 else waiting:
                blob = blobs[commit]
                if blob not in fits:
                    then = self._read_as(blob, now)
                    fits[blob] = then if then is not None and same(then) else None
                if (fit := fits[blob]) is not None:
                    found = [*(found[:-1] if blob == last else found), Step(commit, fit)]
                    last, waiting = blob, tuple(each for each in self._parents[commit] if each in self._parents)
                    break
            else:
                break
        return found

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        return tuple(sorted({*self.places, *(each.rpartition("/")[0] for each in self.records)}))

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, ...]]:
        """The commits that changed a record, newest first, with the nearest such ones before them."""
        how = ("--full-history", "--topo-order", "--parents")
        return {commit: tuple(parents) for commit, *parents in self._listed(*how)}

    @cached_property
    def _mainline(self) -> tuple[str, ...]:
        return tuple(each[0] for each in self._listed("--first-parent"))

    def _listed(self, *how: str) -> list[list[str]]:
        if not self.head:
            return []
        found = self.git.text("--literal-pathspecs", "rev-list", *how, self.head, "--", *self._folders)
        return [line.split() for line in (found or "").split("\n") if line]

    @cached_property
    def _commits(self) -> Mapping[str, bytes]:
        names = list(self._parents)
        return {name: raw or b"" for name, raw in zip(names, self.git.objects(names), strict=True)}

    @cached_property
    def _trees(self) -> Mapping[tuple[str, str], bytes]:
        """The folders of the records in each commit, as git keeps them."""
        keys = [(each, folder) for each in (*self._parents, *self._mainline) for folder in self._folders]
        keys = list(dict.fromkeys(keys))
        ids = self.git.ids([f"{commit}:{self.prefix}{folder}" for commit, folder in keys])
        unique = sorted({each for each in ids if each})
        content = dict(zip(unique, self.git.objects(unique), strict=True))
        return {key: content.get(each) or b"" for key, each in zip(keys, ids, strict=True)}

    def _blobs(self, record: str) -> Mapping[str, str]:
        """Return the id of a record's text in each commit; empty where the commit has none."""
        if record not in self._ids:
            folder, _, name = record.rpartition("/")
            commits = dict.fromkeys((*self._parents, *self._mainline))
            self._ids[record] = {each: self._files[each, folder].get(name, "") for each in commits}
        return self._ids[record]

    @cached_property
    def _files(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """The plain files of the records' folders in each commit by their names, with the ids of their texts."""
        read = {tree: plain_files(tree, len(key[0]) // 2) for key, tree in self._trees.items()}
        return {key: read[tree] for key, tree in self._trees.items()}

    @cached_property
    def _texts(self) -> Mapping[str, bytes]:
        ids = sorted({each for record in self.records for each in self._blobs(record).values()} - {""})
        return {each: text or b"" for each, text in zip(ids, self.git.objects(ids), strict=True)}

    def _read_as(self, blob: str, now: Approvable) -> Approvable | None:
        key = (now.record, blob)
        if key not in self._read:
            self._read[key] = read_as(now.record, self._texts.get(blob, b""))
        return self._read[key]


def plain_files(tree: bytes, size: int) -> Mapping[str, str]:
    """Return the plain files in a folder as git keeps it, by name: mode, name, and an id of so many bytes each."""
    found = re.findall(rb"(\d+) ([^\0]+)\0(.{%d})" % size, tree, re.DOTALL)
    return {sys.intern(os.fsdecode(name)): id_.hex() for mode, name, id_ in found if mode.startswith(b"100")}


def lifetime_of(git: Git, records: Iterable[Approvable], places: Iterable[str] = ()) -> RecordHistory:
    """Return what git has of some records."""
    return RecordHistory(git, tuple(each.record for each in records), tuple(places))


def read_as(name: str, text: bytes) -> Approvable | None:
    """Return the record that a file was, by its folder a permit or a deviation; None where it was none."""
    if not text:
        return None
    plain = text.decode("utf-8", "replace")
    if PurePosixPath(name).parent.name == PERMIT.folder:
        return read_permit(name, plain)[0]
    return read_deviation(name, plain, kind=EARLIER)[0]


def decided(record: Approvable) -> tuple[Any, ...]:
    """Return what was decided on a record, and by whom."""
    return (record.status if isinstance(record, Deviation) else None), record.approved
