"""What records have been in a project's commits.

A record is followed from the commit that is checked out to the parents that have it, merges included; in the mainline a
merge is one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import define, field, frozen

from aseptic.analysis.approvals.approvable import Approvable, bears, read_as
from aseptic.analysis.approvals.committed_files import CommittedFiles
from aseptic.analysis.approvals.joined_addresses import JoinedAddresses
from aseptic.analysis.approvals.record_numbers import RecordNumbers, about
from aseptic.analysis.versioning.git import Git

Test = Callable[[Approvable], bool]


@frozen(eq=False)
class Step:
    """The first of the commits that follow one another with the same text of a record, and the record there."""

    commit: str
    record: Approvable


@define(frozen=True, slots=False, eq=False)
class RecordHistory(CommittedFiles):
    """What git has of some records. Everything is asked for when it is needed first."""

    _read: dict[tuple[str, str], Approvable | None] = field(factory=dict[tuple[str, str], "Approvable | None"])
    _mine: dict[tuple[str, ...], Mapping[str, str]] = field(factory=dict[tuple[str, ...], Mapping[str, str]])

    @cached_property
    def joins(self) -> JoinedAddresses:
        """Which addresses are one person's."""
        return JoinedAddresses(self.places_then)

    def steps(self, now: Approvable) -> list[Step]:
        """Return the texts that a record has had with today's approval, newest first; the last one brought it."""
        return self._followed(now, lambda then: bears(then, now))

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
        for blob in sorted({*self._own(now).values()} - {""}):
            if (then := self._read_as(blob, now)) is not None:
                yield then

    def texts_by_commit(self, now: Approvable) -> Mapping[str, Approvable]:
        """Return what a record was in each commit that changed one and has it, the newest first."""
        blobs = self._own(now)
        return {each: then for each in self._parents if (then := self._read_as(blobs[each], now)) is not None}

    def path_then(self, commit: str, now: Approvable) -> str:
        """Return where a record lay in a commit, under whatever number, from the top."""
        folder = now.record.rpartition("/")[0]
        alike = [name for name, blob in self._files[commit, folder].items() if blob == self._own(now)[commit]]
        record = now.record if now.record.rpartition("/")[2] in alike or not alike else f"{folder}/{alike[0]}"
        return self.path_in(commit, record)

    def of_others(self, now: Approvable) -> Mapping[str, Approvable]:
        """Return what another record was in commits that had a record's number there, the newest first."""
        own, blobs = self._own(now), self._blobs(now.record)
        theirs = ((each, blobs[each]) for each in self._parents if blobs[each] and own[each] != blobs[each])
        return {each: then for each, blob in theirs if (then := self._read_as(blob, now)) is not None}

    def lies_in_head(self, now: Approvable) -> bool:
        """Say whether the commit that is checked out has a record."""
        return any(each in self.texts_by_commit(now) for each in self.commits[:1])

    def course(self, now: Approvable) -> Mapping[str, Approvable]:
        """Return the same with what the record was in files of other names, as long as its own was away."""
        blobs, known = self._blobs(now.record), dict(self.texts_by_commit(now))
        folder, had = now.record.rpartition("/")[0], set[str]()
        for commit in reversed([*self._parents]):
            if blobs[commit] or not had.isdisjoint(self._parents[commit]):
                had.add(commit)
        away = {each: self._files[each, folder].values() for each in had if not blobs[each]}
        ids = {blob for files in away.values() for blob in files}
        read = {blob: self._read_as(blob, now) for blob in ids if now.id.encode() in self._texts[blob]}
        named = {blob: then for blob, then in read.items() if then is not None and then.id == now.id}
        known |= {each: named[blob] for each, files in away.items() for blob in files if blob in named}
        return {each: known[each] for each in self._parents if each in known}

    def brought(self, now: Approvable) -> str:
        """Return the commit of the mainline that brought the approval; empty where none did."""
        blobs = self._blobs(now.record)
        found = known = ""
        for commit in self._mainline:
            if not blobs[commit] or blobs[commit] != known:
                then = self._read_as(blobs[commit], now)
                if then is None or not bears(then, now):
                    break
            found, known = commit, blobs[commit]
        return found

    def _followed(self, now: Approvable, same: Test) -> list[Step]:
        blobs, fits = self._own(now), dict[str, "Approvable | None"]()
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

    def _read_as(self, blob: str, now: Approvable) -> Approvable | None:
        key = (now.record, blob)
        if key not in self._read:
            self._read[key] = read_as(now.record, self._texts.get(blob, b""))
        return self._read[key]

    def _read_each(self, blobs: Iterable[str], now: Approvable) -> Sequence[Approvable | None]:
        """Return what texts of any files are as a record's, those of other numbers among them."""
        return [self._read_as(each, now) for each in blobs]

    def _own(self, now: Approvable) -> Mapping[str, str]:
        """Return the id of a record's text in each commit, where it was its own and no other's of the same number."""
        key, blobs = (now.record, *about(now), now.digest), self._blobs(now.record)
        if key not in self._mine:
            folder, _, name = now.record.rpartition("/")
            numbers = RecordNumbers(
                self._parents, lambda each: self._files.get((each, folder), {}), lambda some: self._read_each(some, now)
            )
            own = numbers.own(name, now)
            known = frozenset(own.values())
            self._mine[key] = {each: blob if blob in known else own.get(each, "") for each, blob in blobs.items()}
        return self._mine[key]

    def beside(self, now: Approvable) -> Iterator[tuple[str, Mapping[str, Approvable]]]:
        """Yield each place that did not count in commits, with what a record was there, by commit, newest first."""
        found = self.elsewhere(now.record)
        ids = sorted({blob for blobs in found.values() for blob in blobs.values()})
        texts = {blob: read_as(now.record, text or b"") for blob, text in zip(ids, self.git.objects(ids), strict=True)}
        for path, blobs in found.items():
            yield path, {commit: then for commit, blob in blobs.items() if (then := texts[blob]) is not None}


def lifetime_of(git: Git, records: Iterable[Approvable], places: Iterable[str] = ()) -> RecordHistory:
    """Return what git has of some records."""
    return RecordHistory(git, tuple(each.record for each in records), tuple(places))
