"""The standard as a project adopts it: what of its tailoring is granted, and the rules that come of it.

Tailoring may tighten any rule and loosen only advisory ones. What it may not do is a problem at its line and has no
effect, so that a mistake here never lets a finding go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TypeVar

from attrs import evolve

from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.head import PathSetting
from aseptic.standard.refusal import refusal
from aseptic.standard.rule import Rule
from aseptic.standard.tailoring import ProjectBanned, Tailoring
from aseptic.standard.vocabulary import Category, Enforced

V = TypeVar("V")


def tailored(standard: Standard, tailoring: Tailoring) -> tuple[Standard, tuple[Problem, ...]]:
    """Return the standard as a project tailored it, and what of the tailoring was refused."""
    if tailoring == Tailoring():
        return standard, ()
    refusals: list[Problem] = []

    def granted(standard: Standard, key: str, entries: Mapping[str, V]) -> dict[str, V]:
        refused = {name: refusal(standard, tailoring, key, name) for name in entries}
        refusals.extend(problem for problem in refused.values() if problem)
        return {name: entries[name] for name, problem in refused.items() if problem is None}

    # What a category is raised to counts for everything below: a rule made required is excluded no more.
    standard = _raised(standard, granted(standard, "categories", tailoring.categories))
    severities = granted(standard, "severities", tailoring.severities)
    excluded = granted(standard, "excluded", tailoring.excluded)
    granted(standard, "not_applicable", tailoring.not_applicable)
    granted(standard, "requirements", tailoring.requirements)
    paths = granted(standard, "paths", {f"[{number}]": each for number, each in enumerate(tailoring.paths)})
    banned = granted(standard, "banned", {f"[{number}]": each for number, each in enumerate(tailoring.banned)})
    rules = {
        name: _changed(
            _with(rule, severity=severities.get(name)),
            frozenset(excluded),
            tuple(entry for entry in banned.values() if entry.rule == name),
        )
        for name, rule in standard.rules.items()
        if name not in excluded
    }
    digest = hashlib.sha256(f"{standard.digest}\0{tailoring.digest}".encode()).hexdigest()
    origin = f"{tailoring.standard} {tailoring.version}, tailored by {tailoring.path}"
    left = dict(_left_out(standard, excluded))
    head = evolve(
        standard.head, excluded={**standard.head.excluded, **left}, paths=(*standard.head.paths, *paths.values())
    )
    here = standard.banned_here.union(*(entry.names for entry in banned.values()))
    return Standard(rules, digest, origin, head, here), tuple(refusals)


def _raised(standard: Standard, categories: Mapping[str, Category]) -> Standard:
    """Return the standard with some rules in a stricter category; one that is no longer advisory rests nowhere."""
    if not categories:
        return standard
    rules = {name: _with(rule, category=categories.get(name)) for name, rule in standard.rules.items()}
    head = evolve(standard.head, paths=tuple(_resting(standard.head.paths, rules)))
    return evolve(standard, rules=rules, head=head)


def _resting(settings: tuple[PathSetting, ...], rules: Mapping[str, Rule]) -> Iterator[PathSetting]:
    for setting in settings:
        left = tuple(
            name for name in setting.without if name not in rules or rules[name].heading.category is Category.ADVISORY
        )
        if left:
            yield evolve(setting, without=left)


def _changed(rule: Rule, excluded: frozenset[str], banned: tuple[ProjectBanned, ...]) -> Rule:
    """Return a rule without the bandit tests that are left out, and with the names that the project bans under it."""
    if not banned and excluded.isdisjoint(rule.tests):
        return rule
    old = rule.heading.detect
    detect = evolve(
        old,
        bandit=tuple(test for test in old.bandit if test not in excluded),
        softened=tuple(test for test in old.softened if test not in excluded),
        narrows=tuple(each for each in old.narrows if each.test not in excluded),
        banned=(*old.banned, *banned),
    )
    # A name that is banned under a rule for reviewers is looked for by the tool.
    return _with(rule, detect=detect, enforced=Enforced.TOOL if detect.runs else None)


def _with(rule: Rule, **changes: object) -> Rule:
    """Return a rule with some keys of its front matter changed; None leaves a key as it is."""
    given = {key: value for key, value in changes.items() if value is not None}
    return evolve(rule, heading=evolve(rule.heading, **given)) if given else rule


def _left_out(standard: Standard, excluded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each bandit test that nothing runs any more, with the reason."""
    for name, reason in excluded.items():
        rule = standard.rules.get(name)
        yield from ((test, reason) for test in (rule.tests if rule else (name,)))
