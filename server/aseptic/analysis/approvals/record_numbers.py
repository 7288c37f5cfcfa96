"""Which texts of a file were another record's: two branches took the same new number, and a merge filed one anew.

What comes after a text in its own line of the history is the same record, whatever it says, unless one about the same
stands under another number from that very commit on, which has all that was known of it: else whoever edits a record
would shake off who raised it, and a rejection.
What a merge leaves for the text of another side was another record where it is about other code and somebody else, or
another day, raised it. What is about the same as a record is today was another's where it argued otherwise and lies
whole under another number since: of two branches that recorded one finding a merge has both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from aseptic.analysis.approvals.approvable import Approvable, decided
from aseptic.analysis.approvals.said_again import said_again
from aseptic.records.amending import history_of
from aseptic.records.deviation import Deviation


def lives_on(then: Approvable, now: Approvable) -> bool:
    """Say whether a record is one that had another number: about the same, raised by the same, with all its history."""
    same = (type(then), about(then), _raised(then)) == (type(now), about(now), _raised(now))
    return same and frozenset(history_of(then.page)) <= frozenset(history_of(now.page))


def kept_whole(then: Approvable, now: Approvable) -> bool:
    """Say whether a record is one of another number with its reasons and all that was decided on it."""
    same = lives_on(then, now) and then.reason_words == now.reason_words
    return same and (bool(history_of(then.page)) or decided(then) == decided(now))


def argue_apart(one: Approvable, other: Approvable) -> bool:
    """Say whether two records about the same are two: neither says what the other says, in whatever words."""
    return not said_again(one, other) and not said_again(other, one)


def about(record: Approvable) -> tuple[str, ...]:
    """Return what a record is about."""
    if isinstance(record, Deviation):
        return record.rule, record.where, record.fingerprint.statement
    return record.rule, *record.paths


@frozen(eq=False)
class RecordNumbers:
    """The files of one folder of records in commits."""

    parents: Mapping[str, Sequence[str]]
    """The commits, newest first, with the nearest before each."""
    files: Callable[[str], Mapping[str, str]]
    """What a commit has there: the ids of texts by the files' names."""
    read: Callable[[Iterable[str]], Sequence[Approvable | None]]
    """The records that texts are."""

    def own(self, name: str, now: Approvable) -> Mapping[str, str]:
        """Return the ids of the texts that were a record's own in commits, those under a number before among them."""
        having = {commit: blob for commit in self.parents if (blob := self.files(commit).get(name))}
        texts = self.read({*having.values()})
        changed = len({(*_born(each), each.reason_words) for each in texts if each is not None}) > 1
        found = self._line(name, next(iter(self.parents), ""), now) if changed else having
        for other, since in self._before(having):
            found = {**self._line(other, since, now), **found}
        return found

    def _line(self, name: str, last: str, now: Approvable) -> Mapping[str, str]:
        """Return the ids of what a file was up to a commit, without what was another record's."""
        found: dict[str, str] = {}
        seen: set[tuple[str, str]] = set()
        waiting = [(last, "")]
        while waiting:
            if (step := waiting.pop()) in seen:
                continue
            seen.add(step)
            commit, after = step
            if blob := self.files(commit).get(name, ""):
                found[commit] = after = blob
            waiting += [
                (each, after)
                for each in self.parents.get(commit, ())
                if not self._is_anothers(name, commit, each, after, now)
            ]
        return found

    def _is_anothers(self, name: str, commit: str, before: str, after: str, now: Approvable) -> bool:
        """Say whether what a file was before a commit is another record's than the text that came after it."""
        was = self.files(before).get(name)
        then, new = self.read((was, after)) if was and after and was != after else (None, None)
        if then is None or new is None:
            return False
        if about(then) in (about(now), about(new)):
            return argue_apart(then, new) and argue_apart(then, now) and self._lies_whole(then, name, commit)
        here, there = self.files(commit), self.files(before)
        others = self.read(blob for other, blob in here.items() if other != name and there.get(other) != blob)
        if any(each is not None and about(each) == about(then) for each in others):  # as `_before` has it
            return True
        first, *_ = sides = self.parents[commit]
        kept = self.read(self.files(each).get(name, "") for each in sides if each != before)
        taken = before != first and any(each is not None and _born(each) == _born(new) for each in kept)
        return taken and _raised(then) != _raised(new) and apart(then, new)

    def _lies_whole(self, then: Approvable, name: str, commit: str) -> bool:
        """Say whether another file has all of a record, in a commit or today."""
        stages = (self.files(each) for each in (commit, next(iter(self.parents), commit)))
        others = self.read(blob for files in stages for other, blob in files.items() if other != name)
        return any(each is not None and kept_whole(then, each) for each in others)

    def _before(self, having: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield the files in which a record lay before it got its number, of those that another record has now."""
        today = self.files(next(iter(self.parents), ""))
        for commit, blob in having.items():
            files, before = self.files(commit), self.parents[commit]
            for each in before if having.keys().isdisjoint(before) else ():
                there = self.files(each).items()
                moved = [(other, was) for other, was in there if other in today and files.get(other) != was]
                new, *then = self.read((blob, *(was for _, was in moved)))
                for (other, _), one in zip(moved, then, strict=True):
                    if one is not None and new is not None and about(one) == about(new):  # whoever it says raised it
                        yield other, each


def _raised(record: Approvable) -> tuple[Any, ...]:
    return record.raised.by, record.raised.on


def _born(record: Approvable) -> tuple[Any, ...]:
    return about(record), _raised(record)


def apart(one: Approvable, other: Approvable) -> bool:
    """Say whether two records have neither the place nor the statement in common."""
    if isinstance(one, Deviation) and isinstance(other, Deviation):
        return one.where != other.where and one.fingerprint.statement != other.fingerprint.statement
    return about(one) != about(other)
