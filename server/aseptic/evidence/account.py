"""The account of the standard: every rule and every bandit test, and what became of it. The analyzer's configuration.

It says which standard ran and which was adopted, how a project tailored it, what was left out of the analysis and which
version of what ran, and gives all of it one digest.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from aseptic.evidence.json_values import json_values
from aseptic.source.digest import keys_digest
from aseptic.standard.degree import Milder
from aseptic.standard.policy import Policy
from aseptic.standard.rule import Rule
from aseptic.standard.vocabulary import Category, Enforced, Severity


@frozen
class Edition:
    """A standard by its name and dates."""

    name: str
    version: str
    date: datetime.date | None
    next_review: datetime.date | None


@frozen
class Adoption(Edition):
    """The standard that a project says it follows, and who agreed to that."""

    approved_by: str | None
    approved_on: datetime.date | None


@frozen
class Held:
    """One rule as it holds here."""

    id: str
    title: str
    category: Category
    severity: Severity
    enforced: str
    """tool, declared (nothing looks for it yet), review or test."""
    cwe: tuple[int, ...]
    capabilities: tuple[str, ...]
    detectors: tuple[str, ...]
    not_looked_for: tuple[str, ...]
    """What it forbids besides, and no detector sees yet."""
    origin: str
    """standard or project."""
    found_by: str
    """Its detectors by kind and number."""

    @property
    def by(self) -> str:
        """Say in a few words who holds it, and whether all of it."""
        return in_part(self.enforced, self.not_looked_for)


@frozen
class Line:
    """One bandit test's place in the standard."""

    test: str
    is_: str
    """mapped, narrowed, excluded, unaccounted, or absent from the installed bandit; of other packages: not run."""
    rule: str = ""
    reason: str = ""


@frozen
class Scope:
    """What the analysis looks at, and what it leaves out."""

    always_left_out: tuple[str, ...]
    """Names of folders that hold nothing that people of the project wrote."""
    left_out_unless_package: tuple[str, ...]
    """Names of folders that hold what a build makes, unless they are packages."""
    exclude: tuple[str, ...]
    """What the project leaves out besides, as globs from its root."""
    required_version: str
    environment: str


@frozen
class Ban:
    """A name that the project bans, with everything that the ban says."""

    rule: str
    name: str
    detector: str
    """What is found, in words."""
    severity: str
    message: str
    replace: str


@frozen
class Rest:
    """Rules that rest in some files."""

    globs: tuple[str, ...]
    without: tuple[str, ...]
    reason: str


@frozen
class Changes:
    """What is granted of the project's tailoring."""

    severities: Mapping[str, Milder]
    categories: Mapping[str, Category]
    excluded: Mapping[str, str]
    left_out: Mapping[str, str]
    """The rules that do not hold for that, each with the reason."""
    not_applicable: Mapping[str, str]
    banned: tuple[Ban, ...]
    own: tuple[str, ...]
    paths: tuple[Rest, ...]
    requirements: Mapping[str, tuple[str, ...]]
    code_scanned: bool = False
    """Whether code was asked if rules apply that are said not to: an account reads none, a scan does."""


@frozen
class Account:
    """The whole account. Everything but the approval and the problems is under the digest."""

    standard: Edition
    """The one that runs."""
    rules_digest: str
    """Over the rules as they hold here: what a check shows, shortened."""
    adopted: Adoption | None
    versions: Mapping[str, str]
    families: Mapping[str, str]
    """What the letters of the ids stand for, in the standard's order."""
    rules: tuple[Held, ...]
    """In the order of the families."""
    bandit: tuple[Line, ...]
    scope: Scope
    policy: Policy
    """The whole of it; the gate with its reason."""
    tailoring: Changes
    problems: tuple[str, ...]
    digest: str = ""


def account_values(account: Account) -> dict[str, Any]:
    """Return an account as plain values."""
    return {"format": 1, **json_values(account)}


def account_digest(account: Account) -> str:
    """Return the digest of a configuration: who approved it, and what is wrong with other records, is none of it."""
    body = account_values(account)
    counted = {key: value for key, value in body.items() if key not in ("digest", "problems")}
    if account.adopted:
        counted["adopted"] = {key: each for key, each in body["adopted"].items() if not key.startswith("approved")}
    return keys_digest(counted)


def enforcement(rule: Rule) -> str:
    """Say in a word how a rule is held: tool, declared (not yet detected), review or test."""
    if rule.heading.enforced is not Enforced.TOOL:
        return rule.heading.enforced.value
    return "tool" if rule.heading.detect.runs else "declared"


def in_part(enforced: str, not_looked_for: tuple[str, ...]) -> str:
    """Say how a rule is held, and whether only in part."""
    return f"{enforced} in part" if enforced == "tool" and not_looked_for else enforced
