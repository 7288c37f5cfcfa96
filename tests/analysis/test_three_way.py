"""What two sides made of a policy, and what of that nobody but a person can put together."""

from __future__ import annotations

from typing import Any

import pytest

from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.three_way import merges_cleanly
from aseptic.records.codeowners import read_codeowners
from aseptic.records.terms import Terms
from aseptic.standard.policy import Policy, Proof
from aseptic.standard.vocabulary import Severity

A, B, C, D = "a@x", "b@x", "c@x", "d@x"
HIGH, LOW = Severity.HIGH, Severity.LOW


def judge(owners: str = "", signers: bytes = b"", **policy: Any) -> Judge:
    return Judge(Terms(Policy(**policy), owners=read_codeowners(owners)), signers)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged", "clean"),
    [
        ({"approvers": (A, B)}, {"approvers": (A, B, C)}, {"approvers": (D, A)}, {"approvers": (A, C, D)}, True),
        ({"approvers": (A, B)}, {"approvers": (A,)}, {"approvers": (A, B, C)}, {"approvers": (A, B, C)}, False),
        ({"approvers": (A, B)}, {"approvers": (A,)}, {"approvers": (B, A)}, {"approvers": (A,)}, True),
        (
            {"longest_days": {HIGH: 9}},
            {"longest_days": {HIGH: 9, LOW: 5}},
            {"longest_days": {HIGH: 7}},
            {"longest_days": {HIGH: 7, LOW: 5}},
            True,
        ),
        (
            {"proof": {HIGH: Proof.COMMITTED}},
            {"proof": {}},
            {"proof": {HIGH: Proof.COMMIT_SIGNED}},
            {"proof": {HIGH: Proof.COMMIT_SIGNED}},
            False,
        ),
        ({}, {"expires_days": 90}, {"expires_days": 80}, {"expires_days": 80}, False),
        ({}, {"expires_days": 90}, {"four_eyes": False}, {"expires_days": 90, "four_eyes": False}, True),
        (
            {"teams": {"l": (A,)}},
            {"teams": {"l": (A, B)}},
            {"teams": {"l": (A, C)}},
            {"teams": {"l": (C, B, A)}},
            True,
        ),
        ({"signers": b"a\n"}, {"signers": b"a\nb\n"}, {"signers": b""}, {"signers": b"b\n"}, True),
    ],
)
def test_each_part_is_as_the_side_has_it_that_changed_it(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], merged: dict[str, Any], clean: bool
):
    assert merges_cleanly(*(judge(**each) for each in (base, ours, theirs, merged))) is clean
    assert merges_cleanly(*(judge(**each) for each in (base, theirs, ours, merged))) is clean


@pytest.mark.parametrize(
    ("ours", "theirs", "merged", "clean"),
    [
        ("* @a\n/src @b\n/new @d", "/all @a\n/src @b", "/all @a\n/src @b\n/new @d", True),
        ("* @a\n/src @b\n/new @d", "* @a\n/src @c", "* @a\n/src @c\n/new @d", True),
        ("* @a\n/src @d", "* @a\n/src @c", "* @a\n/src @c", False),
        ("* @a\n/src @b\n/x @d", "* @a\n/src @b\n/y @d", "* @a\n/src @b\n/x @d\n/y @d", False),
        ("* @a\n/src @b\n/x @d", "* @a\n/src @b\n/x @d", "* @a\n/src @b\n/x @d", True),
    ],
)
def test_of_owners_the_order_counts(ours: str, theirs: str, merged: str, clean: bool):
    said = [judge(each) for each in ("* @a\n/src @b", ours, theirs, merged)]
    assert merges_cleanly(*said) is clean
