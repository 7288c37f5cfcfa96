"""What was rejected in any file of the records' folders in any commit, and whether that was looked at again since.

A record is followed by its history: whatever number it has, and whatever took the number that it had. Where it was
proposed again and approved, the question was answered anew for the place that it names then, and for no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import frozen

from aseptic.analysis.approvals.approvable import Approvable, decided, read_as
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.approvals.said_again import shared
from aseptic.records.amending import history_of
from aseptic.records.deviation import Deviation, Status

_AGAIN = " proposed again by "


@frozen
class RejectedText:
    """A text of a file in which a record is rejected."""

    then: Approvable
    name: str
    """The file's, from git's folder."""
    commit: str
    """The first that has it."""


def is_rejected(then: Approvable | None) -> bool:
    """Say whether somebody decided against a record."""
    return then is not None and then.status is Status.REJECTED


def rejections_ever(lifetime: RecordHistory, rule: str) -> Sequence[RejectedText]:
    """Return what was rejected of a rule in commits, the first first."""
    return _by_rule(lifetime).get(rule, ())


@lru_cache(maxsize=1)
def _by_rule(lifetime: RecordHistory) -> Mapping[str, Sequence[RejectedText]]:
    texts = lifetime.texts_ever
    having = [
        (name, blob, commit)
        for name, blobs in lifetime.ever.items()
        for blob, commit in blobs.items()
        if b"rejected" in texts[blob].partition(b"\n---")[0]
    ]
    order = {commit: at for at, commit in enumerate(lifetime.commits)}
    found: dict[str, list[RejectedText]] = {}
    for name, blob, commit in sorted(having, key=lambda each: -order[each[2]]):
        if (then := read_as(name, texts[blob])) is not None and is_rejected(then):
            found.setdefault(then.rule, []).append(RejectedText(then, name, commit))
    return found


def reopened(lifetime: RecordHistory, found: RejectedText, now: Approvable) -> bool:
    """Say whether what was rejected was looked at again, for what it has in common with another record."""
    if follows(found.then, now) and proposed_since(found.then, now):
        return True
    return _put_back(lifetime, found) or any(
        _answered(found.then, later, now) for later in _later(lifetime, found) if follows(found.then, later)
    )


def proposed_since(then: Approvable, now: Approvable) -> bool:
    """Say whether a rejected record was proposed again since, a deviation for where it is now."""
    before, after = _proposals(then), _proposals(now)
    if len(after) <= len(before) or not isinstance(then, Deviation) or not isinstance(now, Deviation):
        return len(after) > len(before)
    return then.where != now.where or any(f" at {now.where} " in f"{each} " for each in after[len(before) :])


def follows(then: Approvable, later: Approvable) -> bool:
    """Say whether a record tells all that the other had told, which is the same one, maybe under another number."""
    told = frozenset(history_of(then.page))
    known = bool(told) or then.id == later.id or any("(was rejected" in each for each in _proposals(later))
    return known and told <= frozenset(history_of(later.page))


def _answered(then: Approvable, later: Approvable, now: Approvable) -> bool:
    """Say whether a later text of what was rejected is approved, for what it shared with another record."""
    if later.status is not Status.APPROVED or len(_proposals(later)) <= len(_proposals(then)):
        return False
    if not isinstance(then, Deviation) or not isinstance(later, Deviation) or not isinstance(now, Deviation):
        return bool(shared(then, later))
    same = then.where != now.where and later.fingerprint.statement == now.fingerprint.statement
    return same or later.where in (then.where, now.where)


def _later(lifetime: RecordHistory, found: RejectedText) -> Iterator[Approvable]:
    """Yield the records that may be a rejected one's later texts."""
    entries = history_of(found.then.page)
    telling = (entries[-1].partition(" (")[0] if entries else _AGAIN).encode()
    for name, blobs in lifetime.ever.items():
        for blob in blobs:
            if telling in (text := lifetime.texts_ever[blob]) and (later := read_as(name, text)) is not None:
                yield later


def _put_back(lifetime: RecordHistory, found: RejectedText) -> bool:
    """Say whether the file says last what had been approved in it before the rejection."""
    order = {commit: at for at, commit in enumerate(lifetime.commits)}
    blobs = lifetime.ever[found.name]
    now = read_as(found.name, lifetime.texts_ever[next(iter(blobs))])
    if now is None or not now.approved.given or is_rejected(now):
        return False
    older = [lifetime.texts_ever[blob] for blob, commit in blobs.items() if order[commit] > order[found.commit]]
    texts = (read_as(found.name, each) for each in older)
    return any(then is not None and decided(then) == decided(now) for then in texts)


def _proposals(record: Approvable) -> Sequence[str]:
    return [each for each in history_of(record.page) if _AGAIN in each]
