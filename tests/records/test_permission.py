"""Permits: a class of findings approved before, and the deviations that stand under one."""

from __future__ import annotations

import datetime

import pytest
from attrs import evolve
from record_texts import REASON, TODAY, approved, deviation, deviation_text, sighting

from aseptic.records import decisions
from aseptic.records.announcing import announced
from aseptic.records.codeowners import read_codeowners
from aseptic.records.decisions import Case, Refused
from aseptic.records.deviation import Deviation, Status, read_deviation
from aseptic.records.disposition import Disposition, State
from aseptic.records.permission import unapproved, uses
from aseptic.records.permit import Permit, read_permit
from aseptic.records.permit_decisions import PermitCase, permit_decided
from aseptic.records.reading import copied
from aseptic.records.repetition import repeated
from aseptic.records.standing import standing
from aseptic.records.terms import Terms
from aseptic.records.verb import Verb
from aseptic.standard.policy import Policy
from aseptic.standard.vocabulary import Severity

NO_TERMS = Terms()
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
        "---\n"
        + "".join(f"{key}: {value}\n" for key, value in {**KEYS, **changes}.items())
        + "---\nThey are fixed, and nobody else writes them.\n"
    )


def permit(**changes: str) -> Permit:
    found, problems = read_permit("security/permits/PER-001.md", permit_text(**changes))
    assert found is not None, problems
    return found


def valid_text(**changes: str) -> str:
    digest = permit(**changes).digest
    return permit_text(**changes, approved=f"{{by: kim@example.org, on: 2026-11-24, of: {digest}}}")


def valid(**changes: str) -> Permit:
    found, _ = read_permit("security/permits/PER-001.md", valid_text(**changes))
    assert found is not None
    return found


def decided(
    verb: Verb,
    text: str,
    who: str = "kim@example.org",
    terms: Terms = NO_TERMS,
    today: datetime.date = TODAY,
    reason: str = "",
    spent: str = "",
) -> str:
    found, problems = read_permit("security/permits/PER-001.md", text)
    assert found is not None, problems
    return permit_decided(verb, PermitCase(found, text, who, today, terms, reason, spent))


def permitted(text: str, who: str = "kim@example.org", terms: Terms = NO_TERMS, today: datetime.date = TODAY) -> str:
    return decided(Verb.APPROVE, text, who, terms, today)


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
    text = permitted(permit_text())
    found, problems = read_permit("security/permits/PER-001.md", text)
    assert found is not None and not problems
    assert said(found).covers
    short = Terms(Policy(longest_days={Severity.HIGH: 9}), severities={permit().rule: Severity.HIGH})
    with pytest.raises(Refused, match=r"shorten 'expires' in security/permits/PER-001\.md to 2026-12-03"):
        permitted(permit_text(), terms=short)
    with pytest.raises(Refused, match="raised it"):
        permitted(permit_text(), "mira@example.org")
    with pytest.raises(Refused, match="expired on 2026-01-01: propose it again first"):
        permitted(permit_text(expires="2026-01-01"))
    with pytest.raises(Refused, match="and today is"):
        permitted(permit_text(), today=permit().raised.on - datetime.timedelta(days=1))


def test_the_owner_of_what_it_is_for_approves_it():
    terms = Terms(Policy(codeowners="CODEOWNERS"), owners=read_codeowners("* lin@example.org\n/src/ kim@example.org\n"))
    text = permitted(permit_text(), terms=terms)
    assert "approved: {by: kim@example.org" in text
    wide = '["src/*", "tools/*"]'
    with pytest.raises(Refused, match=r"does not name kim@example\.org as one who approves, for tools/\*"):
        permitted(permit_text(paths=wide), terms=terms)


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


REJECTED = decided(Verb.REJECT, valid_text(), reason="The glob takes in the drivers.")


def read(text: str) -> Permit:
    found, problems = read_permit("security/permits/PER-001.md", text)
    assert found is not None and not problems
    return found


