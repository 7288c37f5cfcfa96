"""Who may approve, for how long, and what becomes of a record when people leave."""

from __future__ import annotations

import datetime

import pytest
from attrs import evolve
from record_texts import TODAY, approved

from aseptic.records.authority import may_approve
from aseptic.records.codeowners import Codeowners, read_codeowners
from aseptic.records.disposition import Disposition, State
from aseptic.records.grounds import Doubt
from aseptic.records.standing import standing
from aseptic.records.terms import Terms
from aseptic.standard.policy import Policy
from aseptic.standard.tailoring import read_tailoring
from aseptic.standard.vocabulary import Severity

OWNERS = read_codeowners("* lin@example.org\n/src/pump/ @team/pump kim@example.org  # the pump\n*.md\n")


def said(policy: Policy, owners: Codeowners = OWNERS, **changes: str) -> Disposition:
    return standing(approved(**changes), TODAY, Terms(policy, frozenset(), {"INJ-003": Severity.HIGH}, owners))


def test_nobody_approves_what_they_raised_unless_the_policy_lets_them():
    own = {"raised": "{by: Kim@Example.org, on: 2026-11-23}"}
    refused = said(Policy(), **own)
    assert (refused.state, refused.doubted) == (State.PROPOSED, True)
    assert "raised it" in refused.note and refused.note.endswith("counts as proposed")
    assert said(Policy(four_eyes=False), **own).covers


@pytest.mark.parametrize(
    ("policy", "covers"),
    [
        (Policy(approvers=("KIM@example.org",)), True),
        (Policy(approvers=("lin@example.org",)), False),
        (Policy(approvers=("@safety",), teams={"safety": ("kim@example.org",)}), True),
        (Policy(approvers=("@safety",), teams={"safety": ("lin@example.org",)}), False),
        (Policy(codeowners="CODEOWNERS"), True),
    ],
)
def test_the_policy_names_who_approves(policy: Policy, covers: bool):
    found = said(policy)
    assert found.covers == covers
    if not covers:
        assert "does not name kim@example.org" in found.note
        assert found.cure == (
            "if kim@example.org left since, write the day under 'former' in the policy; "
            "else have one whom it names approve it"
        )


def test_an_owner_of_another_folder_approves_nothing_here():
    found = said(Policy(codeowners="CODEOWNERS"), where="src/other.py::f")
    assert (found.state, found.doubted) == (State.PROPOSED, True)


def test_a_policy_whose_file_names_nobody_lets_nobody_approve():
    assert not said(Policy(codeowners="CODEOWNERS"), Codeowners()).covers


def test_an_approval_of_a_day_to_come_does_not_count():
    policy = Policy(longest_days={Severity.HIGH: 30})
    text = approved(expires="2027-01-01", raised="{by: mira@example.org, on: 2026-11-23}")
    terms = Terms(policy, frozenset(), {"INJ-003": Severity.HIGH})
    late = evolve(text, approved=evolve(text.approved, on=datetime.date(2026, 12, 25)))
    found = standing(late, TODAY, terms)
    assert (found.state, found.doubted) == (State.PROPOSED, True)
    assert "2026-12-25, which is still to come" in found.note
    east = evolve(text, approved=evolve(text.approved, on=TODAY + datetime.timedelta(days=1)))
    assert "to come" not in standing(east, TODAY, terms).note


def test_an_approval_before_the_record_was_raised_does_not_count():
    text = approved(raised="{by: mira@example.org, on: 2026-11-23}")
    early = evolve(text, approved=evolve(text.approved, on=datetime.date(2026, 11, 22)))
    found = standing(early, TODAY, Terms(Policy(), frozenset()))
    assert (found.state, found.doubted) == (State.PROPOSED, True)
    assert "is approved as of 2026-11-22, before it was raised on 2026-11-23" in found.note
    same = evolve(text, approved=evolve(text.approved, on=datetime.date(2026, 11, 23)))
    assert standing(same, TODAY, Terms(Policy(), frozenset())).covers


def test_of_an_approval_that_says_half_it_is_told_what_is_missing_and_what_to_do():
    whole = approved()
    for gap, said_of in (
        ({"of": None}, "digest of what was approved"),
        ({"by": None, "of": None}, "approver and digest of what was approved"),
        ({"by": None, "on": None, "of": None}, "approver, date and digest of what was approved"),
    ):
        half = evolve(whole, approved=evolve(whole.approved, **gap))
        found = standing(half, TODAY, Terms(Policy(), frozenset()))
        assert found.note == f"DEV-0007 names no {said_of}: it counts as proposed"
        assert found.cure == "have it approved again"
    late = evolve(whole, approved=evolve(whole.approved, on=datetime.date(2999, 1, 1)))
    assert standing(late, TODAY, Terms(Policy(), frozenset())).cure == "have it approved again"


