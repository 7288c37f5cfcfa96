"""Why an entry of a project's tailoring may not stand, and what to do instead."""

from __future__ import annotations

import re
from difflib import get_close_matches

from aseptic.standard.catalog import Standard
from aseptic.standard.degree import Degree, reason_of, severity_of
from aseptic.standard.vocabulary import Category

TEST = re.compile(r"B\d{3}")
_STRICT = {Category.ADVISORY: 0, Category.REQUIRED: 1, Category.MANDATORY: 2}
Reason = tuple[str, str]
"""What is wrong, and the cure."""


def of_category(standard: Standard, name: str, wanted: Category) -> Reason | None:
    """Say why a rule may not be of a category."""
    rule = standard.rules.get(name)
    if rule is None or _STRICT[wanted] >= _STRICT[rule.heading.category]:
        return unknown(standard, name)
    message = f"{name} is {rule.heading.category} and cannot be made {wanted}"
    return message, "remove the line, and record deviations where the rule does not fit"


def of_severity(standard: Standard, name: str, wanted: Degree) -> Reason | None:
    """Say why a rule may not be of a severity: only an advisory one may be made milder, and with a reason."""
    rule, degree = standard.rules.get(name), severity_of(wanted)
    if rule is None or degree.rank >= rule.severity.rank:
        return unknown(standard, name)
    if rule.heading.category is not Category.ADVISORY:
        cure = f"leave it at {rule.severity}, and record deviations where it does not fit"
        return f"{name} is {rule.heading.category} and cannot be made milder", cure
    if not reason_of(wanted):
        return f"{name} is made milder without a reason", f"write {{to: {degree}, reason: …}}"
    return None


def of_exclusion(standard: Standard, name: str, _: str) -> Reason | None:
    """Say why a rule or a test of bandit's may not be left out."""
    if TEST.fullmatch(name):
        return _of_test(standard, name)
    rule = standard.rules.get(name)
    if rule is None or rule.heading.category is Category.ADVISORY:
        return unknown(standard, name)
    return f"{name} is {rule.heading.category} and cannot be excluded", "record deviations for its findings"


def of_rest(standard: Standard, name: str) -> Reason | None:
    """Say why a rule may not rest in some files."""
    rule = standard.rules.get(name)
    if rule is None or rule.heading.category is Category.ADVISORY:
        return unknown(standard, name)
    return f"{name} is {rule.heading.category} and may not rest", "record deviations instead"


def of_any(standard: Standard, name: str, _: object) -> Reason | None:
    """Say why nothing may be said of a rule: there is none."""
    return unknown(standard, name)


def unknown(standard: Standard, name: str) -> Reason | None:
    """Say that no rule has an id, and which may be meant; None where one has."""
    if name in standard.rules:
        return None
    message = f"no rule has the id '{name}'"
    if name in standard.formerly:
        return message, f"it is now {standard.formerly[name]}"
    close = get_close_matches(name, standard.rules, 1)
    return message, f"did you mean '{close[0]}'?" if close else "see `aseptic standard` for the rules"


def _of_test(standard: Standard, name: str) -> Reason | None:
    owner = standard.by_bandit.get(name)
    if owner is None or owner.heading.category is Category.ADVISORY:
        return None
    cure = "record deviations, or declare the rule 'not_applicable' with a reason"
    return f"{name} serves {owner.id}, which is {owner.heading.category}", cure
