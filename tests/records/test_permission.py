"""Permits: a class of findings approved before, and the deviations that stand under one."""

from __future__ import annotations

import datetime

import pytest
from attrs import evolve
from record_texts import REASON, TODAY, approved, deviation

from aseptic.records.codeowners import read_codeowners
from aseptic.records.decisions import Refused
from aseptic.records.deviation import Deviation
from aseptic.records.disposition import Disposition, State
from aseptic.records.permission import uses
from aseptic.records.permit import Permit, read_permit
from aseptic.records.permit_decisions import not_permitted, permitted
from aseptic.records.repetition import repeated
from aseptic.records.standing import standing
from aseptic.records.terms import Terms
from aseptic.standard.policy import Policy
from aseptic.standard.vocabulary import Severity

KEYS = {
    "id": "PER-001",
    "title": "Constant commands of the installer",
    "rule": "INJ-003",
    "paths": '["src/pump/**"]',
    "condition": "the command is one constant",
    "raised": "{by: mira@example.org, on: 2026-11-23}",
    "expires": "2027-05-23",
}


def permit_text(**changes: str) -> str:
    return (
        "---\n" + "".join(f"{key}: {value}\n" for key, value in {**KEYS, **changes}.items()) + "---\nThey are fixed.\n"
    )


def permit(**changes: str) -> Permit:
    found, problems = read_permit("security/permits/PER-001.md", permit_text(**changes))
    assert found is not None, problems
    return found


def valid(**changes: str) -> Permit:
    digest = permit(**changes).digest
    return permit(**changes, approved=f"{{by: kim@example.org, on: 2026-11-24, of: {digest}}}")


def said(given: Permit | None, *others: Deviation, policy: Policy | None = None, **changes: str) -> Disposition:
    record = deviation(changes.pop("justification", REASON), permit="PER-001", **changes)
    permits = {given.id: given} if given else {}
    terms = Terms(policy or Policy(), permits=permits)
    return standing(record, TODAY, evolve(terms, uses=uses([record, *others], terms, TODAY)))


def test_a_deviation_under_a_permit_needs_no_approval_of_its_own():
    found = said(valid())
    assert (found.state, found.covers) == (State.APPROVED, True)
    assert found.note == "DEV-0007 stands under PER-001, approved by kim@example.org until 2027-05-23"


@pytest.mark.parametrize(
    ("given", "changes", "says"),
    [
        (None, {}, "not there"),
        (permit(), {}, "not approved"),
        (valid(rule="INJ-004"), {}, "about INJ-004"),
        (valid(), {"where": "src/other.py::f"}, "not for src/other.py"),
        (valid(expires="2026-11-01"), {}, "expired on 2026-11-01"),
        (valid(limit="2"), {"raised": "{by: mira, on: 2026-11-25}"}, "use 3 of PER-001, which allows 2"),
    ],
)
def test_what_a_permit_does_not_cover_counts_as_proposed(given: Permit | None, changes: dict[str, str], says: str):
    others = [deviation(id=f"DEV-000{n}", permit="PER-001") for n in (1, 2)]
    found = said(given, *others, **changes)
    assert (found.state, found.doubted) == (State.PROPOSED, True)
    assert says in found.note


def test_a_permit_that_was_changed_after_its_approval_covers_nothing():
    old = valid()
    text = permit_text(paths='["**"]', approved=f"{{by: kim, on: 2026-11-24, of: {old.approved.of}}}")
    found, _ = read_permit("security/permits/PER-001.md", text)
    assert "changed after kim" in said(found).note


def test_a_permit_is_approved_by_whom_the_policy_names_and_not_by_who_raised_it():
    assert "does not name" in said(valid(), policy=Policy(approvers=("lin@example.org",))).note
    text = permitted(permit(), permit_text(), "kim@example.org", TODAY, Terms())
    found, problems = read_permit("security/permits/PER-001.md", text)
    assert found is not None and not problems
    assert said(found).covers
    short = Terms(Policy(longest_days={Severity.HIGH: 9}), severities={permit().rule: Severity.HIGH})
    with pytest.raises(Refused, match=r"shorten 'expires' in security/permits/PER-001\.md to 2026-12-03"):
        permitted(permit(), permit_text(), "kim@example.org", TODAY, short)
    with pytest.raises(Refused, match="raised it"):
        permitted(permit(), permit_text(), "mira@example.org", TODAY, Terms())
    with pytest.raises(Refused, match="expired"):
        permitted(permit(expires="2026-01-01"), permit_text(), "kim@example.org", TODAY, Terms())
    with pytest.raises(Refused, match="and today is"):
        permitted(permit(), permit_text(), "kim@example.org", permit().raised.on - datetime.timedelta(days=1), Terms())


