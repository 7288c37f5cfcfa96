"""Rules by the letters of their ids: the chapters of the standard."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from aseptic.standard.head import Head
from aseptic.standard.rule import Rule

_OWN = "Rules of this project"


@frozen
class Family:
    """One chapter."""

    letters: str
    title: str
    rules: tuple[Rule, ...]
    """In the order of their ids."""


def family_of(rule: str) -> str:
    """Return the letters of a rule's id."""
    return rule.partition("-")[0]


def families(rules: Iterable[Rule], head: Head) -> tuple[Family, ...]:
    """Sort rules into chapters: those that the standard names in its order, then the project's own."""
    found: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        found.setdefault(family_of(rule.id), []).append(rule)
    order = [*(letters for letters in head.families if letters in found), *(found.keys() - head.families.keys())]
    named = len(head.families.keys() & found.keys())
    order[named:] = sorted(order[named:])
    return tuple(Family(each, head.families.get(each, _OWN), tuple(found[each])) for each in order)
