"""What a rule asks for that no code can meet is a problem at its key; a rule that finds nothing helps nobody."""

from __future__ import annotations

import pytest
from own_rule_text import PAGE, PATH

from aseptic.standard.page import read_rule

BANNED = "    - name: pump.legacy.raw_write\n"
DETECT = f"detect:\n  banned:\n{BANNED}"


def said(old: str, new: str) -> list[tuple[str, str]]:
    assert old in PAGE
    _, problems = read_rule(PATH, PAGE.replace(old, new))
    return [(each.key, each.message) for each in problems]


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("when: {'': {given: true}}", "when."),
        ("when: {a b: {given: true}}", "when.a b"),
        ("when: {'-1': {given: true}}", "when.-1"),
        ("unless: {'12345': 1}", "unless.12345"),
        ("unless: {'\u00b2': 1}", "unless.\u00b2"),
        ("missing: [mode/]", "missing[0]"),
        ("missing: [mode, a.b]", "missing[1]"),
        ("used: item\n      when: {key: 1}", "when.key"),
        ("used: assigned\n      when: {'1': 1}", "when.1"),
        ("used: import\n      when: {'0': 1}", "when.0"),
        ("used: reference\n      missing: [mode]", "missing[0]"),
        ("when: {'0': {items: {'4711': 1}}}", "when.0.items.4711"),
        ("when: {'0': {items: {'0': 1, a: 1}}}", "when.0.items"),
        ("without: ['']", "without"),
        ("when: {'0': {matches: 'a{99999999999}'}}", "when.0.matches"),
        (f"when: {{'0': {{matches: {'a' * 2001}}}}}", "when.0.matches"),
    ],
)
def test_an_argument_that_nothing_has(more: str, key: str) -> None:
    (found,) = said(BANNED, f"{BANNED}      {more}\n")
    assert found[0] == f"detect.banned[0].{key}"
    assert found[1].startswith(f"'{found[0]}': ")


@pytest.mark.parametrize(
    "more",
    [
        "when: {mode/1: 2, '*': {holds: 3}, '**': {given: false}, self: {given: true}}",
        "missing: [timeout/99, _x]",
        "used: item\n      when: {'0': 1}",
        "when: {'0': {items: {'-1': 1}}, '1': {items: {'\u00b2': 1, '': 2}}}",
    ],
)
def test_an_argument_that_code_can_give(more: str) -> None:
    assert said(BANNED, f"{BANNED}      {more}\n") == []


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("  settings: [{name: ' ', value: 1}]", "detect.settings[0].name"),
        ("  settings: [{name: A, also: [''], value: 1}]", "detect.settings[0].also"),
        ("  settings: [{name: A, value: 1, beside: {'': 1}}]", "detect.settings[0].beside"),
        ("  texts: [{matches: '', words: [a]}]", "detect.texts[0].matches"),
        ("  texts: [{matches: a, words: []}]", "detect.texts[0].words"),
        ("  comments: [{matches: a, words: ['']}]", "detect.comments[0].words"),
        ("  texts: [{matches: a, words: [a], to: ['']}]", "detect.texts[0].to"),
        ("  flow: ['']", "detect.flow"),
        ("  bandit: ['']", "detect.bandit"),
    ],
)
def test_a_detector_that_says_nothing(more: str, key: str) -> None:
    assert [each[0] for each in said(DETECT, f"{DETECT}{more}\n")] == [key]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("cwe: [676]", "cwe: [676, 676]", "cwe"),
        ("cwe: [676]", "cwe: [0]", "cwe"),
        ("cwe: [676]", "cwe: [-3]", "cwe"),
        ("capabilities: [SAHD]", "capabilities: [SAHD, SAHD]", "capabilities"),
        (DETECT, f"formerly: [ACM-001]\n{DETECT}", "formerly"),
        (DETECT, f"formerly: [ACM-002, ACM-002]\n{DETECT}", "formerly"),
        (DETECT, f"formerly: [../../x]\n{DETECT}", "formerly[0]"),
        (DETECT, f"formerly: [ACM-002, old]\n{DETECT}", "formerly[1]"),
        ("id: ACM-001", "id: ACM-\u0660\u0660\u0661", "id"),
    ],
)
def test_a_key_of_the_head_that_cannot_be(old: str, new: str, key: str) -> None:
    assert [each[0] for each in said(old, new)] == [key]
