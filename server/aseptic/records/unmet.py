"""How a deviation stands of which no pass of the matching met the finding."""

from __future__ import annotations

from collections.abc import Container, Sequence

from aseptic.records.approval import approved_for
from aseptic.records.deviation import Deviation
from aseptic.records.disposition import PLACE, Disposition, State
from aseptic.records.passes import Sighting


def unmet(
    deviation: Deviation, seen: Container[str], gone: Container[str], sightings: Sequence[Sighting]
) -> Disposition:
    """7: nothing left. It tells what was looked at, what is not there, and what was not looked at."""
    if deviation.path in gone:
        return without_file(deviation)
    if deviation.path not in seen:
        return unseen(deviation)
    spot = deviation.path, deviation.scope, deviation.fingerprint.statement
    rules = sorted({each.rule for each in sightings if (each.path, each.scope, each.statement) == spot})
    if rules:
        return _misruled(deviation, rules)
    note = f"{deviation.id} covers nothing: {deviation.where} no longer breaks {deviation.rule}"
    return Disposition(State.UNUSED, deviation.id, note)


def unseen(deviation: Deviation) -> Disposition:
    """Return how a deviation stands whose file was not looked at whole, as far as its finding was met nowhere."""
    note = f"{deviation.id} could not be looked at: {deviation.path} was not scanned, or does not parse"
    return Disposition(State.NOT_SEEN, deviation.id, note)


def without_file(deviation: Deviation) -> Disposition:
    """Return how a deviation stands whose file is not there, as far as its finding was met nowhere else."""
    note = f"{deviation.id} covers nothing: {deviation.path} is gone"
    again = f"`aseptic deviations propose {deviation.id} {PLACE}`"
    return Disposition(State.UNUSED, deviation.id, note, way=f"withdraw it, or if its code went elsewhere {again}")


def _misruled(deviation: Deviation, rules: Sequence[str]) -> Disposition:
    """Say how a deviation stands whose statement is there and breaks only other rules than its own.

    To withdraw it would lose an approval, or a reasoning, that stands again once the rule does.
    """
    given, where = deviation.approved.given, f"the statement at {deviation.where} breaks {' and '.join(rules)}, "
    note = f"{deviation.id} covers nothing: {where}and its rule is {deviation.rule}"
    if given and deviation.approved.of == deviation.digest:
        return Disposition(State.UNUSED, deviation.id, note)
    if then := [rule for rule in rules if approved_for(deviation.page, deviation.approved, rule)]:
        note = f"{deviation.id} covers nothing: it was approved for {then[0]}, and its rule was changed to "
        again = f"write 'rule: {then[0]}' in it again"
        return Disposition(State.AMENDED, deviation.id, f"{note}{deviation.rule}", mend=again)
    meant = f"write 'rule: {rules[0]}' in it" if len(rules) == 1 else "write the rule in it"
    return Disposition(State.UNUSED, deviation.id, note, mend=f"{meant} if this is meant")
