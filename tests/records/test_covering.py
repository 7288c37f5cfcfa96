"""How a deviation stands by itself."""

from __future__ import annotations

import datetime

import pytest
from record_texts import REASON, TODAY, approved, deviation

from aseptic.records.deviation import Deviation
from aseptic.records.disposition import State
from aseptic.records.standing import standing
from aseptic.records.terms import Terms
from aseptic.standard.policy import Policy

POLICY = Policy()


def state_of(record: Deviation, today: datetime.date = TODAY, policy: Policy = POLICY) -> State:
    found = standing(record, today, Terms(policy))
    assert found.deviation == record.id
    assert found.note.startswith(record.id)
    assert "\n" not in found.note
    assert found.covers == (found.state in (State.APPROVED, State.EXPIRING))
    return found.state


def test_approved_and_proposed():
    assert state_of(approved()) is State.APPROVED
    assert state_of(deviation()) is State.PROPOSED


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_refused(status: str):
    assert state_of(deviation(status=status)) is State(status)


def test_it_holds_through_its_last_day():
    record = approved(expires="2027-11-23")
    assert state_of(record, datetime.date(2027, 10, 23)) is State.APPROVED
    assert state_of(record, datetime.date(2027, 10, 24)) is State.EXPIRING
    assert state_of(record, datetime.date(2027, 11, 23)) is State.EXPIRING
    assert state_of(record, datetime.date(2027, 11, 24)) is State.EXPIRED
    assert state_of(record, datetime.date(2027, 10, 24), Policy(expiring_days=5)) is State.APPROVED


def test_a_change_after_approval_counts_as_proposed_and_says_so():
    digest = approved().digest
    record = deviation(
        f"{REASON} And more.",
        status="approved",
        approved=f"{{by: kim, on: 2026-11-24, of: {digest}}}",
    )
    assert state_of(record) is State.AMENDED
    assert "changed after kim approved it" in standing(record, TODAY, Terms(POLICY)).note


@pytest.mark.parametrize("kept", ["by: , on: 2026-11-24", "by: kim, on: "])
def test_half_an_approval_is_none(kept: str):
    record = deviation(status="approved", approved=f"{{{kept}, of: {approved().digest}}}")
    assert state_of(record) is State.PROPOSED


def test_an_approval_of_nothing_in_particular_counts_as_proposed_and_says_so():
    record = deviation(status="approved", approved="{by: kim, on: 2026-11-24, of: }")
    assert state_of(record) is State.PROPOSED
    assert "digest" in standing(record, TODAY, Terms(POLICY)).note


@pytest.mark.parametrize("reason", ["", "TODO: say why", "Because."])
def test_without_reasons_an_approval_covers_nothing(reason: str):
    assert state_of(approved(reason)) is State.PROPOSED


def test_the_policy_says_how_short_a_reason_may_be():
    record = approved("Because.")
    assert state_of(record, policy=Policy(shortest_justification=5)) is State.APPROVED


def test_a_mandatory_rule_admits_none():
    found = standing(approved(), TODAY, Terms(POLICY, {"INJ-003"}))
    assert (found.state, found.covers) == (State.REJECTED, False)
    assert "mandatory" in found.note
