"""How many rules README and CHANGELOG speak of, counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.standard.catalog import Standard

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("README.md", "holds {rules} rules, of which {found} are looked for today, {parts} of these only in part"),
        ("CHANGELOG.md", "{rules} rules in twenty categories, {found} of them detected, {parts} in part"),
    ],
)
def test_the_rules_are_as_many_as_is_said(standard: Standard, name: str, words: str) -> None:
    found = [rule for rule in standard.rules.values() if rule.heading.detect.runs]
    parts = [rule for rule in found if rule.heading.detect.flow]
    said = words.format(rules=len(standard.rules), found=len(found), parts=len(parts))
    assert said in (ROOT / name).read_text(encoding="utf-8")
    assert len(standard.head.families) == 20