def test_a_rejected_permit_holds_nothing_and_is_not_approved_before_it_was_proposed_again():
    found = read(REJECTED)
    assert found.rejected is not None and found.rejected.by == "kim@example.org" and not found.approved.given
    assert "## Why it was rejected\nThe glob takes in the drivers." in REJECTED
    assert "PER-001, which was rejected by kim@example.org" in said(found).note
    with pytest.raises(Refused, match="its reason is too short, 2 of at least 8 characters"):
        decided(Verb.REJECT, valid_text(), reason="no")
    for verb in (Verb.APPROVE, Verb.REJECT, Verb.WITHDRAW):
        with pytest.raises(Refused, match="PER-001 was rejected; propose it again first"):
            decided(verb, REJECTED)
    with pytest.raises(Refused, match="raised it; withdraw it instead"):
        decided(Verb.REJECT, valid_text(), "mira@example.org", reason="Again.")


def test_proposed_again_it_waits_for_approval_and_keeps_what_was_said():
    text = decided(Verb.PROPOSE, REJECTED.replace("They are", "Now they are"), "sam@example.org")
    found = read(text)
    assert found.status is Status.PROPOSED and "rejected:" not in text and "## Why it was rejected" in text
    assert found.raised.by == "sam@example.org" and found.raised.before == ("mira@example.org",)
    assert "proposed again by sam@example.org (was rejected, raised by mira@example.org on 2026-11-23" in text
    assert read(permitted(text)).status is Status.APPROVED


def test_one_that_ran_out_is_proposed_until_a_day_that_the_policy_allows():
    text = decided(Verb.PROPOSE, valid_text(raised="{by: mira@example.org, on: 2026-01-01}", expires="2026-01-02"))
    assert read(text).expires > TODAY and not read(text).approved.given


def test_what_counts_is_neither_approved_nor_proposed_again():
    with pytest.raises(Refused, match=r"is approved already, by kim@example\.org"):
        permitted(valid_text())
    with pytest.raises(Refused, match="withdraw it, or have it rejected"):
        decided(Verb.PROPOSE, valid_text())
    with pytest.raises(Refused, match="PER-001 is approved, but it is another's: propose it again first"):
        decided(Verb.APPROVE, valid_text(), spent="it is another's")
    again = read(decided(Verb.PROPOSE, valid_text(), "sam@example.org", spent="it is another's"))
    assert again.raised.by == "mira@example.org", "word for word as it was approved"


def test_a_withdrawn_permit_permits_nothing_and_nothing_is_decided_on_it():
    text = decided(Verb.WITHDRAW, valid_text(), "mira@example.org", reason="The installer\nis gone.")
    assert "withdrawn by mira@example.org (was approved by kim@example.org on 2026-11-24" in text
    assert text.rstrip().endswith("): The installer is gone.")
    assert "PER-001, which was withdrawn by mira@example.org" in said(read(text)).note
    assert read(text).digest == read(text).approved.of, "so that what was approved can be told"
    for verb in (Verb.APPROVE, Verb.REJECT, Verb.PROPOSE, Verb.WITHDRAW):
        with pytest.raises(Refused, match="PER-001 was withdrawn; write a new one"):
            decided(verb, text)


def test_nobody_renews_a_permit_and_the_way_is_told():
    with pytest.raises(Refused, match="write a later 'expires' into it, and have somebody else approve it"):
        decided(Verb.RENEW, valid_text())
    assert read(permitted(valid_text().replace("2027-05-23", "2027-06-23"))).status is Status.APPROVED


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


@pytest.mark.parametrize(
    ("prose", "message"),
    [
        ("## Justification\nTODO: say why these may stand.", "'Justification' is still to be written"),
        ("## Justification\nx", "'Justification' is too short: 1 of at least 20 characters"),
        ("## Justification\n<!-- They are fixed, and nobody else writes them. -->", "'Justification' is empty"),
        ("## Justification\naaaa aaaa aaaa aaaa aaaa", "'Justification' says nothing: it is one word over and over"),
        ("x", "'Justification' is too short: 1 of at least 20 characters"),
        ("## Notes\nThey are fixed, and nobody else writes them.", "the part '## Justification' is missing"),
        (
            "They are fixed, and nobody else writes them.\n## Why it was rejected\nTODO",
            "'Why it was rejected' is still",
        ),
    ],
)
def test_a_permit_whose_reasons_are_to_be_written_is_not_approved_and_counts_for_nothing(prose: str, message: str):
    text = permit_text().replace("They are fixed, and nobody else writes them.", prose)
    found, problems = read_permit("security/permits/PER-001.md", text)
    assert found is not None
    assert [each.message.startswith(message) for each in problems] == [True]
    ended = text.replace("expires:", "withdrawn: {by: kim@example.org, on: 2026-11-24}\nexpires:")
    assert read_permit("security/permits/PER-001.md", ended)[1] == ()
    with pytest.raises(Refused, match=r"before its reasons are written: write them in security/permits/PER-001\.md"):
        permitted(text)
    text = text.replace("expires:", f"approved: {{by: kim@example.org, on: 2026-11-24, of: {found.digest}}}\nexpires:")
    anyway, _ = read_permit("security/permits/PER-001.md", text)
    assert said(anyway).note.startswith("DEV-0007 names PER-001, which still has its reasons to be written")


