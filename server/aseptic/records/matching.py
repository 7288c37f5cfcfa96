"""Findings and deviations brought together, in passes; each works on what the ones before left.

An approval never slips to another finding: where it cannot be told which of several equals a record is about, none
is covered. Everything here is a function of its arguments.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from types import MappingProxyType

from attrs import evolve

from aseptic.records.deviation import Deviation
from aseptic.records.disposition import OPEN, Disposition, State
from aseptic.records.passes import PASSES, Claim, Left, Place, Sighting, likeness
from aseptic.records.standing import closed, standing
from aseptic.records.terms import Terms

__all__ = ["OPEN", "Disposition", "Sighting", "State", "match"]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_RANK = {
    state: rank
    for rank, state in enumerate(
        (
            State.APPROVED,
            State.EXPIRING,
            State.DOUBTFUL,
            State.ORPHANED,
            State.PROPOSED,
            State.AMENDED,
            State.EXPIRED,
            State.MOVED,
            State.STALE,
            State.AMBIGUOUS,
            State.REJECTED,
            State.WITHDRAWN,
        )
    )
}


def match(
    sightings: Sequence[Sighting],
    deviations: Sequence[Deviation],
    today: datetime.date,
    terms: Terms,
    seen: Container[str] = (),
    renamed: Mapping[str, str] = _NOTHING,
) -> tuple[tuple[Disposition, ...], Mapping[str, Disposition]]:
    """Return what the records say of each sighting, in their order, and how each deviation stands, by id.

    `seen` holds the paths that were scanned and parsed: a deviation without a finding there is unused, elsewhere not
    seen. `renamed` holds files that were renamed, by their old paths.
    """
    own = {each.id: standing(each, today, terms) for each in deviations}
    equals: dict[Place, list[int]] = defaultdict(list)
    for index, sighting in enumerate(sightings):
        equals[sighting.place].append(index)
    found: dict[int, Disposition] = {}
    states: dict[str, Disposition] = {each: state for each, state in own.items() if closed(state)}
    for step in PASSES:
        waiting = [each for each in deviations if each.id not in states]
        free = frozenset(range(len(sightings))).difference(found)
        for claim in tuple(step(Left(sightings, equals, free, waiting, renamed))):
            _settle(claim, own, found, states)
    for each in deviations:
        states.setdefault(each.id, _unmet(each, seen))
    for later, first in _of_one_finding(deviations, own):
        note = f"{states[later].note}; {first} is about the same finding"
        states[later] = evolve(states[later], note=note, rival=first)
    refused = [each for each in deviations if closed(own[each.id])]
    _refused(Left(sightings, equals, frozenset(), refused, renamed), own, found)
    return tuple(found.get(index, OPEN) for index in range(len(sightings))), states


def _of_one_finding(deviations: Sequence[Deviation], own: Mapping[str, Disposition]) -> Iterator[tuple[str, str]]:
    """Yield each record of a finding about which an earlier one stands, or waits for approval, with that one."""
    first: dict[tuple[object, ...], str] = {}
    for each in sorted(deviations, key=lambda one: (one.raised.on, one.id)):
        finding = each.where, each.rule, each.fingerprint.statement, each.fingerprint.around, each.fingerprint.of
        if finding in first:
            yield each.id, first[finding]
        elif own[each.id].state.recorded:
            first[finding] = each.id


def _settle(
    claim: Claim,
    own: Mapping[str, Disposition],
    found: dict[int, Disposition],
    states: dict[str, Disposition],
) -> None:
    state = own[claim.deviation]
    if claim.state is not None:
        note = " ".join(f"{claim.deviation} {claim.note}".split())
        state = Disposition(claim.state, claim.deviation, note)
    if claim.where:
        state = evolve(state, where=claim.where)
    states[claim.deviation] = state
    for index in claim.sightings:
        if index not in found or _RANK[state.state] < _RANK[found[index].state]:
            found[index] = state


def _unmet(deviation: Deviation, seen: Container[str]) -> Disposition:
    """6: nothing left. It tells what was looked at from what was not."""
    if deviation.path in seen:
        note = f"{deviation.id} covers nothing: {deviation.where} no longer breaks {deviation.rule}"
        return Disposition(State.UNUSED, deviation.id, note)
    note = f"{deviation.id} could not be looked at: {deviation.path} was not scanned, or does not parse"
    return Disposition(State.NOT_SEEN, deviation.id, note)


def _refused(left: Left, own: Mapping[str, Disposition], found: dict[int, Disposition]) -> None:
    """Tell at an open finding of the record that was rejected or withdrawn."""
    spoken_for = frozenset(found)
    for deviation in left.deviations:
        for index in left.group(deviation):
            sighting = left.sightings[index]
            same = sighting.ordinal == deviation.fingerprint.ordinal
            if index not in spoken_for and (same or likeness(deviation, sighting) == 2):
                found[index] = own[deviation.id]
