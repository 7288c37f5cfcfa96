"""What a deviation rests on when it is proposed again, or moved: what its statement uses now joins what it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from attrs import evolve, frozen

from aseptic.records.deviation import Deviation, Premise


@frozen
class Redrafted:
    """A deviation's premises as they are to be from now on."""

    premises: tuple[Premise, ...]
    told: str = ""
    """What became of them, to be added to an entry of the history; empty where they name what they named."""


def redrafted(
    one: Deviation, uses: Sequence[Premise], gone: Collection[str], code: str, digests: Mapping[str, str]
) -> Redrafted:
    """Return a deviation's premises beside what its statement uses now, `uses`, each with its digest.

    What it uses joins them, or takes the place of what had the name beside the statement before: where it is the same
    text, or that is among the `gone`. What is gone there and is no word of the `code` any more is left out. All others
    stay as somebody wrote them. `digests` has those of what stands.
    """
    now, known = {each.code.partition("::")[2]: each for each in uses}, {each.code for each in one.premises}
    found: dict[str, Premise] = {}
    told: list[str] = []
    for each in one.premises:
        path, _, name = each.code.partition("::")
        drafted = path == one.path and bool(name)
        heir = now.get(name) if drafted and each.code not in {use.code for use in uses} else None
        if heir and (each.code in gone or heir.digest == (each.digest or digests.get(each.code))):
            found[heir.code] = Premise(heir.code, each.digest or heir.digest)
            told.append(f"{each.code} became {heir.code}")
        elif drafted and each.code in gone and _reads(one, name) and not re.search(rf"\b{re.escape(name)}\b", code):
            told.append(f"{each.code} left out, which is gone and not used any more")
        else:
            found.setdefault(each.code, each)
    added = [each for each in uses if each.code not in found]
    told += [f"{each.code} added" for each in added if each.code not in known]
    return Redrafted((*found.values(), *added), f"; premises: {', '.join(told)}" if told else "")


def anew(premises: Sequence[Premise], digests: Mapping[str, str]) -> tuple[Premise, ...]:
    """Return premises as what they name is now: of what nobody can tell there is no digest."""
    return tuple(evolve(each, digest=digests.get(each.code, "")) for each in premises)


def _reads(one: Deviation, name: str) -> bool:
    """Say whether the code that a record shows holds a name, so that a draft named it."""
    return any(re.search(rf"\b{re.escape(name)}\b", each.text) for each in one.code)