def test_a_permit_in_the_words_of_another_record_is_told_and_counts_for_nothing():
    words = "They are fixed, and nobody else writes them."
    first, other = valid(), "the command is another"
    second = valid_text(id="PER-002", raised="{by: mira@example.org, on: 2026-11-24}", condition=other)
    copy, problems = read_permit("security/permits/PER-002.md", second)
    assert copy is not None and not problems
    like = deviation(words, raised="{by: mira@example.org, on: 2026-11-24}")
    copies = {"PER-002": "PER-001", "DEV-0007": "PER-001"}
    assert repeated((like, deviation(words, id="DEV-0008", permit="PER-001"), copy, first)) == copies
    told = [each.text for each in copied((like, copy, first), 20)]
    assert told == [
        f"'Justification' says what PER-001 says, in the same words; say what holds for this one, or {way}"
        for way in ("name the permit that both stand under", "write one permit for both")
    ]
    terms = evolve(NO_TERMS, repeated=copies, permits={"PER-002": copy})
    assert unapproved(copy, "src/pump/a.py", TODAY, terms) == "says what PER-001 says, in the same words"
    with pytest.raises(Refused, match="PER-002 says what PER-001 says: write its own reasons first"):
        permit_decided(Verb.APPROVE, PermitCase(copy, second, "kim@example.org", TODAY, terms))


def under(given: Permit, verb: Verb, who: str = "mira@example.org", **changes: str) -> Deviation:
    """Decide on a deviation that stands under a permit."""
    record = deviation(permit="PER-001", **changes)
    terms = Terms(permits={given.id: given})
    stands = standing(record, TODAY, terms)
    text = decisions.decided(
        verb, Case(record, deviation_text(permit="PER-001", **changes), who, TODAY, terms, stands, sighting())
    )
    found, _ = read_deviation(record.record, text)
    assert found is not None
    return found


def test_what_stands_under_a_permit_may_be_approved_by_itself_and_is_not_proposed_again():
    assert under(valid(), Verb.APPROVE, "kim@example.org").status is Status.APPROVED
    with pytest.raises(Refused, match="stands under PER-001; have it approved by itself, or withdraw it"):
        under(valid(), Verb.PROPOSE)


def test_of_what_stands_under_a_permit_its_own_end_is_renewed_and_the_permits_is_not():
    until, soon = (TODAY + datetime.timedelta(days=365), (TODAY + datetime.timedelta(days=9)).isoformat())
    assert said(valid(), expires=soon).cure == "renew it in time"
    found = under(valid(), Verb.RENEW, expires=soon)
    assert (found.status, found.expires) == (Status.PROPOSED, until)
    assert announced(Verb.RENEW, found, "").endswith(f"until {until}, and stands under PER-001 or waits for approval")
    way = "have it approved by itself, or write a later 'expires' into PER-001 and have that approved"
    assert said(valid(expires=soon)).cure == way
    with pytest.raises(Refused, match=f"{soon}, 9 days from now: {way}"):
        under(valid(expires=soon), Verb.RENEW)
    with pytest.raises(Refused, match="is not approved yet"):
        under(permit(), Verb.RENEW)


def test_where_a_permit_covers_it_no_more_or_who_approved_that_left_it_is_approved_by_itself():
    assert said(read(REJECTED)).cure == said(None).cure == "have it approved by itself"
    gone = Policy(former={"kim@example.org": TODAY})
    assert (
        stands := said(valid(), policy=gone)
    ).state is State.ORPHANED and stands.cure == "have it approved by itself"
    assert under(valid(), Verb.APPROVE, "sam@example.org").status is Status.APPROVED
