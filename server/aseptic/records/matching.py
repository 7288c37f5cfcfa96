"""Findings and deviations brought together, in passes; each works on what the ones before left.

An approval never slips to another finding: where it cannot be told which of several equals a record is about, none
is covered. Everything here is a function of its arguments.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from attrs import frozen

from aseptic.records.deviation import Deviation
from aseptic.records.disposition import OPEN, Disposition, State
from aseptic.records.standing import closed, standing
from aseptic.standard.tailoring import Policy

__all__ = ["OPEN", "Disposition", "Sighting", "State", "match"]

Place = tuple[str, str, str, str]
"""Path, scope, rule and statement: what equals have in common."""
_RANK = {
    state: rank
    for rank, state in enumerate(
        (
            State.APPROVED,
            State.EXPIRING,
            State.PROPOSED,
            State.AMENDED,
            State.EXPIRED,
            State.STALE,
            State.AMBIGUOUS,
            State.REJECTED,
            State.WITHDRAWN,
        )
    )
}


@frozen
class Sighting:
    """A finding as the records know it."""

    path: str
    """From the project's root, with `/`."""
    scope: str
    rule: str
    statement: str
    around: tuple[str, str]
    ordinal: int = 1
    """Which of its equals in the scope it is, from 1."""
    of: int = 1
    """How many equals there are."""

    @property
    def place(self) -> Place:
        """What it has in common with its equals."""
        return self.path, self.scope, self.rule, self.statement


@frozen(eq=False)
class Left:
    """What a pass works on."""

    sightings: Sequence[Sighting]
    equals: Mapping[Place, Sequence[int]]
    """All sightings by place, whether spoken for or not."""
    free: frozenset[int]
    """The sightings that no pass before spoke for."""
    deviations: Sequence[Deviation]
    """The deviations whose finding was not met yet."""

    def group(self, deviation: Deviation) -> Sequence[int]:
        """Return the sightings that equal a deviation's finding."""
        return self.equals.get(_place(deviation), ())


@frozen
class Claim:
    """What one pass found of one deviation: the sightings it speaks for, and how it stands where not by itself."""

    deviation: str
    sightings: tuple[int, ...] = ()
    state: State | None = None
    note: str = ""


Pass = Callable[[Left], Iterator[Claim]]


def match(
    sightings: Sequence[Sighting],
    deviations: Sequence[Deviation],
    today: datetime.date,
    policy: Policy,
    seen: Container[str] = (),
    mandatory: Container[str] = (),
) -> tuple[tuple[Disposition, ...], Mapping[str, Disposition]]:
    """Return what the records say of each sighting, in their order, and how each deviation stands, by id.

    `seen` holds the paths that were scanned and parsed: a deviation without a finding there is unused, elsewhere not
    seen. `mandatory` holds the rules that admit no deviation.
    """
    own = {each.id: standing(each, today, policy, mandatory) for each in deviations}
    equals: dict[Place, list[int]] = defaultdict(list)
    for index, sighting in enumerate(sightings):
        equals[sighting.place].append(index)
    found: dict[int, Disposition] = {}
    states: dict[str, Disposition] = {each: state for each, state in own.items() if closed(state)}
    for step in PASSES:
        waiting = [each for each in deviations if each.id not in states]
        free = frozenset(range(len(sightings))).difference(found)
        for claim in tuple(step(Left(sightings, equals, free, waiting))):
            _settle(claim, own, found, states)
    for each in deviations:
        states.setdefault(each.id, _unmet(each, seen))
    refused = [each for each in deviations if closed(own[each.id])]
    _refused(Left(sightings, equals, frozenset(), refused), own, found)
    return tuple(found.get(index, OPEN) for index in range(len(sightings))), states


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
    states[claim.deviation] = state
    for index in claim.sightings:
        if index not in found or _RANK[state.state] < _RANK[found[index].state]:
            found[index] = state


