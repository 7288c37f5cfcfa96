"""What a merge makes of two policies where nobody chooses: each part of it as the side has it that changed that part.

Git merges lines, and asks where two sides changed the same ones. Here it is what the policy says that is merged: two
people who are added to one line are both added, and where the sides say two different things of one thing, nobody but
a person can choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import cast

import attrs

from aseptic.analysis.approvals.governing import Judge

_ORDERLESS = ("approvers", "no_deviation")


class _Chosen(Exception):
    """The sides say different things of one thing."""


def merges_cleanly(base: Judge, ours: Judge, theirs: Judge, merged: Judge) -> bool:
    """Say whether what two made of one policy comes to a third without anybody's choice."""
    try:
        return _merged(_parts(base), _parts(ours), _parts(theirs)) == _parts(merged)
    except _Chosen:
        return False


def _parts(judge: Judge) -> Mapping[str, object]:
    terms = judge.terms
    policy = {each.name: getattr(terms.policy, each.name) for each in attrs.fields(type(terms.policy))}
    policy |= {name: frozenset(policy[name]) for name in _ORDERLESS}
    policy["teams"] = {name: frozenset(each) for name, each in terms.policy.teams.items()}
    others = {"mandatory": terms.mandatory, "severities": terms.severities, "owners": terms.owners.entries}
    return {**policy, **others, "signers": frozenset(judge.signers.splitlines())}


def _merged(base: object, ours: object, theirs: object) -> object:
    """Return what two sides made of a value. Raises _Chosen."""
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    sides = (base, ours, theirs)
    if all(isinstance(each, Mapping) for each in sides):
        return _of_mappings(*cast("tuple[Mapping[str, object], ...]", sides))
    if all(isinstance(each, frozenset) for each in sides):
        old, one, other = cast("tuple[frozenset[object], ...]", sides)
        return (one & other) | ((one | other) - old)
    if all(isinstance(each, tuple) for each in sides):
        return _of_sequences(*cast("tuple[tuple[object, ...], ...]", sides))
    raise _Chosen


def _of_mappings(*sides: Mapping[str, object]) -> Mapping[str, object]:
    keys = dict.fromkeys(key for each in sides for key in each)
    found = {key: _merged(*(each.get(key) for each in sides)) for key in keys}
    return {key: each for key, each in found.items() if each is not None}


def _of_sequences(base: Sequence[object], *sides: Sequence[object]) -> object:
    """Return what two sides made of entries whose order counts, as long as each changed others."""
    edits = sorted({each for side in sides for each in _edits(base, side)}, key=lambda each: each[:2])
    if any(one[1] > other[0] or one[:2] == other[:2] for one, other in pairwise(edits)):
        raise _Chosen
    found = [*base]
    for start, end, entries in reversed(edits):
        found[start:end] = entries
    return tuple(found)


def _edits(base: Sequence[object], side: Sequence[object]) -> Iterator[tuple[int, int, tuple[object, ...]]]:
    compared = SequenceMatcher(None, cast("Sequence[str]", base), cast("Sequence[str]", side), autojunk=False)
    for kind, start, end, first, last in compared.get_opcodes():
        if kind != "equal":
            yield start, end, tuple(side[first:last])
