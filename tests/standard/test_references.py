"""References point at what exists."""

from __future__ import annotations

import re

import pytest

from aseptic.standard.catalog import Standard

REQUIREMENTS = dict(
    pair.split(":")
    for pair in (
        "1.1:2 1.2:10 1.3:12 1.4:3 1.5:3 2.1:3 2.2:3 2.3:5 2.4:2 3.1:1 3.2:3 3.3:5 3.4:8 3.5:8 3.6:1 3.7:5 4.1:5 4.2:5 "
        "4.3:2 4.4:4 5.1:1 5.2:6 5.3:3 5.4:3 6.1:3 6.2:12 6.3:8 6.4:6 6.5:8 6.6:4 6.7:2 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 "
        "7.5:3 7.6:2 8.1:4 8.2:4 8.3:3 8.4:2 9.1:3 9.2:4 10.1:2 10.2:3 10.3:5 10.4:16 10.5:5 10.6:2 10.7:3 11.1:4 11.2:5 "
        "11.3:5 11.4:4 11.5:2 11.6:2 11.7:2 12.1:5 12.2:2 12.3:5 13.1:4 13.2:6 13.3:4 13.4:7 14.1:2 14.2:8 14.3:3 15.1:5 "
        "15.2:5 15.3:7 15.4:4 16.1:1 16.2:5 16.3:4 16.4:3 16.5:4 17.1:2 17.2:8 17.3:2"
    ).split()
)
"""How many requirements each section of ASVS 5.0.0 has."""
DOCUMENTED = {"2", "3", "5", "6", "7", "8", "11", "13", "14", "15", "16"}
"""Chapters whose first section asks for documents."""
ASVS = re.compile(r"OWASP ASVS v5\.0\.0-(\d+)\.(\d+)\.(\d+)")


def test_the_table_holds_all_of_them() -> None:
    assert sum(map(int, REQUIREMENTS.values())) == 345


def test_every_reference_to_asvs_names_a_requirement_on_the_product(standard: Standard) -> None:
    named = [
        (rule.id, reference)
        for rule in standard.rules.values()
        for reference in rule.heading.references
        if "ASVS" in reference
    ]
    assert len(named) > 250
    for rule, reference in named:
        match = ASVS.fullmatch(reference)
        assert match, (rule, reference)
        chapter, section, number = match.groups()
        assert 1 <= int(number) <= int(REQUIREMENTS.get(f"{chapter}.{section}", "0")), (rule, reference)
        assert not (section == "1" and chapter in DOCUMENTED), (rule, reference, "asks for a document, not for code")


@pytest.mark.parametrize("rule", ["INJ-003", "INJ-011", "TLS-001"])
def test_rules_that_everybody_looks_for_have_one(standard: Standard, rule: str) -> None:
    assert any(ASVS.fullmatch(reference) for reference in standard.rules[rule].heading.references)