def _same(left: Left) -> Iterator[Claim]:
    """1: path, scope, rule and statement equal, as many equals as then, and none that fits the neighbours better."""
    best: dict[tuple[Place, tuple[str, str]], int] = {}
    for deviation in left.deviations:
        recorded, group = deviation.fingerprint, left.group(deviation)
        own = next((i for i in group if _number(left.sightings[i]) == (recorded.ordinal, recorded.count)), None)
        if own is None:
            continue
        key = _place(deviation), recorded.around
        if key not in best:
            best[key] = max(_likeness(deviation, left.sightings[index]) for index in group)
        if recorded.count == 1 or 0 < best[key] == _likeness(deviation, left.sightings[own]):
            yield Claim(deviation.id, (own,))


def _told_by_neighbours(left: Left) -> Iterator[Claim]:
    """2: the same, but not as many equals: covered where the neighbours pair one to one, else ambiguous."""
    rivals: dict[tuple[Place, tuple[str, str]], set[str]] = defaultdict(set)
    for deviation in left.deviations:
        rivals[_place(deviation), deviation.fingerprint.around].add(deviation.fingerprint.of)
    for deviation in left.deviations:
        group, around = left.group(deviation), deviation.fingerprint.around
        if not group:
            continue
        alike = [index for index in group if left.sightings[index].around == around]
        # Records of two different equals with the same neighbours would both pair with the one that is left.
        alone = len(alike) == 1 and len(rivals[_place(deviation), around]) == 1
        if any(around) and alone:
            yield Claim(deviation.id, (alike[0],))
        else:
            count = len(group)
            note = f"is about one of {count} equal statements, and which cannot be told"
            if count == 1:
                note = "was about one of several equal statements, and whether it is this one cannot be told"
            yield Claim(deviation.id, tuple(sorted(left.free.intersection(group))), State.AMBIGUOUS, note)


def _stale(left: Left) -> Iterator[Claim]:
    """5: same rule and scope, or same neighbours, another statement: the finding is back, and says so."""
    by_rule: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in sorted(left.free):
        by_rule[left.sightings[index].path, left.sightings[index].rule].append(index)
    taken: set[int] = set()
    for deviation in left.deviations:
        near = [
            index
            for index in by_rule[deviation.path, deviation.rule]
            if index not in taken and _near(deviation, left.sightings[index])
        ]
        if near:
            index = max(near, key=lambda each: (_likeness(deviation, left.sightings[each]), -each))
            taken.add(index)
            yield Claim(deviation.id, (index,), State.STALE, _changed(deviation, left.sightings[index]))


PASSES: tuple[Pass, ...] = (_same, _told_by_neighbours, _stale)
"""Passes 3 (the file was renamed) and 4 (moved) belong between the second and the third."""


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
            if index not in spoken_for and (same or _likeness(deviation, sighting) == 2):
                found[index] = own[deviation.id]


def _near(deviation: Deviation, sighting: Sighting) -> bool:
    around = deviation.fingerprint.around
    return sighting.scope == deviation.scope or (any(around) and sighting.around == around)


def _changed(deviation: Deviation, sighting: Sighting) -> str:
    changed: list[str] = []
    if sighting.scope != deviation.scope:
        changed.append(f"the scope (it was {deviation.scope or 'the module'})")
    if sighting.statement != deviation.fingerprint.statement:
        changed.append("the statement")
    if sighting.around != deviation.fingerprint.around:
        changed.append("its neighbours")
    return f"no longer covers this: {' and '.join(changed)} changed since it was recorded"


def _likeness(deviation: Deviation, sighting: Sighting) -> int:
    """Count the neighbours that are the same, 0 to 2."""
    then, now = deviation.fingerprint.around, sighting.around
    return (then[0] == now[0]) + (then[1] == now[1])


def _number(sighting: Sighting) -> tuple[int, int]:
    return sighting.ordinal, sighting.of


def _place(deviation: Deviation) -> Place:
    return deviation.path, deviation.scope, deviation.rule, deviation.fingerprint.statement
