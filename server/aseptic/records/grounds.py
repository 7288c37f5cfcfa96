"""What a deviation's reasoning rests on, other code and what verifies its measures, and when that raises doubts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from attrs import frozen

from aseptic.records.deviation import Deviation, Measure, Premise
from aseptic.records.scalar import scalar
from aseptic.source.counting import counted

OWN = "own"
"""What is found for a function and a name, written `a.py::f#NAME`, where the function has that name for its own."""
_TOLD = 3
"""Things against a record that are named one by one."""
Found = Callable[[str], str | None]
"""The digest of what a name stands for now: None where it is gone, empty where nobody can tell."""


@frozen
class Doubt:
    """What speaks against a deviation's reasoning."""

    key: str
    """The key of the record that names it."""
    text: str
    """The same in words, as the end of a sentence."""
    gone: bool = False
    """Whether something that the record names is not there, so that it has to name another."""


def doubt(deviation: Deviation, found: Found) -> Doubt | None:
    """Return all that speaks against a deviation's reasoning, at the key of the first; None where nothing does."""
    doubts = tuple(_doubts(deviation, found))
    if not doubts:
        return None
    gone = [each for each in doubts if each.gone]
    told = sorted(doubts, key=lambda each: not each.gone)  # what nobody can look at any more comes first
    more = f", and {counted(len(told) - _TOLD, 'thing')} more" if len(told) > _TOLD else ""
    return Doubt((gone or doubts)[0].key, f"{'; '.join(each.text for each in told[:_TOLD])}{more}", bool(gone))


def named(deviation: Deviation) -> tuple[str, ...]:
    """Return the names of everything that a deviation rests on."""
    hidden = (name for each in deviation.premises if (name := _hidden(deviation, each)))
    return (*(each.code for each in deviation.premises), *hidden, *(each.verified_by for each in deviation.measures))


def pinned(deviation: Deviation, digests: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of a record in which what it rests on has a digest; none where nothing is to be filled in."""
    keys: dict[str, str] = {}
    if any(not each.digest and digests.get(each.code) for each in deviation.premises):
        premises = [Premise(each.code, each.digest or digests.get(each.code, "")) for each in deviation.premises]
        keys["premises"] = premises_text(premises)
    if any(not each.digest and digests.get(each.verified_by) for each in deviation.measures):
        keys["measures"] = measures_text(deviation.measures, digests)
    return keys


def premises_text(premises: Sequence[Premise]) -> str:
    """Return premises as a record writes them, on one line."""
    return f"[{', '.join(_premise_text(each) for each in premises)}]"


def measures_text(measures: Sequence[Measure], digests: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return measures as a record writes them, on one line."""
    return f"[{', '.join(_measure_text(each, digests) for each in measures)}]"


def _doubts(deviation: Deviation, found: Found) -> Iterator[Doubt]:
    for premise in deviation.premises:
        now = found(premise.code)
        if now is None:
            yield Doubt("premises", f"its premise {premise.code} is gone", gone=True)
        elif premise.digest and now and now != premise.digest:
            yield Doubt("premises", f"its premise {premise.code} changed")
        elif (hidden := _hidden(deviation, premise)) and found(hidden) == OWN:
            name = hidden.partition("#")[2]
            said = f"{name} is a name of {deviation.scope}'s own there, not its premise {premise.code}"
            yield Doubt("premises", said)
    for measure in deviation.measures:
        now = found(measure.verified_by)
        if now is None:
            yield Doubt("measures", f"{measure.verified_by}, which verifies its measure, is gone", gone=True)
        elif measure.digest and now and now != measure.digest:
            yield Doubt("measures", f"{measure.verified_by}, which verifies its measure, changed")


def _hidden(deviation: Deviation, premise: Premise) -> str:
    """Return what asks whether a module's name that the code uses is one of its function's own; empty where it cannot.

    It is written as the scope and the name with a `#` between.
    """
    path, _, name = premise.code.partition("::")
    if path != deviation.path or not deviation.scope or not name.isidentifier():
        return ""
    used = re.search(rf"\b{name}\b", deviation.code[0].text) if deviation.code else None
    return f"{path}::{deviation.scope}#{name}" if used else ""


def _premise_text(premise: Premise) -> str:
    digest = f", digest: {scalar(premise.digest)}" if premise.digest else ""
    return f"{{code: {_flow(premise.code)}{digest}}}"


def _measure_text(measure: Measure, digests: Mapping[str, str]) -> str:
    digest = measure.digest or digests.get(measure.verified_by, "")
    pinned_to = f", digest: {scalar(digest)}" if digest else ""
    return f"{{what: {_flow(measure.what)}, verified_by: {_flow(measure.verified_by)}{pinned_to}}}"


def _flow(text: str) -> str:
    """Write a text inside braces, where a comma or a bracket would end it."""
    return scalar(text)
