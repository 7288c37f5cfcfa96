"""Deviations under a permit: a class of findings approved before, on conditions and up to a number."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from fnmatch import translate

from aseptic.records.authority import amended, objection, untimely
from aseptic.records.deviation import Deviation, Status
from aseptic.records.permit import Permit
from aseptic.records.terms import Terms


def uses(deviations: Iterable[Deviation], terms: Terms, today: datetime.date) -> Mapping[str, int]:
    """Return which use of its permit each deviation is, from 1: the one that was raised first is the first.

    One that covers nothing uses nothing: without reasons, expired, of another rule or in a file that is not named.
    """
    counted: dict[str, int] = {}
    found: dict[str, int] = {}
    for each in sorted(deviations, key=lambda one: (one.raised.on, one.id)):
        if each.permit and each.status is Status.PROPOSED and _may_cover(each, terms, today):
            counted[each.permit] = found[each.id] = counted.get(each.permit, 0) + 1
    return found


def _may_cover(deviation: Deviation, terms: Terms, today: datetime.date) -> bool:
    permit = terms.permits.get(deviation.permit or "")
    fits = permit is not None and permit.rule == deviation.rule and named(permit, deviation.path)
    return fits and deviation.expires >= today and not deviation.unreasoned(terms.policy.shortest_justification)


def lacking(deviation: Deviation, permit: Permit | None, today: datetime.date, terms: Terms) -> str:
    """Return why a permit does not cover a deviation that names it, as the end of a sentence; empty where it does."""
    if permit is None:
        return f"names {deviation.permit}, which is not there"
    if permit.rule != deviation.rule:
        return f"names {permit.id}, which is about {permit.rule}"
    if not named(permit, deviation.path):
        return f"names {permit.id}, which is not for {deviation.path}"
    if ended := _ended(permit, today):
        return f"names {permit.id}, which {ended}"
    if why := unapproved(permit, deviation.path, today, terms):
        return f"names {permit.id}, which {why}"
    number = terms.uses.get(deviation.id, 1)
    if permit.limit is not None and number > permit.limit:
        return f"is use {number} of {permit.id}, which allows {permit.limit}"
    return ""


def fitting(
    permits: Iterable[Permit], rule: str, path: str, deviations: Iterable[Deviation], today: datetime.date, terms: Terms
) -> tuple[Permit, ...]:
    """Return the permits that count for a finding of a rule in a file and have a use left."""
    known = tuple(deviations)
    return tuple(each for each in permits if not unfit(each, rule, path, known, today, terms))


def unfit(
    permit: Permit, rule: str, path: str, deviations: Iterable[Deviation], today: datetime.date, terms: Terms
) -> str:
    """Return why a permit is for no further finding of a rule in a file, as the end of a sentence; empty if it is."""
    if permit.rule != rule:
        return f"is about {permit.rule}, and this breaks {rule}"
    if not named(permit, path):
        return f"is not for {path}"
    if why := _ended(permit, today) or unapproved(permit, path, today, terms):
        return why
    used = sum(each.permit == permit.id and each.id in terms.uses for each in deviations)
    return f"allows {permit.limit}, and has no use left" if permit.limit is not None and used >= permit.limit else ""


def named(permit: Permit, path: str) -> bool:
    """Say whether one of a permit's globs fits a file; a `*` fits any characters, `/` as well."""
    return any(re.match(translate(glob), path) for glob in permit.paths)


def outstanding(permit: Permit, today: datetime.date, terms: Terms) -> str:
    """Return why a permit does not count in all the files that it names; empty where it does."""
    against = (unapproved(permit, glob, today, terms) for glob in permit.paths)
    return _ended(permit, today) or next(filter(None, against), "")


def _ended(permit: Permit, today: datetime.date) -> str:
    return f"expired on {permit.expires.isoformat()}" if permit.expires < today else ""


def unapproved(permit: Permit, path: str, today: datetime.date, terms: Terms) -> str:
    """Return why a permit counts for nothing yet in a file; empty where it was approved as it is."""
    given = permit.approved
    if permit.ended is not None:
        return f"was {permit.status.value} by {permit.ended.by}"
    if not given.given or given.by is None or given.on is None:
        return "is not approved"
    if given.of != permit.digest:
        return f"{amended(given.by)} on {given.on.isoformat()}"
    if why := untimely(permit.raised.on, given.on, today):
        return why
    if permit.unreasoned(terms.policy.shortest_justification):
        return f"still has its reasons to be written in {permit.record}"
    if permit.id in terms.repeated:
        return f"says what {terms.repeated[permit.id]} says, in the same words"
    why = objection(permit.raised.everybody, path, permit.rule, permit.expires, given.by, given.on, terms)
    why = why or terms.unproved(permit)
    return f"is approved, but {why}" if why else ""
