"""What git tells of records beside whether approvals count: what is gone of them, and what was dated back.

Nothing counts less for it. A clock may be wrong, a branch rebased or squashed, a history rewritten for a good reason;
but whoever audits the records has to know of it, and no record tells it of itself.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from shlex import quote

from attrs import frozen

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.doubts import doubts
from aseptic.analysis.approvals.lost_records import approvable, loss_of, was_decided
from aseptic.analysis.approvals.record_history import RecordHistory, Test, lifetime_of
from aseptic.analysis.approvals.record_numbers import apart, argue_apart, lives_on
from aseptic.analysis.approvals.unkept import ignored_policy, unkept
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.commits import committed_on
from aseptic.analysis.versioning.git import Git
from aseptic.records.amending import history_of
from aseptic.records.deviation import DEVIATION, Deviation, Status
from aseptic.records.permit import PERMIT
from aseptic.records.reading import STANDARD
from aseptic.records.uncounted import is_record

UNTOLD = (
    "what records said before, and whether they are dated back, cannot be told: the history was cut off when it was "
    "fetched; `git fetch --unshallow` has it whole"
)
_DAYS = 1
"""Days between a date and its commit that say nothing: of time zones, and of work through the night."""
_SHOWN = 80
"""Characters of an entry that are shown."""


@frozen
class Remark:
    """One thing that people should look at."""

    record: str
    """The record's own file."""
    text: str

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.record}: {self.text}"


def whole_history(git: Git, project: Project) -> RecordHistory:
    """Return what git has of all that is approved in a project, today or once."""
    folders = (f"{project.settings.records}/{kind.folder}" for kind in (DEVIATION, PERMIT))
    return lifetime_of(git, approvable(project), folders)


def remarks(lifetime: RecordHistory, project: Project) -> Iterator[Remark]:
    """Yield what git tells of a project's records, approved or not, by its whole history of them."""
    records = approvable(project)
    for record in records:
        texts = lifetime.texts_by_commit(record)
        asked = doubts(lifetime, record, project)
        lost = (*_emptied(lifetime, record, records), *_displaced(lifetime, record, records))
        for text in (*lost, *_dated_back(lifetime, record, texts), *asked, *_unpermitted(record, project)):
            yield Remark(record.record, text)
    yield from _unkept(lifetime, records)
    if told := ignored_policy(lifetime.git, project) if records else "":
        yield Remark(f"{project.settings.records}/{STANDARD}", told)
    for name in lifetime.gone:
        if is_record(PurePosixPath(name).name) and (text := loss_of(name, lifetime, project)):
            yield Remark(name, text)


def _unkept(lifetime: RecordHistory, records: Sequence[Approvable]) -> Iterator[Remark]:
    """Yield why git can keep nothing of records, each reason once."""
    newest = next(iter(lifetime.commits), "")
    lying = [each.record for each in records if newest not in lifetime.texts_by_commit(each)]
    named: dict[str, list[str]] = {}
    for record, why in unkept(lifetime.git, lying if lifetime.head else ()).items():
        named.setdefault(why, []).append(record)
    for why, those in named.items():
        yield Remark(those[0], f"{why} (and {len(those) - 1} more)" if len(those) > 1 else why)


def _emptied(lifetime: RecordHistory, now: Approvable, records: Sequence[Approvable]) -> Iterator[str]:
    """Yield which entries of a record's history are gone that a commit had.

    Of a record about other code, or of other reasons, what another one tells by now is not gone. It is no part of this
    one's: put back, it would take the place of what took its number.
    """
    there, lost = frozenset(history_of(now.page)), dict[str, tuple[str, Approvable]]()
    for commit, then in lifetime.texts_by_commit(now).items():
        gone = [each for each in history_of(then.page) if each not in there and each not in lost]
        if gone and not (_another(then, now) and any(lives_on(then, each) for each in records if each is not now)):
            lost |= dict.fromkeys(gone, (commit, then))
    if lost:
        first, (commit, then) = next(iter(lost.items()))
        others = f", and {len(lost) - 1} more" if len(lost) > 1 else ""
        shown = quote(f"{commit[:12]}:{lifetime.path_then(commit, now)}")
        way = f"file what `git show {shown}` has under a number of its own" if _another(then, now) else ""
        yield (
            f"its history does not say any more what it said in commit {commit[:12]}: '{_short(first)}'{others}; "
            f"{way or f'`git show {shown}` has it, so put that back into its history'}"
        )


def _another(then: Approvable, now: Approvable) -> bool:
    return apart(then, now) or argue_apart(then, now)


def _displaced(lifetime: RecordHistory, now: Approvable, records: Sequence[Approvable]) -> Iterator[str]:
    """Yield that another record of the same number was decided on and is gone: a merge left it out."""
    for commit, then in lifetime.of_others(now).items():
        known = (one for each in records for one in (each, *lifetime.versions(each)))
        if was_decided(then) and not any(lives_on(then, each) for each in known):
            yield (
                f"another record of its number is gone, on which somebody had decided ({then.status.value} in commit "
                f"{commit[:12]}); file what `{lifetime.showing(now.record, commit)}` has under a number of its own"
            )
            return


def _unpermitted(now: Approvable, project: Project) -> Iterator[str]:
    """Yield that a deviation names a permit that is gone, whose approver may have gone by it."""
    if not isinstance(now, Deviation) or not now.permit or now.status is not Status.APPROVED or not now.approved.on:
        return
    permit = project.terms.permits.get(now.permit)
    if permit is not None and (permit.ended is None or permit.ended.on < now.approved.on):
        return
    ended = "is not there" if permit is None else f"was {permit.status.value}"
    yield (
        f"it names {now.permit}, which {ended}; an approval of its own does not end with that, so withdraw it, or take "
        "'permit' out of it and have it approved again"
    )


def _short(entry: str) -> str:
    return entry if len(entry) <= _SHOWN else f"{entry[:_SHOWN].rstrip()}…"


def _dated_back(lifetime: RecordHistory, now: Approvable, texts: Mapping[str, Approvable]) -> Iterator[str]:
    """Yield which of a record's dates is older than the commit that brought it."""
    raised, approved = now.raised, now.approved

    def first(same: Test) -> str:
        return next((each for each in reversed([*texts]) if same(texts[each])), "")

    brought = {"raised": (raised.on, first(lambda each: _raised(each) == _raised(now)))}
    if approved.given and approved.on is not None:
        brought["approved"] = approved.on, first(lambda each: each.approved == approved)
    for verb, (day, commit) in brought.items():
        made = committed_on(lifetime.raw(commit)) if commit and not lifetime.cut_at(commit) else None
        if made is not None and (made - day).days > _DAYS:
            yield (
                f"it is {verb} as of {day.isoformat()}, dated before it was committed: commit {commit[:12]}, which "
                f"brought that, is of {made.isoformat()}"
            )


def _raised(one: Approvable) -> tuple[str, datetime.date]:
    return one.raised.by, one.raised.on
