"""Every replacement that is offered in a text, held to all its promises, alone and together with the others."""

from __future__ import annotations

from planting import Field, spliced
from promises import brought, compiles, hold_all, imports_stand, parsed

from aseptic.analysis.fixing.replacing import Wish, replaced
from aseptic.feedback.actions import fixes

_BROUGHT: dict[str, tuple[str, ...]] = {}


def brings(field: Field, rule: str, code: str) -> tuple[str, ...]:
    """Return what a rule's replacements import for an example."""
    if code not in _BROUGHT:
        after = [spliced(code, offer.edits) for _, offer in field.offers(code, frozenset({rule}))]
        fresh = [module or name for each in after for module, name, _ in brought(parsed(each)) - brought(parsed(code))]
        _BROUGHT[code] = tuple(dict.fromkeys(fresh)) or ("os", "logging")
    return _BROUGHT[code]


def hold(field: Field, text: str, rules: frozenset[str]) -> int:
    """Hold every replacement that is offered for some rules to its promises; return how many there are."""
    offers = list(field.offers(text, rules))
    for placed, offer in offers:
        after = field.holds(text, placed, offer)
        hold_all(text, after, offer.edits)
    for _, offer in offers[:1]:
        settled = field.settled(spliced(text, offer.edits), rules)
        imports_stand(text, settled)
        assert field.settled(settled, rules) == settled, "a second time changes more"
        hold_together(field, text)
    return len(offers)


def hold_together(field: Field, text: str) -> None:
    """Hold what all replacements make of a text, the safe ones at once and all one after another."""
    snapshot = field.open(text)
    at_once = [edit for each in fixes(snapshot) for edit in each]
    hold_all(text, spliced(text, tuple(at_once)), at_once)
    course = replaced(snapshot, Wish(review=True))
    compiles(course.text)
    imports_stand(text, course.text)
    assert not replaced(field.open(course.text), Wish(review=True)).done, "a second time changes more"
