"""A record whose rule nobody has is told why and with one cure, and never to be withdrawn for a fault elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from own_rule_text import PAGE, PATH
from record_texts import TODAY, approved, deviation, sighting

from aseptic.records.deviation import Deviation
from aseptic.records.disposition import State
from aseptic.records.matching import match
from aseptic.records.own_rule import read_own_rule
from aseptic.records.ruleless import ruleless
from aseptic.records.shelf import Shelf
from aseptic.records.terms import Terms
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard


def told(standard: Standard, record: Deviation, **shelf: Any) -> tuple[State, str, str]:
    """How a record stands where its statement breaks INJ-003, why, and the cure."""
    held = Shelf(deviations=(record,), **shelf)
    _, states = match([sighting()], [record], TODAY, Terms(ruleless=ruleless(standard, held)), (sighting().path,))
    stands = states[record.id]
    return stands.state, stands.note, stands.cure


def test_a_rule_that_is_known_by_any_name_is_none_of_these(standard: Standard) -> None:
    old = next(iter(standard.formerly), "INJ-003")
    assert ruleless(standard, Shelf(deviations=(deviation(), deviation(rule=old)))) == {}


@pytest.mark.parametrize("make", [deviation, approved])
@pytest.mark.parametrize(
    ("path", "message"), [(PATH, "'id' is missing"), ("security/rules/pump/ACM-001.md", "it does not count")]
)
def test_a_rule_whose_file_is_at_fault_is_mended_there(standard: Standard, make: Any, path: str, message: str) -> None:
    state, note, cure = told(standard, make(rule="ACM-001"), problems=(Problem(path, message, "mend it"),))
    assert (state, cure) == (State.NOT_SEEN, f"mend {path}")
    assert note.startswith(f"DEV-0007 covers nothing: its rule ACM-001 does not count for a fault in {path}, ")


def test_so_is_one_that_was_refused_or_lies_in_a_folder_that_cannot_be_read(standard: Standard) -> None:
    refused, _ = read_own_rule(PATH, PAGE)
    assert refused is not None
    assert told(standard, deviation(rule="ACM-001"), rules=(refused,))[2] == f"mend {PATH}"
    closed = Problem("security/rules", "the folder cannot be read", "make it readable")
    assert told(standard, deviation(rule="ACM-001"), problems=(closed,))[2] == "mend security/rules"


def test_another_record_at_fault_is_no_rule(standard: Standard) -> None:
    other = Problem("security/deviations/ACM-001.md", "the file is a link", "")
    assert told(standard, deviation(rule="ACM-001"), problems=(other,))[0] is State.UNUSED


def test_the_rule_for_which_it_was_approved_is_told_by_its_digest(standard: Standard) -> None:
    given = approved(rule="INJ-003").approved
    changed = deviation(
        rule="INJ-999", status="approved", approved=f"{{by: {given.by}, on: {given.on}, of: {given.of}}}"
    )
    assert told(standard, changed) == (
        State.AMENDED,
        "DEV-0007 covers nothing: no rule has the id 'INJ-999', and it was approved for INJ-003",
        "write 'rule: INJ-003' in it again",
    )


def test_an_approval_outlives_the_rule_that_went_away(standard: Standard) -> None:
    state, note, cure = told(standard, approved(rule="ACM-001"))
    assert (state, note) == (State.UNUSED, "DEV-0007 covers nothing: no rule has the id 'ACM-001'")
    assert cure == "bring its rule back, as security/rules/ACM-001.md, or end the record"


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_what_ended_stays_ended(standard: Standard, status: str) -> None:
    assert told(standard, deviation(rule="ACM-001", status=status))[0].value == status
