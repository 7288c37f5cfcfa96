"""Silencing comments: what they were meant for, why, what bandit hears instead, and what is left of them."""

from __future__ import annotations

import pytest
from bandit.core import manager  # pyright: ignore[reportMissingTypeStubs]
from hypothesis import given
from hypothesis import strategies as st

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.bandit.loading import test_names as names_of_tests
from aseptic.checks.silencer import Tool, heard, misheard, silencers, without
from aseptic.source.document import Document

NAMES = names_of_tests()


def bandits_own(comment: str) -> frozenset[str] | None:
    """What bandit's own parser makes of a comment: test ids, and ids for names."""
    found: set[str] | None = manager._parse_nosec_comment(comment)  # pyright: ignore
    return None if found is None else frozenset(found)


WORDS = st.sampled_from(
    [
        "B404",
        "B603",
        "b603",
        "B999",
        "assert_used",
        "exec_used",
        "md5",
        "import_subprocess",
        "the",
        "path",
        "is",
        "like",
    ]
    + [",", ", ", " ", ":", "# ", "-", "TODO", "hashlib", "hashlib_insecure_functions", "B6", "_"]
)


@given(st.lists(WORDS, max_size=7).map("".join), st.sampled_from(["# nosec", "#nosec ", "# nosec: ", "#  nosec,"]))
def test_bandit_hears_what_it_says_that_it_hears(said: str, mark: str) -> None:
    comment = f"{mark}{said}"
    assert heard(comment, NAMES) == bandits_own(comment)


def test_of_ids_without_a_blank_bandit_keeps_only_the_last() -> None:
    comment = "# nosec B404,B603"
    assert heard(comment, NAMES) == bandits_own(comment) == {"B603"}
    (found,) = silencers(comment, NAMES)
    assert found.tests == ("B404", "B603")
    assert misheard(comment, (found,), NAMES) == "bandit silences not B404, since no blank follows a comma"
    assert misheard("# nosec B404, B603", silencers("# nosec B404, B603", NAMES), NAMES) == ""


@pytest.mark.parametrize("comment", ["# nosec,", "# nosec"])
def test_a_comma_alone_blankets_the_statement(comment: str) -> None:
    assert heard(comment, NAMES) == bandits_own(comment) == frozenset()
    (found,) = silencers(comment, NAMES)
    assert (found.tool, found.tests, found.reason) == (Tool.BANDIT, (), "")


def test_a_word_that_only_begins_so_blankets_the_statement_for_bandit() -> None:
    assert heard("# noseclike", NAMES) == bandits_own("# noseclike") == frozenset()
    assert silencers("# noseclike", NAMES) == (), "nobody meant it so, and there is nothing to turn into a record"
    said = misheard("# noseclike", (), NAMES)
    assert said == "bandit takes the word, since it begins so, for its own, and silences every test"
    assert heard("# nosecB603", NAMES) == bandits_own("# nosecB603") == {"B603"}
    assert misheard("# nosecB603", (), NAMES).endswith("silences B603")
    assert misheard("# a word on nosec", (), NAMES) == ""


def test_a_word_of_the_reason_that_names_a_test_widens_it() -> None:
    comment = "# nosec B603 no assert_used here"
    assert heard(comment, NAMES) == bandits_own(comment) == {"B603", "B101"}
    (found,) = silencers(comment, NAMES)
    assert (found.tests, found.reason) == (("B603",), "no assert_used here")
    assert misheard(comment, (found,), NAMES) == "bandit silences B101 too, which a word of the reason names"


def test_an_unknown_id_blankets_the_statement() -> None:
    (found,) = silencers("# nosec B999", NAMES)
    assert misheard("# nosec B999", (found,), NAMES) == "bandit knows none of these tests and silences every one"


def test_what_follows_the_codes_of_noqa_is_a_reason() -> None:
    (found,) = silencers("# noqa: S106 Possible hardcoded password", NAMES)
    assert (found.tool, found.tests) == (Tool.RUFF, ("B106",))
    assert found.reason == "Possible hardcoded password"


@pytest.mark.parametrize(
    ("comment", "tests", "reason"),
    [
        ("# nosec: B602 - the command is fixed", ("B602",), "the command is fixed"),
        ("# nosec B602 # the command is fixed", ("B602",), "the command is fixed"),
        ("# nosec import_subprocess", ("B404",), ""),
        ("# nosec md5", ("B303",), ""),
        ("# nosec (only in tests)", (), "only in tests"),
        ("#nosec TODO", (), "TODO"),
        ("# noqa: E501, S608", ("B608",), ""),
        ("# noqa:S603,S607", ("B603", "B607"), ""),
        ("# noqa: S", (), ""),
        ("# nosemgrep: python.lang.security.audit, a.b-c we own the input", (), "we own the input"),
        ("# NOSONAR nothing from outside", (), "nothing from outside"),
        ("# pragma: allowlist secret", (), ""),
        ("# pragma: allowlist nextline secret - of a test", (), "of a test"),
    ],
)
def test_ids_and_reasons_are_carried_over(comment: str, tests: tuple[str, ...], reason: str) -> None:
    (found,) = silencers(comment, NAMES)
    assert (found.tests, found.reason) == (tests, reason)


@pytest.mark.parametrize("comment", ["# noqa", "# noqa: E501", "# a word on nosec", "# nosecret", "# type: ignore"])
def test_other_comments_are_none(comment: str) -> None:
    assert silencers(comment, NAMES) == ()


@pytest.mark.parametrize(
    ("comment", "after"),
    [
        ("# nosec B602", "# deviation: DEV-0001"),
        ("# nosec B602 # the command is fixed", "# deviation: DEV-0001"),
        ("# noqa: E501, S608 long and old", "# noqa: E501  # deviation: DEV-0001"),
        ("# type: ignore # nosec B602", "# type: ignore  # deviation: DEV-0001"),
        ("# nosec B602 # noqa: E501", "# noqa: E501  # deviation: DEV-0001"),
        ("# nosec B602 # noqa: S602", "# deviation: DEV-0001"),
        ("# the command is fixed # nosec", "# the command is fixed  # deviation: DEV-0001"),
        ("# nosec B602 # pylint: disable=line-too-long", "# pylint: disable=line-too-long  # deviation: DEV-0001"),
    ],
)
def test_what_is_not_the_silencer_stays(comment: str, after: str) -> None:
    found = silencers(comment, NAMES)
    assert without(comment, found, "# deviation: DEV-0001") == after
    assert silencers(after, NAMES) == ()


@given(st.lists(WORDS, max_size=9).map("".join))
def test_nothing_of_a_comment_makes_it_fail(said: str) -> None:
    comment = f"# nosec {said} # noqa: S101 {said} # NOSONAR{said}"
    left = without(comment, silencers(comment, NAMES), "# deviation: DEV-0001")
    assert left.endswith("# deviation: DEV-0001")


def test_each_comment_that_silences_a_file_is_a_finding_of_its_own(memo: Memo) -> None:
    analysis = fresh(Document.of("# ruff: noqa: S605\n# flake8: noqa: S605\nimport os\n"), memo)
    found = [finding for _, entry in analysis.found for finding in entry.findings if finding.rule == "SUPR-005"]
    assert [each.span.start.line for each in found] == [0, 1]
