"""Why an entry of a project's tailoring may not stand, and what to do instead."""

from __future__ import annotations

import re
from difflib import get_close_matches

from attrs import frozen

from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.rule import Rule
from aseptic.standard.tailoring import Tailoring
from aseptic.standard.vocabulary import Category

TEST = re.compile(r"B\d{3}")
_STRICT = {Category.ADVISORY: 0, Category.REQUIRED: 1, Category.MANDATORY: 2}
Reason = tuple[str, str]
"""What is wrong, and the cure."""


@frozen
class _Asked:
    """One entry, and the standard that it is about."""

    standard: Standard
    tailoring: Tailoring
    key: str
    name: str
    """The rule or test, or, in a list, the number of the entry: `[0]`."""

    @property
    def number(self) -> int:
        return int(self.name[1:-1])


def refusal(standard: Standard, tailoring: Tailoring, key: str, name: str) -> Problem | None:
    """Return why one entry may not stand; None where it may. An entry of a list is named by its number, as `[0]`."""
    asked = _Asked(standard, tailoring, key, name)
    reason = _path_setting(asked) if key == "paths" else _entry(asked)
    if reason is None:
        return None
    where = f"{key}{name}" if name.startswith("[") else f"{key}.{name}"
    return Problem(tailoring.path, *reason, tailoring.page.line(where), where)


def _path_setting(asked: _Asked) -> Reason | None:
    for rested in asked.tailoring.paths[asked.number].without:
        rule = asked.standard.rules.get(rested)
        if rule is None:
            return _unknown(asked.standard, rested)
        if rule.heading.category is not Category.ADVISORY:
            return f"{rested} is {rule.heading.category} and may not rest", "record deviations instead"
    return None


def _entry(asked: _Asked) -> Reason | None:
    if asked.key == "excluded" and TEST.fullmatch(asked.name):
        return _test(asked)
    name = asked.tailoring.banned[asked.number].rule if asked.key == "banned" else asked.name
    rule = asked.standard.rules.get(name)
    if rule is None:
        return _unknown(asked.standard, name)
    return _loosened(asked, rule)


def _test(asked: _Asked) -> Reason | None:
    owner = asked.standard.by_bandit.get(asked.name)
    if owner is None or owner.heading.category is Category.ADVISORY:
        return None
    cure = "record deviations, or declare the rule 'not_applicable' with a reason"
    return f"{asked.name} serves {owner.id}, which is {owner.heading.category}", cure


def _loosened(asked: _Asked, rule: Rule) -> Reason | None:
    category, tailoring = rule.heading.category, asked.tailoring
    if asked.key == "categories" and _STRICT[tailoring.categories[rule.id]] < _STRICT[category]:
        message = f"{rule.id} is {category} and cannot be made {tailoring.categories[rule.id]}"
        return message, "remove the line, and record deviations where the rule does not fit"
    if category is Category.ADVISORY:
        return None
    if asked.key == "excluded":
        return f"{rule.id} is {category} and cannot be excluded", "record deviations for its findings"
    if asked.key == "severities" and tailoring.severities[rule.id].rank < rule.severity.rank:
        cure = f"leave it at {rule.severity}, and record deviations where it does not fit"
        return f"{rule.id} is {category} and cannot be made milder", cure
    return None


def _unknown(standard: Standard, rule_id: str) -> Reason:
    message = f"no rule has the id '{rule_id}'"
    for rule in standard.rules.values():
        if rule_id in rule.heading.formerly:
            return message, f"it is now {rule.id}"
    close = get_close_matches(rule_id, standard.rules, 1)
    return message, f"did you mean '{close[0]}'?" if close else "see `aseptic standard` for the rules"