def test_a_record_that_outlasts_the_policy_counts_as_proposed_and_says_so():
    found = said(Policy(longest_days={Severity.HIGH: 90}))
    assert (found.state, found.doubted) == (State.PROPOSED, True)
    assert "364 days" in found.note and "90 for high" in found.note
    assert said(Policy(longest_days={Severity.HIGH: 90}), expires="2027-02-22").covers
    assert said(Policy(longest_days={Severity.LOW: 1})).covers


def test_a_rule_of_which_the_policy_allows_no_deviation():
    found = said(Policy(no_deviation=("INJ-003",)))
    assert found.state is State.REJECTED and "allows no deviation" in found.note


def test_who_left_leaves_an_orphan_that_still_covers():
    gone = {"kim@example.org": datetime.date(2026, 12, 1)}
    found = said(Policy(former=gone, approvers=("lin@example.org",)))
    assert (found.state, found.covers) == (State.ORPHANED, True)
    assert "kim@example.org" in found.note
    assert found.cure == "name who answers for it now, and have it approved as it is then"
    assert said(Policy(former={"Mira@example.org": datetime.date(2026, 12, 1)})).state is State.ORPHANED
    late = said(Policy(former={"kim@example.org": datetime.date(2026, 11, 1)}))
    assert (late.state, late.doubted) == (State.PROPOSED, True)


def test_a_doubtful_one_covers_and_says_so():
    terms = Terms(doubts={"DEV-0007": Doubt("premises", "src/a.py::LIMIT changed")})
    found = standing(approved(), TODAY, terms)
    assert (found.state, found.covers) == (State.DOUBTFUL, True)
    assert found.note == "DEV-0007 is doubtful: src/a.py::LIMIT changed"


def test_a_record_that_shows_other_code_than_it_names_counts_as_proposed():
    found = standing(approved(), TODAY, Terms(mispointed={"DEV-0007"}))
    assert (found.state, found.doubted) == (State.PROPOSED, True)


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("src/pump/update.py", ("@team/pump", "kim@example.org")),
        ("src/pump/deep/er.py", ("@team/pump", "kim@example.org")),
        ("lib/src/pump/a.py", ("lin@example.org",)),
        ("docs/a.md", ()),
        ("a.py", ("lin@example.org",)),
    ],
)
def test_owners_are_read_as_hosts_read_them(path: str, owners: tuple[str, ...]):
    assert OWNERS.of(path) == owners


@pytest.mark.parametrize(
    ("pattern", "fits", "misses"),
    [
        ("docs/*", "docs/a.py", "docs/b/a.py"),
        ("/apps/**/x.py", "apps/a/b/x.py", "lib/apps/x.py"),
        ("build/", "a/build/b.py", "a/build.py"),
        ("*.pyi", "a/b.pyi", "a/b.py"),
        ("/a?.py", "ab.py", "abc.py"),
    ],
)
def test_patterns(pattern: str, fits: str, misses: str):
    owners = read_codeowners(f"{pattern} kim\n[Section]\n")
    assert (owners.of(fits), owners.of(misses)) == (("kim",), ())


def test_teams_of_a_host_are_found_by_their_whole_name():
    policy = Policy(codeowners="CODEOWNERS", teams={"team/pump": ("ann@example.org",)})
    assert may_approve("ann@example.org", "src/pump/a.py", policy, OWNERS)
    assert not may_approve("ann@example.org", "src/a.py", policy, OWNERS)


@pytest.mark.parametrize(
    ("policy", "key"),
    [
        ("{approvers: ['@safety']}", "policy.approvers[0]"),
        ("{longest_days: {high: 0}}", "policy.longest_days.high"),
        ("{longest_days: {grave: 3}}", "policy.longest_days"),
        ("{codeowners: ../x}", "policy.codeowners"),
        ("{proof: {high: sworn}}", "policy.proof"),
        ("{four_eyes: maybe}", "policy.four_eyes"),
    ],
)
def test_a_faulty_policy_is_named_at_its_key(policy: str, key: str):
    tailoring, problems = read_tailoring(
        "security/standard.md", f"---\nstandard: A\nversion: '1'\npolicy: {policy}\n---\n"
    )
    assert tailoring is not None
    assert tailoring.policy == Policy(), "what is at fault has no effect"
    assert problems and problems[0].key.startswith(key)


def test_a_whole_policy_is_read():
    text = (
        "---\nstandard: A\nversion: '1'\npolicy:\n  approvers: ['@safety', kim@example.org]\n"
        "  teams: {safety: [lin@example.org]}\n  longest_days: {high: 90}\n  no_deviation: [INJ-001]\n"
        "  proof: {high: record_signed, medium: commit_signed}\n  former: {ann@example.org: 2026-01-01}\n---\n"
    )
    tailoring, problems = read_tailoring("security/standard.md", text)
    assert not problems and tailoring is not None
    assert tailoring.policy.longest_days == {Severity.HIGH: 90}
    assert tailoring.policy.proof[Severity.MEDIUM].words == "commit signed"
