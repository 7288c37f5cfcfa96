"""Records that name what is not there, and days that cannot be in that order: each a problem at its key.

Of a deviation that was rejected or withdrawn nothing is said: it is history, and what it names may be gone.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath

from attrs import frozen

from aseptic.records.approval import Approval, Raised
from aseptic.records.deviation import Deviation, Status
from aseptic.records.disposition import State
from aseptic.records.permit import Permit
from aseptic.records.record import Filed
from aseptic.records.ruleless import Rules, rules_of
from aseptic.records.shelf import Shelf
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard

_ENDED = frozenset({Status.REJECTED, Status.WITHDRAWN})


@frozen
class _Ids:
    """The ids that records may name, by what they are ids of; of a file that cannot be read its name counts."""

    of: Mapping[str, Collection[str]]
    unread: Collection[str]


def dangling(standard: Standard, shelf: Shelf, today: datetime.date) -> Iterator[Problem]:
    """Yield what is wrong with what records name and with their days; `standard` has the project's own rules."""
    unread = {PurePosixPath(problem.path).stem for problem in shelf.problems}
    piles = {
        "requirement": shelf.requirements,
        "permit": shelf.permits,
        "threat": shelf.threats,
        "asset": shelf.assets,
        "interface": shelf.interfaces,
    }
    rules = rules_of(standard, shelf)
    ids = _Ids({noun: {each.id for each in records} for noun, records in piles.items()}, unread)
    for each in shelf.deviations:
        if each.status not in _ENDED:
            yield from _rule(rules, each)
            yield from _named(each, "requirements", each.requirements, "requirement", ids)
            yield from _named(each, "permit", (each.permit,) if each.permit else (), "permit", ids)
            yield from _days(each, each.raised, each.approved, each.expires, today)
    for each in shelf.permits:
        yield from _rule(rules, each)
        yield from _days(each, each.raised, each.approved, each.expires, today)
    for each in shelf.requirements:
        yield from _named(each, "threats", () if each.retired else each.threats, "threat", ids)
    for each in shelf.interfaces:
        yield from _named(each, "assets", each.assets, "asset", ids)
        yield from _named(each, "threats", each.threats, "threat", ids)
    for each in shelf.threats:
        yield from _named(each, "interfaces", each.interfaces, "interface", ids)
        yield from _named(each, "assets", each.assets, "asset", ids)
        yield from _named(each, "mitigated_by", each.mitigated_by, "requirement", ids)


def _rule(rules: Rules, record: Deviation | Permit) -> Iterator[Problem]:
    lacking = rules.lacking(record)
    if lacking and lacking.state is not State.NOT_SEEN:  # which is told at the rule's own file
        yield Problem(record.record, f"'rule': {lacking.why}", lacking.cure, record.line("rule"), "rule")


def _named(record: Filed, key: str, names: Iterable[str], noun: str, ids: _Ids) -> Iterator[Problem]:
    known = ids.of[noun]
    for name in names:
        if name not in known and name not in ids.unread:
            close = get_close_matches(name, sorted(known), 1)
            cure = f"did you mean '{close[0]}'?" if close else f"write it, as {noun}s/{name}.md, or take it out"
            yield Problem(record.record, f"'{key}': there is no {noun} {name}", cure, record.line(key), key)


def _days(
    record: Filed, raised: Raised, approved: Approval, expires: datetime.date, today: datetime.date
) -> Iterator[Problem]:
    if expires < raised.on:
        said = f"'expires': it ends on {expires.isoformat()}, before it was raised on {raised.on.isoformat()}"
        yield Problem(record.record, said, "correct the days", record.line("expires"), "expires")
    if approved.on and approved.on < raised.on:
        said = f"'approved': it was approved on {approved.on.isoformat()}, before it was raised"
        yield Problem(record.record, said, "have it approved as it is now", record.line("approved"), "approved")
    for key, day in (("raised", raised.on), ("approved", approved.on)):
        # A day's head start: whoever wrote it may live east of the clock that is asked.
        if day and day > today + datetime.timedelta(days=1):
            said = f"'{key}': {day.isoformat()} is still to come"
            yield Problem(record.record, said, "correct the day", record.line(key), key)
