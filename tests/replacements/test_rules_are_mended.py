"""Every rule that names a rewrite: its own noncompliant example, rewritten, parses and breaches nothing."""

from __future__ import annotations

from typing import Any

import pytest
from planting import MENDED, remedies

from aseptic.replacements.rewrites import REWRITES, rewrites_for
from aseptic.standard.rule import Rule


@pytest.mark.parametrize("rule", MENDED, ids=lambda rule: rule.id)
def test_an_example_is_mended(bench: Any, rule: Rule) -> None:
    offers = [offer for code in rule.noncompliant for offer in bench.offers(code.text)]
    assert offers
    for offer in offers:
        assert bench.rules(offer.text) == set(), offer.text
        assert "\n" not in offer.title
        assert len(offer.title) <= 100


@pytest.mark.parametrize("rule", MENDED, ids=lambda rule: rule.id)
def test_a_rule_names_known_rewrites(rule: Rule) -> None:
    assert all(rewrites_for(remedy) for remedy in remedies(rule) if remedy)


def test_every_rewrite_serves_a_rule() -> None:
    used = {remedy for rule in MENDED for remedy in remedies(rule)}
    assert REWRITES.keys() <= used


def test_an_unknown_name_is_no_rewrite() -> None:
    assert rewrites_for("shell-to-lisp") == ()
