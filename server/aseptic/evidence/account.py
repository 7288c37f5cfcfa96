"""The account of the standard: every rule and every bandit test, and what became of it. The analyzer's configuration.

It says which standard held, how a project tailored it, which version of what ran, and gives all of it one digest.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Container
from importlib.metadata import version
from typing import Any

from attrs import frozen

from aseptic.analysis.project import Project
from aseptic.checks import bandit
from aseptic.evidence.wording import detectors
from aseptic.standard.rule import Rule
from aseptic.standard.vocabulary import Enforced
from aseptic.version import __version__


@frozen
class Line:
    """One bandit test's place in the standard."""

    test: str
    became: str
    """mapped, narrowed, excluded or unaccounted."""
    rule: str = ""
    reason: str = ""


def enforcement(rule: Rule) -> str:
    """Say in a word how a rule is held: tool, declared (not yet detected), review or test."""
    if rule.heading.enforced is not Enforced.TOOL:
        return rule.heading.enforced.value
    return "tool" if rule.heading.detect.runs else "declared"


def unaccounted(project: Project) -> tuple[str, ...]:
    """Return the tests of the installed bandit of which the standard says nothing."""
    return bandit.unaccounted(project.standard)


def bandit_map(project: Project) -> list[Line]:
    """Return what became of every test of the installed bandit."""
    standard, missing = project.standard, set(unaccounted(project))
    narrowed = {each.test: each for rule in standard.rules.values() for each in rule.heading.detect.narrows}
    lines: list[Line] = []
    for test in sorted(bandit.known_tests() | standard.by_bandit.keys() | standard.head.excluded.keys()):
        owner = standard.by_bandit.get(test)
        if test in missing:
            lines.append(Line(test, "unaccounted"))
        elif owner is None:
            lines.append(Line(test, "excluded", reason=standard.head.excluded.get(test, "")))
        elif test in narrowed:
            lines.append(Line(test, "narrowed", owner.id, f"{narrowed[test].to}: {narrowed[test].reason}"))
        else:
            lines.append(Line(test, "mapped", owner.id))
    return lines


def account(project: Project) -> dict[str, Any]:
    """Return the whole account as plain values; equal inputs give equal digests."""
    tailoring, standard = project.tailoring, project.standard
    own = frozenset(each.id for each in project.own_rules)
    body: dict[str, Any] = {
        "format": 1,
        "standard": {
            "name": tailoring.standard or standard.head.standard,
            "version": str(tailoring.version or standard.head.version),
            "date": _day(tailoring.date or standard.head.date),
            "nextReview": _day(tailoring.next_review or standard.head.next_review),
            "approvedBy": tailoring.approved.by,
            "approvedOn": _day(tailoring.approved.on),
            "digest": standard.digest,
        },
        "versions": {"aseptic": __version__, "bandit": version("bandit"), "python": platform.python_version()},
        "rules": [_rule(rule, own) for rule in sorted(standard.rules.values(), key=lambda rule: rule.id)],
        "bandit": [
            {"test": each.test, "is": each.became, "rule": each.rule, "reason": each.reason}
            for each in bandit_map(project)
        ],
        "tailoring": _tailoring(project),
        "problems": [str(problem) for problem in project.problems],
    }
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    return {**body, "digest": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}


def _rule(rule: Rule, own: Container[str]) -> dict[str, Any]:
    heading = rule.heading
    return {
        "id": rule.id,
        "title": rule.title,
        "category": heading.category.value,
        "severity": rule.severity.value,
        "enforced": enforcement(rule),
        "cwe": list(heading.cwe),
        "capabilities": [each.value for each in heading.capabilities],
        "detectors": list(detectors(rule)),
        "origin": "project" if rule.id in own else "standard",
    }


def _tailoring(project: Project) -> dict[str, Any]:
    tailoring = project.tailoring
    return {
        "severities": {name: value.value for name, value in tailoring.severities.items()},
        "categories": {name: value.value for name, value in tailoring.categories.items()},
        "excluded": dict(tailoring.excluded),
        "notApplicable": dict(tailoring.not_applicable),
        "banned": [{"name": each.name, "rule": each.rule} for each in tailoring.banned],
        "own": [each.id for each in project.own_rules if each.id in project.standard.rules],
        "paths": [
            {"globs": list(each.globs), "without": list(each.without), "reason": each.reason}
            for each in project.standard.head.paths
        ],
    }


def _day(value: Any) -> str | None:
    return None if value is None else value.isoformat()
