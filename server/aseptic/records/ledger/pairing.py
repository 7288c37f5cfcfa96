"""Which finding of a scan is which of the ledger: by place first, then what moved whole, then what was changed.

Here each finding of a scan gets at most one of the ledger, so that counts stay right among equals. Whether one may
profit from having been known is another question, and has a stricter answer (`baseline`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from aseptic.records.ledger.history import Entry
from aseptic.records.matching import Sighting
from aseptic.records.passes import TwinKey

K = TypeVar("K", bound=Hashable)
Around = tuple[str, str]
Step = Callable[[Sequence[Entry], Sequence[Sighting], Sequence[int], Mapping[str, str], dict[int, Entry]], None]


def paired(
    entries: Iterable[Entry], sightings: Sequence[Sighting], renamed: Mapping[str, str], whole: Container[str] = ()
) -> Mapping[int, Entry]:
    """Return the ledger's finding for each index of a sighting that has one.

    `renamed` holds the rules that have another id now, `whole` the files of which everything was checked. What is
    closed and gone is found again at its own place only; what is believed to be there may have moved to another scope
    or file, where statement and neighbours tell it from all others, or to another function of its file; or it may have
    another statement now: a breach of its rule in its scope or between its neighbours is no fix.
    """
    found: dict[int, Entry] = {}
    there: dict[TwinKey, list[Entry]] = defaultdict(list)
    gone: dict[TwinKey, list[Entry]] = defaultdict(list)
    for entry in entries:
        path, scope, rule, statement = entry.place
        (there if entry.there else gone)[path, scope, renamed.get(rule, rule), statement].append(entry)
    places: dict[TwinKey, list[int]] = defaultdict(list)
    for index, sighting in enumerate(sightings):
        places[sighting.place].append(index)
    left: list[int] = []
    for place, indices in places.items():
        rest = _same(there.get(place, []), sightings, indices, found)
        left += _same(gone.get(place, [])[::-1], sightings, rest, found)
    taken = {entry.id for entry in found.values()}
    missed = [entry for group in there.values() for entry in group if entry.id not in taken]
    _moved(missed, sightings, [index for index in left if index not in found], renamed, found)
    for step in (_carried(whole), _changed):
        taken = {entry.id for entry in found.values()}
        missed = [entry for entry in missed if entry.id not in taken]
        step(missed, sightings, [index for index in left if index not in found], renamed, found)
    return found


def _same(
    entries: Sequence[Entry], sightings: Sequence[Sighting], indices: Sequence[int], found: dict[int, Entry]
) -> list[int]:
    """Pair equals: by their neighbours, then by their numbers, then in their order. Return the indices left over."""
    waiting, left = list(entries), list(indices)
    fits: tuple[Callable[[Entry, Sighting], bool], ...] = (
        lambda entry, sighting: any(entry.around) and entry.around == sighting.around,
        lambda entry, sighting: entry.of == f"{sighting.ordinal}/{sighting.of}",
        lambda _, __: True,
    )
    for fit in fits:
        for index in tuple(left):
            entry = next((each for each in waiting if fit(each, sightings[index])), None)
            if entry is not None:
                found[index] = entry
                waiting.remove(entry)
                left.remove(index)
    return left


def _moved(
    missed: Sequence[Entry],
    sightings: Sequence[Sighting],
    left: Sequence[int],
    renamed: Mapping[str, str],
    found: dict[int, Entry],
) -> None:
    then = _single((renamed.get(each.rule, each.rule), each.statement, each.around, each) for each in missed)
    now = _single((each.rule, each.statement, each.around, index) for index in left for each in (sightings[index],))
    for key in then.keys() & now.keys():
        found[now[key]] = then[key]


def _carried(whole: Container[str]) -> Step:
    """Return what pairs equals of one file, whatever function they are in now and whatever is beside them.

    With those of another file only where they were in one place and are in one other, and where all of the first file
    was checked: else they may well be there still.
    """

    def carried(
        missed: Sequence[Entry],
        sightings: Sequence[Sighting],
        left: Sequence[int],
        renamed: Mapping[str, str],
        found: dict[int, Entry],
    ) -> None:
        then, now = _grouped(missed, sightings, left, renamed)
        for key in then.keys() & now.keys():
            waiting, free = then[key], now[key]
            for path in {entry.path for entry in waiting}:
                here = [entry for entry in waiting if entry.path == path]
                _same(here, sightings, [index for index in free if sightings[index].path == path], found)
            met = {entry.id for entry in found.values()}
            waiting = [entry for entry in waiting if entry.id not in met]
            free = [index for index in free if index not in found]
            places = len({entry.place[:2] for entry in waiting}), len({sightings[each].place[:2] for each in free})
            if places == (1, 1) and waiting[0].path in whole:
                _same(waiting, sightings, free, found)

    return carried


def _grouped(
    missed: Sequence[Entry], sightings: Sequence[Sighting], left: Sequence[int], renamed: Mapping[str, str]
) -> tuple[Mapping[tuple[str, str], list[Entry]], Mapping[tuple[str, str], list[int]]]:
    """Return those then and those now by their rule and statement."""
    then: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    now: dict[tuple[str, str], list[int]] = defaultdict(list)
    for entry in missed:
        then[renamed.get(entry.rule, entry.rule), entry.statement].append(entry)
    for index in left:
        now[sightings[index].rule, sightings[index].statement].append(index)
    return then, now


def _changed(
    missed: Sequence[Entry],
    sightings: Sequence[Sighting],
    left: Sequence[int],
    renamed: Mapping[str, str],
    found: dict[int, Entry],
) -> None:
    by_rule: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in left:
        by_rule[sightings[index].path, sightings[index].rule].append(index)
    near = [
        (-_likeness(entry, sightings[index]), number, index)
        for number, entry in enumerate(missed)
        for index in by_rule[entry.path, renamed.get(entry.rule, entry.rule)]
        if entry.scope == sightings[index].scope or (any(entry.around) and entry.around == sightings[index].around)
    ]
    paired: set[int] = set()
    for _, number, index in sorted(near):  # those that are most alike first
        if number not in paired and index not in found:
            found[index] = missed[number]
            paired.add(number)


def _likeness(entry: Entry, sighting: Sighting) -> int:
    return sum(then == now for then, now in zip(entry.around, sighting.around, strict=True))


T = TypeVar("T")


def _single(keyed: Iterable[tuple[str, str, Around, T]]) -> dict[tuple[str, str, Around], T]:
    """Return what no other shares its rule, statement and neighbours with."""
    pairs = [((rule, statement, around), value) for rule, statement, around, value in keyed]
    counts = Counter(key for key, _ in pairs)
    return {key: value for key, value in pairs if counts[key] == 1}
