"""Findings and deviations brought together, in passes; each works on what the ones before left.

An approval never slips to another finding: where it cannot be told which of several equals a record is about, none
is covered. Everything here is a function of its arguments.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from types import MappingProxyType

from attrs import evolve, frozen

from aseptic.records.deviation import Deviation
from aseptic.records.disposition import OPEN, Disposition, State
from aseptic.records.moves import moved, scattered
from aseptic.records.passes import (
    Claim,
    Left,
    Pass,
    Sighting,
    TwinKey,
    file_renamed,
    likeness,
    place_of,
    same,
    stale,
    told_by_neighbours,
)
from aseptic.records.standing import closed, standing
from aseptic.records.terms import Terms
from aseptic.records.unmet import unmet

__all__ = ["OPEN", "Disposition", "Sighting", "Standings", "State", "match", "matched", "standings"]

_PASSES: tuple[Pass, ...] = (same, told_by_neighbours, file_renamed, moved, stale, scattered)
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


@frozen(eq=False)
class Standings:
    """How deviations stand by themselves, whatever became of their findings."""

    own: Mapping[str, Disposition]
    """By their ids."""
    rivals: Mapping[str, str]
    """Those of a finding about which an earlier one stands, or waits for approval, with that one."""
    mispointed: Container[str] = ()
    """Those that show other code than their fingerprint names."""


def standings(deviations: Sequence[Deviation], today: datetime.date, terms: Terms) -> Standings:
    """Return how deviations stand by themselves: no edit of the code that they are about changes it."""
    own = {each.id: standing(each, today, terms) for each in deviations}
    return Standings(own, dict(_of_one_finding(deviations, own)), terms.mispointed)


def match(
    sightings: Sequence[Sighting],
    deviations: Sequence[Deviation],
    today: datetime.date,
    terms: Terms,
    seen: Container[str] = (),
    renamed: Mapping[str, str] = _NOTHING,
    gone: Container[str] = (),
) -> tuple[tuple[Disposition, ...], Mapping[str, Disposition]]:
    """Return what the records say of each sighting, in their order, and how each deviation stands, by id.

    `seen` holds the paths that were scanned and parsed: a deviation without a finding there is unused, elsewhere not
    seen, and `gone` those of which is known that no file is there. `renamed` holds files that were renamed, by their
    old paths.
    """
    return matched(sightings, deviations, standings(deviations, today, terms), seen, renamed, gone)


def matched(
    sightings: Sequence[Sighting],
    deviations: Sequence[Deviation],
    stood: Standings,
    seen: Container[str] = (),
    renamed: Mapping[str, str] = _NOTHING,
    gone: Container[str] = (),
) -> tuple[tuple[Disposition, ...], Mapping[str, Disposition]]:
    """Return the same of deviations of which is known how they stand by themselves."""
    own = stood.own
    equals: dict[TwinKey, list[int]] = defaultdict(list)
    for index, sighting in enumerate(sightings):
        equals[sighting.place].append(index)
    found: dict[int, Disposition] = {}
    states: dict[str, Disposition] = {each: state for each, state in own.items() if closed(state) or state.mend}
    _alone(deviations, sightings, equals, own, found, states)
    for step in _PASSES:
        waiting = [each for each in deviations if each.id not in states]
        if not waiting:
            break
        free = frozenset(range(len(sightings))).difference(found)
        for claim in tuple(step(Left(sightings, equals, free, waiting, renamed))):
            _settle(claim, stood, found, states)
    states |= {each.id: unmet(each, seen, gone, sightings) for each in deviations if each.id not in states}
    for later, first in stood.rivals.items():
        note = f"{states[later].note}; {first} is about the same finding"
        states[later] = evolve(states[later], note=note, rival=first)
    refused = [each for each in deviations if closed(own[each.id])]
    if refused:
        _refused(Left(sightings, equals, frozenset(), refused, renamed), own, found)
    return tuple(found.get(index, OPEN) for index in range(len(sightings))), states


def _alone(
    deviations: Sequence[Deviation],
    sightings: Sequence[Sighting],
    equals: Mapping[TwinKey, Sequence[int]],
    own: Mapping[str, Disposition],
    found: dict[int, Disposition],
    states: dict[str, Disposition],
) -> None:
    """The first pass where it has nothing to compare: one finding then, and one now. Most are, with each keystroke."""
    for each in deviations:
        group = equals.get(place_of(each), ())
        if len(group) == 1 and each.id not in states and each.fingerprint.of == "1/1" and sightings[group[0]].of == 1:
            _speak(own[each.id], group, found)
            states[each.id] = own[each.id]


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
    stood: Standings,
    found: dict[int, Disposition],
    states: dict[str, Disposition],
) -> None:
    state = stood.own[claim.deviation]
    if claim.state is not None:
        note = " ".join(f"{claim.deviation} {claim.note}".split())
        way = ""
        if claim.state is State.STALE and claim.deviation in stood.mispointed:  # not the code was changed
            why = "it was changed, and shows other code than its fingerprint names"
            note = f"{claim.deviation} does not cover this: {why}"
            way = "undo that in the record, or propose it again"
        state = Disposition(claim.state, claim.deviation, note, way=way, astray=claim.astray)
    if claim.where:
        state = evolve(state, where=claim.where)
    states[claim.deviation] = evolve(state, at=claim.sightings) if claim.state else state
    _speak(state, claim.sightings, found)


def _speak(state: Disposition, sightings: Sequence[int], found: dict[int, Disposition]) -> None:
    """Say how a deviation stands at the sightings that it speaks for, where none says something better."""
    for index in sightings:
        if index not in found or _RANK[state.state] < _RANK[found[index].state]:
            found[index] = state
        elif found[index].state is state.state is State.AMBIGUOUS:
            also = (*found[index].also, state.deviation)
            found[index] = evolve(found[index], also=also)


def _refused(left: Left, own: Mapping[str, Disposition], found: dict[int, Disposition]) -> None:
    """Tell at an open finding of the record that was rejected or withdrawn."""
    spoken_for = frozenset(found)
    for deviation in left.deviations:
        for index in left.group(deviation):
            sighting = left.sightings[index]
            same = sighting.ordinal == deviation.fingerprint.ordinal
            if index not in spoken_for and (same or likeness(deviation, sighting) == 2):
                found[index] = own[deviation.id]
