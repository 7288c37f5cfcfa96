"""The standard with some rules in a stricter category."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve

from aseptic.standard.catalog import Standard
from aseptic.standard.head import PathSetting
from aseptic.standard.rule import Rule
from aseptic.standard.vocabulary import Category


def raised(standard: Standard, categories: Mapping[str, Category]) -> Standard:
    """Return the standard with these categories; a rule that is no longer advisory rests nowhere."""
    if not categories:
        return standard
    rules = {
        name: evolve(rule, heading=evolve(rule.heading, category=categories.get(name, rule.heading.category)))
        for name, rule in standard.rules.items()
    }
    head = evolve(standard.head, paths=tuple(_resting(standard.head.paths, rules)))
    return evolve(standard, rules=rules, head=head)


def _resting(settings: tuple[PathSetting, ...], rules: Mapping[str, Rule]) -> Iterator[PathSetting]:
    for setting in settings:
        left = tuple(
            name for name in setting.without if name not in rules or rules[name].heading.category is Category.ADVISORY
        )
        if left:
            yield evolve(setting, without=left)
