"""A project's own word on the standard: `security/standard.md`, and the standard that comes of it.

Tailoring may tighten any rule and loosen only advisory ones. What it may not do is a problem at its line and has no
effect, so that a mistake here never lets a finding go.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TypeVar

from attrs import asdict, evolve, field, frozen

from aseptic.source.frontmatter import Page
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.detect import Banned
from aseptic.standard.head import PathSetting
from aseptic.standard.rule import Rule
from aseptic.standard.structure import Literal, read_keys
from aseptic.standard.vocabulary import Category, Severity

_TEST = re.compile(r"B\d{3}")
_LINE_END = re.compile(r"\r\n?")
V = TypeVar("V")


@frozen
class Policy:
    """The numbers that a project sets."""

    expires_days: int = 365
    """How long a new deviation holds, in days."""
    expiring_days: int = 30
    """How many days before its end a deviation is shown as expiring."""
    shortest_justification: int = 20
    """How many characters a justification has at least."""
    gate: Severity = Severity.LOW
    """Open findings of this severity and above fail a check."""


@frozen
class Agreed:
    """Who agreed to the tailoring, and when; empty while nobody has."""

    by: str | None = None
    on: datetime.date | None = None


@frozen(kw_only=True)
class ProjectBanned(Banned):
    """A name that a project bans under a rule of the standard."""

    rule: str


@frozen(kw_only=True)
class TailoringKeys:
    """The front matter of `standard.md`."""

    id: str | None = None
    title: str | None = None
    standard: str
    version: Literal
    approved: Agreed = Agreed()
    severities: dict[str, Severity] = field(factory=dict[str, Severity])
    excluded: dict[str, str] = field(factory=dict[str, str])
    not_applicable: dict[str, str] = field(factory=dict[str, str])
    banned: tuple[ProjectBanned, ...] = ()
    policy: Policy = Policy()
    requirements: dict[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    paths: tuple[PathSetting, ...] = ()
    date: datetime.date | None = None
    """When the standard was adopted."""
    next_review: datetime.date | None = None
    """By when somebody looks at it again."""


@frozen(kw_only=True)
class Tailoring(TailoringKeys):
    """What a project declares: which standard, and how it departs from it. Without arguments: nothing."""

    standard: str = ""
    version: Literal = ""
    page: Page = field(default=Page(""), repr=False)
    digest: str = ""
    """SHA-256 over the file's text, whatever its line ends."""

    @property
    def path(self) -> str:
        """The file, as it is shown to people."""
        return self.page.path


def read_tailoring(path: str, text: str) -> tuple[Tailoring | None, tuple[Problem, ...]]:
    """Read `standard.md`. With any problem there is no tailoring: half of one would be another standard."""
    page, keys, problems = read_keys(path, text, TailoringKeys)
    if page is None or keys is None:
        return None, problems
    problems = tuple(_unfit(page, keys))
    if problems:
        return None, problems
    digest = hashlib.sha256(_LINE_END.sub("\n", text).encode("utf-8", "surrogatepass")).hexdigest()
    return Tailoring(**asdict(keys, recurse=False), page=page, digest=digest), ()


def _unfit(page: Page, keys: TailoringKeys) -> Iterator[Problem]:
    def problem(key: str, message: str, cure: str) -> Problem:
        return Problem(page.path, f"'{key}': {message}", cure, page.line(key), key)

    if not keys.standard.strip():
        yield problem("standard", "the standard has no name", "name it, as 'Aseptic'")
    if not isinstance(keys.version, str) or not keys.version.strip():
        yield problem("version", "a version is a text", 'put it in quotes: "1.10" and "1.1" are two versions')
    for key, reasons in (("excluded", keys.excluded), ("not_applicable", keys.not_applicable)):
        for name, reason in reasons.items():
            if not reason.strip():
                yield problem(f"{key}.{name}", "the reason is missing", "say why in a sentence")
    for number, setting in enumerate(keys.paths):
        if not setting.reason.strip():
            yield problem(f"paths[{number}].reason", "the reason is missing", "say why in a sentence")
    for number, entry in enumerate(keys.banned):
        if not entry.name.strip():
            yield problem(f"banned[{number}].name", "the name is blank", "write a dotted name, as 'os.system'")
    for name in ("expires_days", "expiring_days", "shortest_justification"):
        if getattr(keys.policy, name) < 1:
            yield problem(f"policy.{name}", "a number above nought is expected", "correct the value")


