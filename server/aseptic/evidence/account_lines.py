"""What the renderings of an account say alike, each in a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, cast

from attrs import fields

from aseptic.evidence.account import Account, Ban, Changes, Edition, Held
from aseptic.evidence.json_values import json_values
from aseptic.standard.degree import Milder, reason_of
from aseptic.standard.policy import Policy

SHORT = 12
"""Digits of a digest that `aseptic check` shows."""


def editions(account: Account) -> Iterator[str]:
    """Say which standard runs, which was adopted, and who agreed to that."""
    yield f"What runs: {_edition(account.standard)}"
    adopted = account.adopted
    if adopted is None:
        yield "The project adopts none by a standard.md of its own"
        return
    yield f"What the project adopts: {_edition(adopted)}"
    approval = f"approved by {adopted.approved_by} on {adopted.approved_on}" if adopted.approved_by else "not approved"
    yield f"The tailoring is {approval}"


def chapters(account: Account) -> Iterator[tuple[str, str, list[Held]]]:
    """Yield each family's letters, its title and its rules, in the standard's order."""
    for letters, title in account.families.items():
        yield letters, title, [rule for rule in account.rules if rule.id.partition("-")[0] == letters]


def totals(account: Account) -> Iterator[str]:
    """Count the rules by who holds them, and bandit's tests by what became of them."""
    yield f"{len(account.rules)} rules: {_counted(rule.by for rule in account.rules)}"
    yield f"{len(account.bandit)} tests of bandit's: {_counted(line.is_ for line in account.bandit)}"
    unknown = [line.test for line in account.bandit if line.is_ == "unaccounted"]
    if unknown:
        yield f"unaccounted: {', '.join(unknown)}"


def scope_lines(account: Account) -> list[str]:
    """Say what the analysis leaves out, and what it is bound to."""
    scope = account.scope
    always, unless = ", ".join(scope.always_left_out), ", ".join(scope.left_out_unless_package)
    return [
        f"left out by the project: {', '.join(scope.exclude) or 'nothing'}",
        f"always left out: {always}; unless they are packages {unless}",
        "left out as git ignores it: what .gitignore names, unless a check is told to look",
        f"required version of Aseptic: {scope.required_version or 'any'}",
        f"environment whose types are read: {scope.environment or 'none'}",
    ]


def policy_lines(account: Account) -> list[str]:
    """Say the whole policy, each value by the key that sets it."""
    policy = account.policy
    gate = f"gate: open findings of {policy.threshold} severity and above fail a check; {reason_of(policy.gate)}"
    others = (each.name for each in fields(Policy) if each.name != "gate")
    return [gate.removesuffix("; "), *(f"{name}: {_value(json_values(getattr(policy, name)))}" for name in others)]


def _value(value: Any) -> str:
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value).items()
        return "; ".join(f"{key} {_value(each)}" for key, each in pairs) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, cast("list[Any]", value))) or "none"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value) or "none"


def tailoring_lines(tailoring: Changes) -> list[str]:
    """Say each entry of the tailoring that is granted."""
    return [" ".join(line.split()) for line in _tailoring(tailoring)]


def _tailoring(tailoring: Changes) -> Iterator[str]:
    for name, degree in tailoring.severities.items():
        yield f"{name} is of severity {degree.to}{_because(degree)}"
    for name, category in tailoring.categories.items():
        yield f"{name} is {category}"
    for name, reason in {**tailoring.excluded, **tailoring.left_out}.items():
        yield f"{name} is left out: {reason}"
    for name, reason in tailoring.not_applicable.items():
        scanned = "" if tailoring.code_scanned else " (code not scanned for this account; --summary and a check do)"
        yield f"{name} does not apply: {reason}{scanned}"
    yield from map(_ban, tailoring.banned)
    for name in tailoring.own:
        yield f"{name} is a rule of the project's own"
    for each in tailoring.paths:
        verb = "rests" if len(each.without) == 1 else "rest"
        yield f"{', '.join(each.without)} {verb} in {', '.join(each.globs)}: {each.reason}"
    for name, needs in tailoring.requirements.items():
        yield f"{name} serves {', '.join(needs)}"


def _ban(ban: Ban) -> str:
    message = f"; a finding says: {ban.message}" if ban.message else ""
    instead = f"; instead: {ban.replace}" if ban.replace else ""
    return f"banned under {ban.rule}: {ban.detector}{message}{instead}"


def _because(degree: Milder) -> str:
    return f": {degree.reason}" if degree.reason else ""


def _edition(edition: Edition) -> str:
    date = f"dated {edition.date}" if edition.date else "not dated"
    review = f"next review {edition.next_review}" if edition.next_review else "no next review set"
    return f"{edition.name} {edition.version}, {date}, {review}"


def _counted(words: Iterable[str]) -> str:
    return ", ".join(f"{count} {word}" for word, count in Counter(words).most_common())
