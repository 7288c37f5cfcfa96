"""Every rule that names a rewrite: its own noncompliant example, rewritten, parses and breaches nothing."""

from __future__ import annotations

from typing import Any

import pytest

from aseptic.replacements.rewrites import REWRITES, rewrites_named
from aseptic.standard.catalog import shipped
from aseptic.standard.rule import Rule

_RULES = [
    rule
    for rule in shipped()[0].rules.values()
    if rule.heading.replace or any(entry.replace for entry in rule.heading.detect.banned)
]


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.id)
def test_an_example_is_mended(bench: Any, rule: Rule) -> None:
    offers = [offer for code in rule.noncompliant for offer in bench.offers(code.text)]
    assert offers
    for offer in offers:
        assert bench.rules(offer.text) == set(), offer.text
        assert "\n" not in offer.title
        assert len(offer.title) <= 100


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.id)
def test_a_rule_names_known_rewrites(rule: Rule) -> None:
    names = (*rule.heading.replace, *(entry.replace for entry in rule.heading.detect.banned if entry.replace))
    assert all(rewrites_named(name) for name in names)


def test_every_rewrite_serves_a_rule() -> None:
    used = {name for rule in _RULES for name in rule.heading.replace}
    assert REWRITES.keys() <= used


def test_an_unknown_name_is_no_rewrite() -> None:
    assert rewrites_named("shell-to-lisp") == ()
