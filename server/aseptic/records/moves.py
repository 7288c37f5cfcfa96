"""The passes of the matching that look for a finding at another place than its record names: they only offer.

What stands elsewhere is open until somebody says that it is what the record is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from aseptic.records.deviation import Deviation, join_where
from aseptic.records.disposition import State
from aseptic.records.passes import Claim, Left, Sighting

_MOST = 8
"""Places in other scopes beyond which nothing is said: of so common a statement nearly all are about something else."""
T = TypeVar("T")
Trait = Callable[[Deviation | Sighting], Hashable]


def moved(left: Left) -> Iterator[Claim]:
    """4: rule and statement equal, another scope or file, one of each: offered, and open until somebody accepts it.

    The narrowest goes first: the same scope and neighbours in one file, the same scope, any. Each step is over what the
    ones before left.
    """
    for deviations, free in _together(left):
        lost, places = list(deviations), list(free)
        for trait in _TRAITS:
            for one, index in tuple(_pairs(left, lost, places, trait)):
                lost.remove(one)
                places.remove(index)
                found = left.sightings[index]
                note = f"covered this at {one.where}, and does not cover it here"
                yield Claim(one.id, (index,), State.MOVED, note, join_where(found.path, found.scope))


def scattered(left: Left) -> Iterator[Claim]:
    """6: rule and statement equal, another scope or file, several of them or several records: open, and all are named.

    Those under the same scope are meant, where there are any.
    """
    for deviations, free in _together(left):
        for one in deviations:
            alike = [index for index in free if left.sightings[index].scope == one.scope]
            if alike or 0 < len(free) <= _MOST:
                places = tuple(alike or free)
                stand = "an equal one stands" if len(places) == 1 else f"{len(places)} equal ones stand"
                which = "whether it is" if len(places) == 1 else "which of them is"
                note = f"is about a statement at {one.where}; {stand} elsewhere, and {which} meant cannot be told"
                yield Claim(one.id, places, State.AMBIGUOUS, note, astray=True)


def _together(left: Left) -> Iterator[tuple[Sequence[Deviation], Sequence[int]]]:
    """Yield the deviations of one rule and statement with the sightings of the same, where there are both."""
    lost = _grouped(left.deviations, lambda each: (each.rule, each.fingerprint.statement))
    free = _grouped(sorted(left.free), lambda at: (left.sightings[at].rule, left.sightings[at].statement))
    return ((deviations, free[key]) for key, deviations in lost.items() if key in free)


def _pairs(
    left: Left, deviations: Sequence[Deviation], free: Sequence[int], trait: Trait
) -> Iterator[tuple[Deviation, int]]:
    """Yield each deviation with the one sighting that has the same trait, where no other of either has it."""
    seen = _grouped(free, lambda at: trait(left.sightings[at]))
    for value, ones in _grouped(deviations, trait).items():
        here = seen.get(value, [])
        alone = value is not None and len(ones) == len(here) == 1
        if alone and (trait is not _neighbours or _in_one_file(left, free, ones[0].scope)):
            yield ones[0], here[0]


def _in_one_file(left: Left, free: Sequence[int], scope: str) -> bool:
    return len({left.sightings[at].path for at in free if left.sightings[at].scope == scope}) == 1


def _neighbours(one: Deviation | Sighting) -> Hashable:
    around = one.fingerprint.around if isinstance(one, Deviation) else one.around
    return (one.scope, around) if any(around) else None


_TRAITS: tuple[Trait, ...] = (_neighbours, lambda one: one.scope, lambda _: True)


def _grouped(values: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = defaultdict(list)
    for each in values:
        found[key(each)].append(each)
    return found
