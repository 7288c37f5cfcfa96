"""Texts that would steer what shows them, or break its lines, are refused at their keys."""

from __future__ import annotations

import pytest
from own_rule_text import PAGE, PATH
from record_texts import deviation_text

from aseptic.records.deviation import read_deviation
from aseptic.records.requirement import read_requirement
from aseptic.standard.page import read_rule
from aseptic.standard.tailoring import read_tailoring

HEAD = '---\nstandard: Ours\nversion: "1"\n'
TAILORINGS = [
    ('title: "{}"', "title"),
    ('banned: [{{name: a.b, message: "x{}"}}]', "banned[0].message"),
    ('approved: {{by: "kim{}", on: 2026-01-01}}', "approved.by"),
    ('excluded: {{ERR-001: "we have{} our own checker"}}', "excluded.ERR-001"),
    ('paths: [{{globs: ["a{}/*"], without: [ERR-001], reason: of no use there}}]', "paths[0].globs[0]"),
]


@pytest.mark.parametrize(("keys", "key"), TAILORINGS)
@pytest.mark.parametrize("odd", ["\\e", "\\u202E", "\\x07", "\\r", "\\L"])
def test_a_text_of_the_tailoring_that_steers_is_refused_at_its_key(keys: str, key: str, odd: str) -> None:
    _, problems = read_tailoring("security/standard.md", f"{HEAD}{keys.format(odd)}\n---\n")
    assert [(each.key, each.line) for each in problems] == [(key, 3)]
    assert "which nothing can show" in problems[0].message
    assert str(problems[0]).isprintable()


@pytest.mark.parametrize("key", ["standard", "version"])
@pytest.mark.parametrize("odd", ["\\e", "\\n1"])
def test_the_name_and_the_version_are_one_line_each(key: str, odd: str) -> None:
    found, problems = read_tailoring("p", HEAD.replace(f"{key}: ", f'{key}: "a{odd}" # ') + "---\n")
    assert found is None
    assert [each.key for each in problems] == [key]


def test_a_block_of_one_line_is_one_line_and_a_reason_may_have_several() -> None:
    keys = "title: >\n  a\n  b\nexcluded:\n  ERR-001: |\n    we have our\n    own checker\n"
    found, problems = read_tailoring("p", f"{HEAD}{keys}---\n")
    assert found is not None and problems == ()


def test_records_and_own_rules_are_held_to_it_too() -> None:
    _, problems = read_deviation("p/DEV-0001.md", deviation_text(owner='"pump\\e"'))
    assert [each.key for each in problems] == ["owner"]
    text = '---\nid: SEC-001\ntitle: "a\\nb"\ncapability: SAHD\nstatus: draft\n---\nIt shall.\n'
    _, problems = read_requirement("p/SEC-001.md", text)
    assert [(each.key, each.message) for each in problems] == [("title", "'title': more than one line")]
    _, problems = read_rule(PATH, PAGE.replace("title: Write through the interlock", 'title: "Write\\u202e"'))
    assert [each.key for each in problems] == ["title"]
    _, problems = read_rule(
        PATH, PAGE.replace("detect:\n", 'detect:\n  texts: [{matches: "\\u202e", words: ["\\u202e"]}]\n')
    )
    assert problems == (), "what code is compared with may hold anything"


def test_an_odd_key_is_named_and_not_printed() -> None:
    _, problems = read_tailoring("p", f'{HEAD}excluded: {{"ERR\\e[2J": our own checker}}\n---\n')
    assert [each.key for each in problems] == ["excluded.ERR\\x1b[2J"]
    assert str(problems[0]).isprintable()
