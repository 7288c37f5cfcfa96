"""Whether one record asks again for what another one asked for, and what to do instead: pure functions."""

from __future__ import annotations

import pytest

from aseptic.analysis.approvals.said_again import other_way, said_again
from aseptic.records.deviation import Deviation, read_deviation
from aseptic.records.permit import Permit, read_permit

ELSEWHERE = {"where": "src/net.py::Updater.install"}
CHANGED = {"statement": "f" * 16}


def deviation(
    identity: str = "DEV-0002",
    rule: str = "INJ-003",
    where: str = "src/pump/update.py::Updater.install",
    statement: str = "a" * 16,
    around: str = "02ab77e1, 9c31d5f0",
    reasons: str = "The text is one constant and no part of it comes from outside.",
    measures: str = "",
) -> Deviation:
    text = (
        f"---\nid: {identity}\nkind: mitigated\nrule: {rule}\nwhere: {where}\n"
        f"fingerprint: {{v: 1, statement: {statement}, around: [{around}], of: 1/1}}\nstatus: proposed\n"
        f"raised: {{by: mira@example.org, on: 2026-11-01}}\nexpires: 2027-11-01\n{measures}---\n"
        f"## Justification\n{reasons}\n"
    )
    found, _ = read_deviation(f"security/deviations/{identity}.md", text)
    assert found is not None
    return found


OLD = deviation("DEV-0001")


def permit(paths: str, identity: str = "PER-002", condition: str = "The operator typed it.") -> Permit:
    text = (
        f"---\nid: {identity}\ntitle: T\nrule: INJ-003\npaths: [{paths}]\ncondition: {condition}\n"
        "raised: {by: mira@example.org, on: 2026-11-01}\nexpires: 2027-11-01\n---\nThe console is locked by badge.\n"
    )
    found, _ = read_permit(f"security/permits/{identity}.md", text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "the same reasons for the same statement"),
        (ELSEWHERE, "the same reasons for the same statement"),
        (CHANGED, "the same reasons for INJ-003 in src/pump/update.py::Updater.install"),
        ({**ELSEWHERE, **CHANGED}, "the same reasons for INJ-003 between the same statements"),
        ({**ELSEWHERE, **CHANGED, "around": "02ab77e1, 5c31d5f0"}, ""),
        ({**CHANGED, "rule": "INJ-001"}, ""),
    ],
)
def test_it_is_about_the_same_statement_or_in_the_same_place(changes: dict[str, str], told: str):
    assert said_again(OLD, deviation(**changes)) == told


@pytest.mark.parametrize("around", ["'', ''", "02ab77e1, ''"])
def test_where_too_little_stands_around_it_nothing_tells_the_place(around: str):
    assert not said_again(deviation("DEV-0001", around=around), deviation(**ELSEWHERE, **CHANGED, around=around))


def test_reasons_under_another_heading_or_in_another_order_are_the_same():
    typed = "Only an operator types it, pipes and all, at the locked console."
    fixed = "The program is one of a fixed list that the build has checked."
    old = deviation("DEV-0001", reasons=f"{fixed}\n\n## Why not the replacement\n{typed}")
    nearly = "nearly the same reasons for the same statement"
    assert said_again(old, deviation(reasons=f"{typed}\n\n## Why not the replacement\n{fixed}")) == nearly
    assert said_again(old, deviation(reasons=f"{typed} {fixed}")) == nearly
    other = "Nobody reaches this but root, who may start any program on the device as it is."
    assert not said_again(old, deviation(reasons=f"{other}\n\n## Why not the replacement\n{typed}"))
    checked = "Each program is signed, and the signature is checked by the kernel before it starts."
    assert not said_again(old, deviation(reasons=f"{checked}\n\n## Why not the replacement\n{fixed}"))


def test_the_words_of_a_measure_are_no_new_reasons():
    words = "A test enters each letter at the console and counts what was started by it."
    old = deviation("DEV-0001", measures=f"measures: [{{what: '{words}', verified_by: t.py}}]\n")
    assert said_again(old, deviation(reasons=words)) == "nearly the same reasons for the same statement"


def test_where_the_places_differ_the_way_out_names_the_new_one():
    same = "withdraw DEV-0002 and propose that one again, or give other reasons"
    assert other_way(OLD, deviation()) == same
    there = "give other reasons, or withdraw DEV-0002 and propose DEV-0001"
    call = "here: `aseptic deviations propose DEV-0001 src/net.py:LINE`"
    assert other_way(OLD, deviation(**ELSEWHERE)) == f"{there} {call}"
    assert other_way(OLD, deviation(**ELSEWHERE), "git x") == f"{there}, which `git x` has back, {call}"
    assert "src/pump/update.py:LINE" in other_way(OLD, deviation(**CHANGED))


@pytest.mark.parametrize(
    ("paths", "same"),
    [
        ("src/pump/**", True),
        ("src/**", True),
        ("'**/pump/*.py'", True),
        ("docs/a.py, src/pump/*.py", True),
        ("src/pump/console.py", False),
        ("src/net/**", False),
    ],
)
def test_a_permit_for_less_or_for_other_files_is_another(paths: str, same: bool):
    found = said_again(permit("src/pump/**", "PER-001"), permit(paths))
    assert found == "the same reasons for INJ-003" * same


def test_what_a_permit_asks_for_is_one_of_its_reasons():
    other = "No network reaches the device, and each argument is compared with the signed table of its release."
    assert not said_again(permit("src/**", "PER-001"), permit("src/**", condition=other))
