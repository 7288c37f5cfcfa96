"""By what people find a rule in the book."""

from __future__ import annotations

import pytest

from aseptic.evidence.searching import search_words
from aseptic.standard.catalog import Standard


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FIL-006", "traversal path-traversal"),
        ("VAL-001", "ssrf cwe-918"),
        ("INJ-011", "sqli sql-injection"),
        ("KEY-001", "hardcoded cwe-798"),
        ("DES-001", "deserialization rce"),
        ("RES-001", "timeout"),
        ("INJ-003", "os.system b602"),
        ("PRV-001", "b103"),
    ],
)
def test_a_rule_goes_by_the_names_that_people_use(standard: Standard, rule: str, words: str) -> None:
    assert set(words.split()) <= set(search_words(standard.rules[rule], ()).names.split())


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("PRV-001", "os.chmod(folder,"),
        ("TLS-001", "verify=false"),
        ("RES-001", "timeout"),
        ("INJ-001", "v5.0.0-1.3.2"),
        ("INJ-005", "argument"),
    ],
)
def test_all_of_its_page_is_searched_signs_included(standard: Standard, rule: str, words: str) -> None:
    text = search_words(standard.rules[rule], ()).text
    assert all(word in text for word in words.split())


def test_what_is_given_beside_the_page_is_searched_and_each_word_stands_once(standard: Standard) -> None:
    words = search_words(standard.rules["INJ-003"], ("pump.run", "os.system"), "Required", "by a Review")
    assert "pump.run" in words.names.split()
    assert {"required", "review"} <= set(words.text.split())
    for each in (words.names.split(), words.text.split()):
        assert len(each) == len(set(each))


def test_other_spellings_are_known(standard: Standard) -> None:
    rules = [search_words(rule, ()) for rule in standard.rules.values()]
    assert any("time-out" in each.text.split() and "timeout" in each.text.split() for each in rules)
    assert not any(each.text.count("time-out ") and "timeout" not in each.text for each in rules)
