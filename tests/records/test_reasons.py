"""Reasons that are written, and those that only stand for some."""

from __future__ import annotations

import pytest
from record_texts import REASON, deviation_text

from aseptic.records.deviation import read_deviation
from aseptic.records.reasons import unfinished, without_comments

PATH = "security/deviations/DEV-0007.md"


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "TODO: say why",
        "todo",
        "- TBD",
        "<!-- say why -->",
        "Too short.",
        "x" * 40,
        "n/a " * 9,
        "fine, fine, fine, fine, fine",
        "It is fine because TODO find it",
        f"{REASON}\n\nTODO: ask Kim",
        "to be done later, fix it later",
        "We will sort this out soon.",
        "will be repaired in the next release, later on",
        "It will be corrected with the next version.",
        "命令是常量。",
    ],
)
def test_a_reason_still_to_be_written_is_a_problem_at_its_heading(reason: str):
    found, problems = read_deviation(PATH, deviation_text(reason))
    assert found is not None
    assert [(each.line, each.key) for each in problems] == [(10, "Justification")]
    assert "say why" in problems[0].cure


def test_a_missing_reason_is_a_problem():
    text = deviation_text().partition("## Justification")[0]
    found, problems = read_deviation(PATH, text)
    assert found is not None
    assert "missing" in problems[0].message


def test_a_word_that_only_begins_like_a_note_is_none():
    assert read_deviation(PATH, deviation_text("Todos are no reason, and this is none."))[1] == ()


@pytest.mark.parametrize(
    "reason",
    [
        "The `TODO` list of the printer is one constant.",
        "Die Todo-Liste ist eine Konstante des Moduls.",
        "该命令是常量不受外部影响且仅操作员可以输入此命令没有风险",
        "该命令是常量,没有风险。",
        "この命令は定数なので安全です。",
        "The command is set later, by the installer.",
        "The next release has no shell, and this one no user who reaches it.",
    ],
)
def test_reasons_in_any_script_are_reasons(reason: str) -> None:
    assert read_deviation(PATH, deviation_text(reason))[1] == ()


def test_what_stands_in_comments_or_code_is_no_placeholder() -> None:
    assert without_comments("It is\n<!-- TODO: ask\nKim -->one constant.<!-- and") == "It is\none constant."
    assert not unfinished("The `TODO` is code.")
    assert unfinished("> TODO: ask Kim")


def test_how_short_a_reason_is_tells_how_its_characters_count() -> None:
    (problem,) = read_deviation("security/deviations/DEV-0007.md", deviation_text("命令是常量。"))[1]
    assert problem.message == "'Justification' is too short: 12 of at least 20 characters (a wide one counts as two)"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("given", "message"),
    [("x", "'Justification' is too short: 1 of at least 20 characters"), ("", "'Justification' is empty")],
)
def test_what_a_comment_said_is_no_part_of_what_a_person_gives_as_reason(given: str, message: str, ends: str):
    said = "The comment said: the host is one of ours, and fixed"
    text = deviation_text(f"{given}\n\n{said}").replace("\n", ends)
    assert [each.message for each in read_deviation("security/deviations/DEV-0007.md", text)[1]] == [message]
    text = deviation_text(f"{REASON}\n\n{said}").replace("\n", ends)
    assert read_deviation("security/deviations/DEV-0007.md", text)[1] == ()
