"""The passes of the matching: each says what it found of the deviations that the ones before left.

Which sighting a record speaks for is all that is decided here; how a record stands is for `standing`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from aseptic.records.deviation import Deviation, join_where
from aseptic.records.disposition import State

TwinKey = tuple[str, str, str, str]
"""Path, scope, rule and statement: what equals have in common."""


Spot = tuple[str, str, str, tuple[str, str]]
"""Path, scope, rule and neighbours."""


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
    tied: tuple[str, ...] = ()
    """The ids that a comment at its statement names as its deviations."""

    @property
    def place(self) -> TwinKey:
        """What it has in common with its equals."""
        return self.path, self.scope, self.rule, self.statement


@frozen(eq=False)
class Left:
    """What a pass works on."""

    sightings: Sequence[Sighting]
    equals: Mapping[TwinKey, Sequence[int]]
    """All sightings by place, whether spoken for or not."""
    free: frozenset[int]
    """The sightings that no pass before spoke for."""
    deviations: Sequence[Deviation]
    """The deviations whose finding was not met yet."""
    renamed: Mapping[str, str]
    """The files that were renamed, by their old paths."""

    def group(self, deviation: Deviation) -> Sequence[int]:
        """Return the sightings that equal a deviation's finding."""
        return self.equals.get(place_of(deviation), ())


@frozen
class Claim:
    """What one pass found of one deviation: the sightings it speaks for, and how it stands where not by itself."""

    deviation: str
    sightings: tuple[int, ...] = ()
    state: State | None = None
    note: str = ""
    where: str = ""
    """The place that the record should name now."""
    astray: bool = False
    """Whether all of them are at other places than the record names."""


Pass = Callable[[Left], Iterator[Claim]]


def same(left: Left) -> Iterator[Claim]:
    """1: path, scope, rule and statement equal, as many equals as then, and none that fits the neighbours better."""
    best: dict[tuple[TwinKey, tuple[str, str]], int] = {}
    for deviation in left.deviations:
        recorded, group = deviation.fingerprint, left.group(deviation)
        own = next((i for i in group if _number(left.sightings[i]) == (recorded.ordinal, recorded.count)), None)
        if own is None:
            continue
        key = place_of(deviation), recorded.around
        if key not in best:
            best[key] = max(likeness(deviation, left.sightings[index]) for index in group)
        if recorded.count == 1 or 0 < best[key] == likeness(deviation, left.sightings[own]):
            yield Claim(deviation.id, (own,))


def told_by_neighbours(left: Left) -> Iterator[Claim]:
    """2: the same, but not as many equals: covered where the neighbours pair one to one, else ambiguous.

    Where its neighbours are beside another statement now, that is the one which was meant, and the record is stale; the
    equals that are left never were. Where they do not tell, a comment at one of the equals that names the record says
    which is meant. It says nothing where the statement is another's: it covers nothing by itself.
    """
    rivals: dict[tuple[TwinKey, tuple[str, str]], set[str]] = defaultdict(set)
    for deviation in left.deviations:
        rivals[place_of(deviation), deviation.fingerprint.around].add(deviation.fingerprint.of)
    changing = Counter((each.path, each.scope, each.rule, each.fingerprint.around) for each in left.deviations)
    for deviation in left.deviations:
        group, around = left.group(deviation), deviation.fingerprint.around
        if not group:
            continue
        alike = [index for index in group if left.sightings[index].around == around]
        # Records of two different equals with the same neighbours would both pair with the one that is left.
        alone = len(alike) == 1 and len(rivals[place_of(deviation), around]) == 1
        if any(around) and alone:
            yield Claim(deviation.id, (alike[0],))
        elif (named := _named(left, group, deviation)) is not None:
            yield Claim(deviation.id, (named,))
        elif not alike and (changed := _changed_at(left, changing, deviation)) is not None:
            yield Claim(deviation.id, (changed,), State.STALE, _changed(deviation, left.sightings[changed]))
        else:
            count = len(group)
            note = f"is about one of {count} equal statements, and which cannot be told"
            if count == 1:
                note = "was about one of several equal statements, and whether it is this one cannot be told"
            yield Claim(deviation.id, tuple(sorted(left.free.intersection(group))), State.AMBIGUOUS, note)


def _changed_at(left: Left, wanted: Mapping[Spot, int], deviation: Deviation) -> int | None:
    """Return the one statement that stands between the neighbours of one of equals now, if no other record wants it."""
    around = deviation.fingerprint.around
    spot = deviation.path, deviation.scope, deviation.rule, around
    if not any(around) or wanted[spot] > 1:
        return None
    here = [
        index
        for index in left.free
        for seen in (left.sightings[index],)
        if (seen.path, seen.scope, seen.rule, seen.around) == spot
    ]
    return here[0] if len(here) == 1 else None


def _named(left: Left, group: Sequence[int], deviation: Deviation) -> int | None:
    """Return the one of several equals at which a comment names the record, and no other record of them."""
    ids = {each.id for each in left.deviations if place_of(each) == place_of(deviation)}
    tied = [index for index in group if deviation.id in left.sightings[index].tied]
    alone = len(tied) == 1 and tied[0] in left.free and ids.isdisjoint({*left.sightings[tied[0]].tied} - {deviation.id})
    return tied[0] if alone else None


def file_renamed(left: Left) -> Iterator[Claim]:
    """3: the file was renamed, all else is equal: covered, and the record is to name the new place."""
    for deviation in left.deviations:
        now = left.renamed.get(deviation.path)
        if now is None:
            continue
        recorded = deviation.fingerprint
        group = left.equals.get((now, *place_of(deviation)[1:]), ())
        own = [index for index in group if _number(left.sightings[index]) == (recorded.ordinal, recorded.count)]
        if len(group) > 1:
            own = [index for index in own if likeness(deviation, left.sightings[index]) == 2 and any(recorded.around)]
        if len(own) == 1 and own[0] in left.free:
            yield Claim(deviation.id, (own[0],), where=join_where(now, deviation.scope))


def stale(left: Left) -> Iterator[Claim]:
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
            index = max(near, key=lambda each: (likeness(deviation, left.sightings[each]), -each))
            taken.add(index)
            yield Claim(deviation.id, (index,), State.STALE, _changed(deviation, left.sightings[index]))


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


def likeness(deviation: Deviation, sighting: Sighting) -> int:
    """Count the neighbours that are the same, 0 to 2."""
    then, now = deviation.fingerprint.around, sighting.around
    return (then[0] == now[0]) + (then[1] == now[1])


def _number(sighting: Sighting) -> tuple[int, int]:
    return sighting.ordinal, sighting.of


def place_of(deviation: Deviation) -> TwinKey:
    """Return what a deviation's finding had in common with its equals."""
    return deviation.path, deviation.scope, deviation.rule, deviation.fingerprint.statement
