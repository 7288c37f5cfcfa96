"""A project's own rules, `rules/<ID>.md`: pages as the standard's, and the standard that they make with ours."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath

from attrs import evolve, field, frozen

from aseptic.records.forms import FAMILIES, Forms, like
from aseptic.records.record import Filed, Problems
from aseptic.source.digest import text_digest
from aseptic.source.frontmatter import Page, read_page
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.page import read_rule
from aseptic.standard.rule import Rule


@frozen
class OwnRule(Filed):
    """A rule that a project adds to the standard."""

    rule: Rule
    page: Page = field(repr=False, hash=False)
    digest: str
    """SHA-256 over the file's text, whatever its line ends."""

    @property
    def id(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        """The rule's id."""
        return self.rule.id


def read_own_rule(path: str, text: str) -> tuple[OwnRule | None, Problems]:
    """Read one rule, as strictly as ours are read. A name of the file that is not its id's is a problem besides."""
    rule, problems = read_rule(path, text)
    rule = rule and evolve(rule, own=True)
    page, _ = read_page(path, text)
    if rule is None or page is None:
        return None, problems
    return OwnRule(rule, page, text_digest(text)), tuple(_misnamed(rule, page))


def extended(standard: Standard, own: Iterable[OwnRule]) -> tuple[Standard, Problems]:
    """Return the standard with a project's own rules in it; one that would take from ours is refused."""
    own, let_in = tuple(own), list[OwnRule]()
    living = standard.rules.keys() | {each.id for each in own}
    owners = {test: rule.id for test, rule in standard.by_bandit.items()}
    formerly = dict(standard.formerly)
    refusals: list[Problem] = []
    for each in own:
        taken = next(chain(_taken(each, standard, owners), _renamed(each, living, formerly)), None)
        if taken:
            refusals.append(taken)
        else:
            let_in.append(each)
            owners.update(dict.fromkeys(each.rule.tests, each.id))
            formerly.update(dict.fromkeys(each.rule.heading.formerly, each.id))
    if not let_in:
        return standard, tuple(refusals)
    rules = {**standard.rules, **{each.id: each.rule for each in let_in}}
    used = {test for each in let_in for test in each.rule.tests}
    excluded = {test: reason for test, reason in standard.head.excluded.items() if test not in used}
    digests = "\0".join(f"{each.id}\0{each.digest}" for each in let_in)
    digest = hashlib.sha256(f"{standard.digest}\0{digests}".encode()).hexdigest()
    head = evolve(standard.head, excluded=excluded)
    banned = frozenset(name for each in let_in for entry in each.rule.heading.detect.banned for name in entry.names)
    return Standard(rules, digest, standard.origin, head, banned), tuple(refusals)


def alike(own: Iterable[OwnRule], forms: Forms) -> Iterator[Problem]:
    """Yield the rules that are called as records are here: nobody could tell which is meant. One of a family tells."""
    told = set[str]()
    for each in own:
        family, noun = each.id.partition("-")[0], like(each.id, forms)
        if noun and family not in FAMILIES | told:
            told.add(family)
            message = f"{each.id} begins as the ids of {noun}s do here ({getattr(forms, noun)})"
            cure = f"give the rule other letters, or set 'ids.{noun}' in pyproject.toml"
            yield Problem(each.record, message, cure, each.line("id"), "id")


def _taken(own: OwnRule, standard: Standard, owners: dict[str, str]) -> Iterator[Problem]:
    """Yield what an own rule claims that another rule has."""

    def problem(key: str, message: str, cure: str) -> Problem:
        return Problem(own.record, message, cure, own.line(key), key)

    if own.id in standard.rules:
        title = standard.rules[own.id].title
        yield problem("id", f"{own.id} is a rule of the standard already ({title})", "give yours another id")
    if own.id in standard.formerly:
        yield problem("id", f"{own.id} is what {standard.formerly[own.id]} was called once", "give yours another id")
    for test in own.rule.tests:
        if test in owners:
            yield problem("detect", f"bandit's {test} belongs to {owners[test]} already", "leave it to that rule")


def _renamed(own: OwnRule, living: Container[str], formerly: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what an own rule says it was called, and what is or was another rule's name."""
    for number, old in enumerate(own.rule.heading.formerly):
        key = f"formerly[{number}]"
        if old in living:
            message, cure = f"{old} is a rule today, and no name of the past", "remove it from 'formerly'"
            yield Problem(own.record, message, cure, own.line(key), key)
        elif old in formerly:
            message, cure = f"{old} is what {formerly[old]} was called once", "leave it to that rule"
            yield Problem(own.record, message, cure, own.line(key), key)


def _misnamed(rule: Rule, page: Page) -> Iterator[Problem]:
    name = PurePosixPath(page.path).name
    if name != f"{rule.id}.md":
        message, cure = f"the id is {rule.id} and the file is {name}", f"name the file {rule.id}.md"
        yield Problem(page.path, message, cure, page.line("id"), "id")