def test_the_owner_of_what_it_is_for_approves_it():
    terms = Terms(Policy(codeowners="CODEOWNERS"), owners=read_codeowners("* lin@example.org\n/src/ kim@example.org\n"))
    text = permitted(permit(), permit_text(), "kim@example.org", TODAY, terms)
    assert "approved: {by: kim@example.org" in text
    wide = '["src/*", "tools/*"]'
    with pytest.raises(Refused, match=r"does not name kim@example\.org as one who approves, for tools/\*"):
        permitted(permit(paths=wide), permit_text(paths=wide), "kim@example.org", TODAY, terms)


def test_reasons_are_still_its_own_to_write_and_may_be_those_of_its_kind():
    assert said(valid(), justification="TODO").state is State.PROPOSED
    assert repeated([deviation(REASON, id="DEV-0001", permit="PER-001"), deviation(permit="PER-001")]) == {}


def test_the_last_use_allowed_is_covered_and_withdrawn_ones_use_nothing_up():
    gone = [deviation(id=f"DEV-000{n}", permit="PER-001", status="withdrawn") for n in (1, 2)]
    assert said(valid(limit="1"), *gone).covers
    terms = Terms(permits={"PER-001": valid()})
    assert uses([approved(permit="PER-001")], terms, TODAY) == {}
    covering = deviation(permit="PER-001", id="DEV-0009")
    idle = [
        deviation("TODO: say why.", permit="PER-001", id="DEV-0001"),
        deviation(permit="PER-001", id="DEV-0002", expires="2026-01-01"),
        deviation(permit="PER-001", id="DEV-0003", rule="INJ-004"),
        deviation(permit="PER-001", id="DEV-0004", where="other/b.py"),
    ]
    assert uses([*idle, covering], terms, TODAY) == {"DEV-0009": 1}, "what covers nothing uses nothing"


def test_it_ends_with_the_first_of_both():
    near = valid(expires="2026-12-01")
    assert said(near).state is State.EXPIRING
    assert said(valid(), expires=(TODAY - datetime.timedelta(1)).isoformat()).state is State.EXPIRED


def test_a_limit_of_nought_is_a_problem():
    assert read_permit("security/permits/PER-001.md", permit_text(limit="0"))[0] is None


def test_a_rejected_permit_holds_nothing_and_is_not_approved_before_it_was_mended():
    text = not_permitted(valid(), permit_text(), "kim@example.org", TODAY, Terms(), "The glob takes in the drivers.")
    found, problems = read_permit("security/permits/PER-001.md", text)
    assert found is not None and not problems
    assert found.rejected is not None and found.rejected.by == "kim@example.org" and not found.approved.given
    assert "## Why it was rejected\nThe glob takes in the drivers." in text
    assert "PER-001, which was rejected by kim@example.org" in said(found).note
    with pytest.raises(Refused, match="take 'rejected' out"):
        permitted(found, text, "kim@example.org", TODAY, Terms())
    with pytest.raises(Refused, match="rejected already"):
        not_permitted(found, text, "kim@example.org", TODAY, Terms(), "Again.")
    with pytest.raises(Refused, match="raised it; delete it instead"):
        not_permitted(valid(), permit_text(), "mira@example.org", TODAY, Terms(), "Again.")


def test_a_permit_approved_on_a_day_to_come_permits_nothing_yet():
    """Of the next day it does: whoever approved it may live east of UTC."""
    for days, counts in ((1, True), (2, False)):
        on = (TODAY + datetime.timedelta(days=days)).isoformat()
        given = permit()
        text = permit_text(approved=f"{{by: kim@example.org, on: {on}, of: {given.digest}}}")
        found, _ = read_permit("security/permits/PER-001.md", text)
        assert found is not None
        assert said(found).covers is counts
        assert counts or f"is approved as of {on}, which is still to come" in said(found).note


def test_a_permit_approved_before_it_was_raised_permits_nothing():
    on = (permit().raised.on - datetime.timedelta(days=1)).isoformat()
    text = permit_text(approved=f"{{by: kim@example.org, on: {on}, of: {permit().digest}}}")
    found, _ = read_permit("security/permits/PER-001.md", text)
    assert found is not None and not said(found).covers
    assert f"is approved as of {on}, before it was raised on" in said(found).note


def test_a_permit_whose_reasons_are_to_be_written_is_not_approved_and_counts_for_nothing():
    text = permit_text().replace("They are fixed.", "## Justification\nTODO: say why these may stand.")
    found, _ = read_permit("security/permits/PER-001.md", text)
    assert found is not None
    with pytest.raises(Refused, match="under '## Justification'"):
        permitted(found, text, "kim@example.org", TODAY, Terms())
    text = text.replace("expires:", f"approved: {{by: kim@example.org, on: 2026-11-24, of: {found.digest}}}\nexpires:")
    anyway, _ = read_permit("security/permits/PER-001.md", text)
    assert said(anyway).note.startswith("DEV-0007 names PER-001, which still has its reasons to be written")