def tailored(standard: Standard, tailoring: Tailoring) -> tuple[Standard, tuple[Problem, ...]]:
    """Return the standard as a project tailored it, and what of the tailoring was refused."""
    if tailoring == Tailoring():
        return standard, ()
    refusals: list[Problem] = []

    def granted(key: str, entries: Mapping[str, V]) -> dict[str, V]:
        refused = {name: _refusal(standard, tailoring, key, name) for name in entries}
        refusals.extend(problem for problem in refused.values() if problem)
        return {name: entries[name] for name, problem in refused.items() if problem is None}

    severities = granted("severities", tailoring.severities)
    excluded = granted("excluded", tailoring.excluded)
    granted("not_applicable", tailoring.not_applicable)
    granted("requirements", tailoring.requirements)
    paths = granted("paths", {f"[{number}]": each for number, each in enumerate(tailoring.paths)}).values()
    banned = granted("banned", {f"[{number}]": each for number, each in enumerate(tailoring.banned)})
    rules = {
        name: _changed(rule, severities.get(name), tuple(excluded), tuple(banned.values()))
        for name, rule in standard.rules.items()
        if name not in excluded
    }
    digest = hashlib.sha256(f"{standard.digest}\0{tailoring.digest}".encode()).hexdigest()
    origin = f"{tailoring.standard} {tailoring.version}, tailored by {tailoring.path}"
    left: dict[str, str] = {}
    for name, reason in excluded.items():
        rule = standard.rules.get(name)
        left.update(dict.fromkeys(rule.tests if rule else (name,), reason))
    head = evolve(standard.head, excluded={**standard.head.excluded, **left}, paths=(*standard.head.paths, *paths))
    return Standard(rules, digest, origin, head), tuple(refusals)


def _changed(
    rule: Rule, severity: Severity | None, excluded: tuple[str, ...], banned: tuple[ProjectBanned, ...]
) -> Rule:
    own = tuple(entry for entry in banned if entry.rule == rule.id)
    if severity is None and not own and not set(rule.tests) & set(excluded):
        return rule
    old = rule.heading.detect
    detect = evolve(
        old,
        bandit=tuple(test for test in old.bandit if test not in excluded),
        softened=tuple(test for test in old.softened if test not in excluded),
        narrows=tuple(each for each in old.narrows if each.test not in excluded),
        banned=(*old.banned, *own),
    )
    return evolve(rule, heading=evolve(rule.heading, severity=severity or rule.severity, detect=detect))


def _refusal(standard: Standard, tailoring: Tailoring, key: str, name: str) -> Problem | None:
    """Return why one entry may not stand; None where it may."""
    where = f"{key}{name}" if name.startswith("[") else f"{key}.{name}"

    def problem(message: str, cure: str) -> Problem:
        return Problem(tailoring.path, message, cure, tailoring.page.line(where), where)

    if key == "paths":
        for rested in tailoring.paths[int(name[1:-1])].without:
            found = standard.rules.get(rested)
            if found is None:
                return problem(f"no rule has the id '{rested}'", _nearest(standard, rested))
            if found.heading.category is not Category.ADVISORY:
                return problem(f"{rested} is {found.heading.category} and may not rest", "record deviations instead")
        return None
    if key == "excluded" and _TEST.fullmatch(name):
        owner = standard.by_bandit.get(name)
        if owner is None or owner.heading.category is Category.ADVISORY:
            return None
        cure = "record deviations, or declare the rule 'not_applicable' with a reason"
        return problem(f"{name} serves {owner.id}, which is {owner.heading.category}", cure)
    rule_id = tailoring.banned[int(name[1:-1])].rule if key == "banned" else name
    rule = standard.rules.get(rule_id)
    if rule is None:
        return problem(f"no rule has the id '{rule_id}'", _nearest(standard, rule_id))
    loose = rule.heading.category is not Category.ADVISORY
    if key == "excluded" and loose:
        cure = "record deviations for its findings"
        return problem(f"{name} is {rule.heading.category} and cannot be excluded", cure)
    if key == "severities" and loose and tailoring.severities[name].rank < rule.severity.rank:
        cure = f"leave it at {rule.severity}, and record deviations where it does not fit"
        return problem(f"{name} is {rule.heading.category} and cannot be made milder", cure)
    return None


def _nearest(standard: Standard, rule_id: str) -> str:
    for rule in standard.rules.values():
        if rule_id in rule.heading.formerly:
            return f"it is now {rule.id}"
    close = get_close_matches(rule_id, standard.rules, 1)
    return f"did you mean '{close[0]}'?" if close else "see `aseptic standard` for the rules"
