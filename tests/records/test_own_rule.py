"""A project's own rules join the standard, and take nothing from ours."""

from __future__ import annotations

import pytest
from attrs import evolve
from own_rule_text import PAGE, PATH

from aseptic.records.forms import Forms
from aseptic.records.own_rule import OwnRule, alike, extended, read_own_rule
from aseptic.standard.catalog import Standard


def read(text: str = PAGE, path: str = PATH) -> OwnRule:
    own, problems = read_own_rule(path, text)
    assert own is not None, [str(each) for each in problems]
    return own


def test_an_own_rule_joins_the_standard_and_its_digest(standard: Standard) -> None:
    made, problems = extended(standard, [read()])
    assert problems == ()
    assert made.rules.keys() - standard.rules.keys() == {"ACM-001"}
    assert made.rules["ACM-001"].path == PATH
    other, _ = extended(standard, [read(PAGE.replace("None is known.", "Never."))])
    assert len({standard.digest, made.digest, other.digest}) == 3
    windows, _ = extended(standard, [read(PAGE.replace("\n", "\r\n"))])
    assert windows.digest == made.digest


def test_without_own_rules_the_standard_is_ours(standard: Standard) -> None:
    assert extended(standard, []) == (standard, ())


def test_an_id_of_ours_is_refused_at_its_line(standard: Standard) -> None:
    made, problems = extended(standard, [read(PAGE.replace("ACM-001", "INJ-003"), "security/rules/INJ-003.md")])
    assert made is standard
    assert [str(each) for each in problems] == [
        "security/rules/INJ-003.md:2: INJ-003 is a rule of the standard already (Start processes without a shell);"
        " give yours another id"
    ]


def test_a_name_that_one_of_ours_had_is_refused(standard: Standard) -> None:
    rule = standard.rules["INJ-003"]
    renamed = evolve(rule, heading=evolve(rule.heading, formerly=("ACM-001",)))
    ours = Standard({**standard.rules, "INJ-003": renamed}, "digest")
    made, problems = extended(ours, [read()])
    assert made is ours
    assert [each.message for each in problems] == ["ACM-001 is what INJ-003 was called once"]


@pytest.mark.parametrize("old", ["INJ-003", "ACM-002"])
def test_a_rule_of_today_is_no_former_name(standard: Standard, old: str) -> None:
    page = PAGE.replace("detect:\n", f"formerly: [{old}]\ndetect:\n")
    other = read(PAGE.replace("ACM-001", "ACM-002"), "security/rules/ACM-002.md")
    made, problems = extended(standard, [read(page), other])
    assert "ACM-001" not in made.rules and "ACM-002" in made.rules
    assert [(str(each), each.key) for each in problems] == [
        (f"{PATH}:9: {old} is a rule today, and no name of the past; remove it from 'formerly'", "formerly[0]")
    ]


def test_two_own_rules_were_not_both_called_the_same(standard: Standard) -> None:
    page = PAGE.replace("detect:\n", "formerly: [OLD-001]\ndetect:\n")
    other = read(page.replace("ACM-001", "ACM-002"), "security/rules/ACM-002.md")
    made, problems = extended(standard, [read(page), other])
    assert "ACM-001" in made.rules and "ACM-002" not in made.rules
    assert [each.message for each in problems] == ["OLD-001 is what ACM-001 was called once"]
    third = read(PAGE.replace("ACM-001", "OLD-001"), "security/rules/OLD-001.md")
    made, problems = extended(standard, [read(page), third])
    assert "OLD-001" in made.rules and "ACM-001" not in made.rules


def test_a_bandit_test_of_ours_is_refused_and_an_excluded_one_is_taken_up(standard: Standard) -> None:
    taken = PAGE.replace("detect:\n", "detect:\n  bandit: [B602]\n")
    made, problems = extended(standard, [read(taken)])
    assert made is standard
    assert [(each.message, each.line, each.key) for each in problems] == [
        ("bandit's B602 belongs to INJ-003 already", 8, "detect")
    ]
    made, problems = extended(standard, [read(taken.replace("B602", "B404"))])
    assert problems == ()
    assert made.by_bandit["B404"].id == "ACM-001"
    assert "B404" in standard.head.excluded and "B404" not in made.head.excluded


def test_two_own_rules_do_not_share_a_bandit_test(standard: Standard) -> None:
    one = PAGE.replace("detect:\n", "detect:\n  bandit: [B404]\n")
    other = one.replace("ACM-001", "ACM-002")
    made, problems = extended(standard, [read(one), read(other, "security/rules/ACM-002.md")])
    assert "ACM-001" in made.rules and "ACM-002" not in made.rules
    assert [each.path for each in problems] == ["security/rules/ACM-002.md"]


def test_a_file_that_is_not_named_after_its_id_is_a_problem_and_the_rule_stands() -> None:
    own, problems = read_own_rule("security/rules/pump.md", PAGE)
    assert own is not None
    assert [(each.line, each.cure) for each in problems] == [(1, "name the file ACM-001.md")]


def test_a_built_in_function_is_banned_by_the_name_that_people_write() -> None:
    own = read(PAGE.replace("name: pump.legacy.raw_write", "name: breakpoint"))
    assert [entry.name for entry in own.rule.heading.detect.banned] == ["builtins.breakpoint"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("severity: high", "severty: high", 4, "did you mean 'severity'?"),
        ("pump.legacy.raw_write\n", "raw_write\n", 10, "'raw_write' lacks its module"),
        ("pump.legacy.raw_write\n", "pump.raw()\n", 10, "leave the brackets out: 'pump.raw'"),
        ("title: Write through the interlock", "title: TODO", 2, "'title' is still to be written"),
        ("title: Write through the interlock", "title: ''", 2, "'title': the value is blank"),
        ("- name: pump.legacy.raw_write", "- name: TODO", 10, "is still to be written"),
        ("None is known.", "TODO", 31, "'## Deviation' is still to be written"),
        ("from pump import safe\n\nsafe.write(1)\n", "", 26, "an example of '## Compliant' is still to be written"),
        ("from pump import safe\n\nsafe.write(1)\n", "# TODO: code\n", 26, "is still to be written"),
        ("The implementation shall", "TODO The implementation shall", 0, "the requirement is still to be written"),
        (
            'message: "{name} skips the interlock; call pump.safe.write"',
            "message: |\n  a\n  b",
            3,
            "more than one line",
        ),
    ],
)
def test_a_fault_is_a_problem_at_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in PAGE
    own, problems = read_own_rule(PATH, PAGE.replace(old, new))
    assert own is None
    assert any(each.line == line and said in str(each) for each in problems), [str(each) for each in problems]


@pytest.mark.parametrize(
    ("forms", "said"),
    [
        (Forms(), ""),
        (Forms(deviation="ACM-DEV-000"), ""),
        (Forms(threat="ACM-0000"), "ACM-001 begins as the ids of threats do here (ACM-0000); "),
    ],
)
def test_a_rule_is_not_called_as_records_are(forms: Forms, said: str) -> None:
    second = read(PAGE.replace("ACM-001", "ACM-002"), PATH.replace("001", "002"))
    found = [each.text for each in alike([read(), second], forms)]
    cure = "give the rule other letters, or set 'ids.threat' in pyproject.toml"
    assert found == ([f"{said}{cure}"] if said else [])
