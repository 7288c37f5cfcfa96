"""Every rule that names a rewrite: its own noncompliant example, rewritten, parses and breaches nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from planting import MENDED, remedies

from aseptic.replacements.rewrites import REWRITES, rewrites_for
from aseptic.standard.rule import Rule


def listed() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in (DATA / "titles.txt").read_text(encoding="utf-8").splitlines():
        rule, title = line.split("  ", 1)
        found.setdefault(rule, set()).add(title)
    return found


def titles(offers: list[Any]) -> set[str]:
    return {f"{offer.title} ({'safe' if offer.safe else 'needs review'})" for offer in offers}


DATA = Path(__file__).parents[1] / "data"
TITLES = listed()
"""What menus show for the rules' examples: each is to be understood alone, and somebody read it."""
_BARE = re.compile(r": (?:True|False|None|\d+|[A-Z]+)(?: \(|$)")
"""A value that does not say what gets it."""


@pytest.mark.parametrize("rule", MENDED, ids=lambda rule: rule.id)
def test_an_example_is_mended(bench: Any, rule: Rule) -> None:
    offers = [offer for code in rule.noncompliant for offer in bench.offers(code.text)]
    assert offers
    assert titles(offers) == TITLES.get(rule.id, set()), "read them, then write them into tests/data/titles.txt"
    for offer in offers:
        assert bench.rules(offer.text) == set(), offer.text
        assert "\n" not in offer.title
        assert len(offer.title) <= 100


@pytest.mark.parametrize("rule", MENDED, ids=lambda rule: rule.id)
def test_a_rule_names_known_rewrites(rule: Rule) -> None:
    assert all(rewrites_for(remedy) for remedy in remedies(rule) if remedy)


def test_titles_say_what_gets_a_value_and_belong_to_a_rule() -> None:
    assert TITLES.keys() == {rule.id for rule in MENDED}
    assert [each for each in set[str]().union(*TITLES.values()) if _BARE.search(each) or "{" in each] == []


def test_titles_name_what_they_change() -> None:
    every = set[str]().union(*TITLES.values())
    found = [each for each in every if re.match(r"[A-Z][a-z]+ (?:\w+ for )?it\b(?! without a shell)", each)]
    assert found == [], "a menu shows a title alone: say what it is"


def test_every_rewrite_serves_a_rule() -> None:
    used = {remedy for rule in MENDED for remedy in remedies(rule)}
    assert REWRITES.keys() <= used


def test_an_unknown_name_is_no_rewrite() -> None:
    assert rewrites_for("shell-to-lisp") == ()
