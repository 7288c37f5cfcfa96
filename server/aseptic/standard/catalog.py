"""A folder of rules to a standard with a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from attrs import define, field, frozen

from aseptic.source.problem import Problem
from aseptic.standard.head import HEAD, Head, read_head
from aseptic.standard.page import read_rule
from aseptic.standard.rule import Category, Rule


@define(frozen=True, slots=False, eq=False)
class Standard:
    """The declared set of rules."""

    rules: Mapping[str, Rule]
    digest: str
    """SHA-256 over every rule's text, so that a report can say exactly which standard held."""
    origin: str = ""
    head: Head = field(factory=Head)
    """What the standard says of itself."""

    @cached_property
    def by_bandit(self) -> Mapping[str, Rule]:
        """The rule that owns each bandit test, mapped or narrowed."""
        return {test: rule for rule in self.rules.values() for test in rule.tests}


@frozen
class Source:
    """A rule's file: how it is named to people, and its text."""

    path: str
    text: str = field(repr=False)


class NoStandardError(Exception):
    """The shipped rules are not where any way of installing puts them."""


def rules_folder() -> Path:
    """Find the shipped rules: inside an installed wheel, else at the root of the checkout."""
    installed = Path(str(files("aseptic"))) / "rules"
    checkout = Path(__file__).resolve().parents[3] / "rules"
    for folder in (installed, checkout):
        if folder.is_dir():
            return folder
    raise NoStandardError(f"no rules in {installed} nor in {checkout}; install Aseptic again")


def sources(folder: Path) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Read every rule's file under `folder`, in the order of their names."""
    found: list[Source] = []
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.md")):
        try:
            found.append(Source(str(path), path.read_bytes().decode("utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(str(path), f"the file cannot be read: {error}", "save it as UTF-8"))
    return tuple(found), tuple(problems)


def build(pages: Iterable[Source], origin: str = "") -> tuple[Standard, tuple[Problem, ...]]:
    """Read rules and put them together; one that has a problem is left out and the others stay."""
    rules: dict[str, Rule] = {}
    owners: dict[str, str] = {}
    problems: list[Problem] = []
    digest = hashlib.sha256()
    head = Head()
    for page in pages:
        digest.update(f"{Path(page.path).name}\0{page.text}\0".encode("utf-8", "surrogatepass"))
        if Path(page.path).name == HEAD:
            head, faults = read_head(page.path, page.text)
            problems.extend(faults)
            continue
        rule, faults = read_rule(page.path, page.text)
        problems.extend(faults)
        if rule is None:
            continue
        if rule.id in rules:
            other = rules[rule.id].path
            problems.append(Problem(page.path, f"the id {rule.id} is taken by {other}", "give it its own", 1, "id"))
            continue
        problems.extend(_claim(rule, owners))
        rules[rule.id] = rule
    problems.extend(_unfit(head, rules, owners))
    return Standard(rules, digest.hexdigest(), origin, head), tuple(problems)


def _unfit(head: Head, rules: Mapping[str, Rule], owners: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what the standard's own page says against its rules."""
    for test in sorted(head.excluded.keys() & owners.keys()):
        yield Problem(HEAD, f"{test} is excluded, and {owners[test]} uses it", "keep one of the two", 0, "excluded")
    for name in sorted({name for setting in head.paths for name in setting.without}):
        rule = rules.get(name)
        if rule is not None and rule.heading.category is not Category.ADVISORY:
            yield Problem(HEAD, f"{name} is not advisory and may not rest", "record deviations instead", 0, "paths")


def _claim(rule: Rule, owners: dict[str, str]) -> Iterable[Problem]:
    """Note which bandit tests a rule owns; two owners would report one finding twice."""
    for test in rule.tests:
        owner = owners.setdefault(test, rule.id)
        if owner != rule.id:
            yield Problem(rule.path, f"{test} belongs to {owner} already", "name it in one rule", 1, "detect")


def shipped() -> tuple[Standard, tuple[Problem, ...]]:
    """Return the standard that comes with Aseptic."""
    folder = rules_folder()
    pages, unread = sources(folder)
    standard, problems = build(pages, "shipped")
    return standard, (*unread, *problems)
