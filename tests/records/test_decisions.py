"""Decisions: what each writes into a record, what it keeps, and who is refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as over
from hypothesis import strategies as st
from record_texts import REASON, TODAY, approved, deviation, deviation_text, fingerprint, sighting

from aseptic.records.decisions import Case, Refused, decided
from aseptic.records.deviation import Deviation, Status, read_deviation
from aseptic.records.disposition import Disposition, State
from aseptic.records.passes import Sighting
from aseptic.records.standing import standing
from aseptic.records.terms import Terms
from aseptic.records.verb import Verb
from aseptic.standard.policy import Policy
from aseptic.standard.vocabulary import Severity

KIM, MIRA = "kim@example.org", "mira@example.org"
CODE = "\n## Code when raised\n```python\nos.system(x)\n```\n"


def case(
    who: str = KIM,
    state: State | None = None,
    terms: Terms | None = None,
    seen: Sighting | None = None,
    where: str = "",
    reason: str = "",
    given: bool = False,
    **changes: str,
) -> Case:
    record = (approved if given else deviation)(REASON, CODE, **changes)
    if given:
        approval = record.approved
        changes |= {"status": "approved", "approved": f"{{by: {approval.by}, on: {approval.on}, of: {approval.of}}}"}
    terms = terms or Terms()
    stands = standing(record, TODAY, terms)
    if state is not None:
        stands = Disposition(state, record.id, f"{record.id} is {state.value}", where)
    text = deviation_text(REASON, CODE, **changes)
    return Case(record, text, who, TODAY, terms, stands, seen, "os.system(y)", "Names: os.system", reason)


def after(verb: Verb, given: Case) -> Deviation:
    text = decided(verb, given)
    found, problems = read_deviation(given.deviation.record, text)
    assert found is not None
    assert [each for each in problems if "rejected" not in each.message] == []
    assert "## History" in text
    return found


def refusal(verb: Verb, given: Case) -> str:
    with pytest.raises(Refused) as refused:
        decided(verb, given)
    said = str(refused.value)
    assert "\n" not in said
    assert "DEV-0007" in said
    return said


def test_an_approval_is_of_what_stands_there_and_then_covers():
    found = after(Verb.APPROVE, case())
    assert (found.status, found.approved.by, found.approved.on) == (Status.APPROVED, KIM, TODAY)
    assert found.approved.of == found.digest
    assert standing(found, TODAY, Terms()).state is State.APPROVED
    assert "approved by kim@example.org" in found.page.section("History").body  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"who": MIRA}, "raised it"),
        ({"terms": Terms(Policy(approvers=("lin@example.org",)))}, "does not name"),
        ({"terms": Terms(mispointed={"DEV-0007"})}, "other code"),
        ({"terms": Terms(repeated={"DEV-0007": "DEV-0001"}), "state": State.PROPOSED}, "DEV-0001"),
        (
            {"terms": Terms(Policy(longest_days={Severity.HIGH: 9}), severities={"INJ-003": Severity.HIGH})},
            "9 for high severity; shorten 'expires' in security/deviations/DEV-0007.md to 2026-12-03",
        ),
        ({"expires": "2026-11-01"}, "expired"),
        ({"raised": f"{{by: {MIRA}, on: {TODAY + datetime.timedelta(days=1)}}}"}, "and today is"),
        ({"status": "rejected"}, "propose it again"),
        ({"status": "withdrawn"}, "withdrawn"),
        ({"given": True}, "already"),
        ({"state": State.STALE}, "propose it again"),
        ({"state": State.AMBIGUOUS}, "which one"),
        ({"state": State.NOT_SEEN}, "not_seen"),
        ({"terms": Terms(mandatory={"INJ-003"})}, "mandatory"),
    ],
)
def test_who_and_what_is_refused(given: dict[str, Any], says: str):
    assert says in refusal(Verb.APPROVE, case(**given))


def test_reasons_still_to_be_written_are_not_approved():
    record = deviation("TODO: say why")
    given = evolve(case(), deviation=record, text=deviation_text("TODO: say why"))
    assert "reasons" in refusal(Verb.APPROVE, given)


def test_an_amended_one_is_approved_anew_and_the_old_approval_is_kept_in_the_history():
    first = decided(Verb.APPROVE, case())
    changed = first.replace(REASON, f"{REASON} And it is rate limited.")
    record, _ = read_deviation("security/deviations/DEV-0007.md", changed)
    assert record is not None
    stands = standing(record, TODAY, Terms())
    assert stands.state is State.AMENDED
    again = after(Verb.APPROVE, evolve(case(), deviation=record, text=changed, stands=stands))
    assert again.approved.of not in (None, record.approved.of)
    history = again.page.section("History")
    assert history is not None and str(record.approved.of) in history.body and str(again.approved.of) in history.body


def test_a_rejection_says_why_or_asks_for_it():
    found = after(Verb.REJECT, case(reason="The network is not trusted."))
    assert found.status is Status.REJECTED
    assert "network is not trusted" in found.page.section("Why it was rejected").body  # type: ignore[union-attr]
    text = decided(Verb.REJECT, case())
    assert "## Why it was rejected\nTODO" in text
    problems = read_deviation("security/deviations/DEV-0007.md", text)[1]
    assert [each.key for each in problems] == ["Why it was rejected"]
    short = refusal(Verb.REJECT, case(reason=" no "))
    assert "DEV-0007 is not rejected: its reason is too short, 2 of at least 8 characters: say why" in short
    assert after(Verb.REJECT, case(reason="no", terms=Terms(Policy(shortest_reason=2)))).why_rejected == "no"
    assert "does not name" in refusal(Verb.REJECT, case(terms=Terms(Policy(approvers=("lin@example.org",)))))
    assert f"{MIRA} raised it; withdraw it instead" in refusal(Verb.REJECT, case(MIRA))
    stands = standing(found, TODAY, Terms())
    assert stands.note == "DEV-0007 was rejected (The network is not trusted.)"
    unsaid, _ = read_deviation("security/deviations/DEV-0007.md", text)
    assert unsaid is not None and standing(unsaid, TODAY, Terms()).note == "DEV-0007 was rejected"


@over(st.lists(st.sampled_from(["x", "\n", "\r", "## Justification", "```", "---", "## History", "<!--", " "])))
def test_nothing_of_a_reason_is_read_as_a_part_of_the_record(said: list[str]):
    reason = "".join(said)
    given = case(reason=f"Not here.\n{reason}")
    found = after(Verb.REJECT, given)
    titles = [each.title for each in given.deviation.page.sections]
    assert [each.title for each in found.page.sections] == [*titles, "Why it was rejected", "History"]
    assert found.justification == REASON
    assert found.code == given.deviation.code


def test_a_reason_of_several_lines_is_written_as_it_was_said():
    found = after(Verb.REJECT, case(reason="No.\n\nThe console is remote."))
    section = found.page.section("Why it was rejected")
    assert section is not None and section.body.strip() == "No.\n\nThe console is remote."


def test_a_withdrawal_is_anybodys_and_final():
    found = after(Verb.WITHDRAW, case(MIRA, given=True))
    assert found.status is Status.WITHDRAWN
    assert found.approved.by == KIM
    for verb in Verb:
        refusal(verb, case(status="withdrawn"))


def test_a_renewal_by_who_may_approve_is_approved_and_by_another_proposed():
    soon = {"given": True, "expires": "2026-12-01"}
    found = after(Verb.RENEW, case(KIM, **soon))
    assert (found.status, found.expires) == (Status.APPROVED, datetime.date(2027, 11, 24))
    assert standing(found, TODAY, Terms()).state is State.APPROVED
    mine = after(Verb.RENEW, case(MIRA, **soon))
    assert (mine.status, mine.raised.by, mine.approved.given) == (Status.PROPOSED, MIRA, False)
    assert "approved by kim@example.org" in mine.page.section("History").body  # type: ignore[union-attr]
    limited = Terms(Policy(longest_days={Severity.HIGH: 30}), severities={"INJ-003": Severity.HIGH})
    assert after(Verb.RENEW, case(KIM, terms=limited, **soon)).expires == datetime.date(2026, 12, 24)
    assert "not approved yet" in refusal(Verb.RENEW, case())
    assert "lasts until" in refusal(Verb.RENEW, case(KIM, given=True, expires="2027-11-24"))


def test_one_that_ran_out_is_approved_with_its_renewal_and_stays_its_raisers():
    past = "2026-11-23"
    assert case(given=True, expires=past).stands.state is State.EXPIRED
    found = after(Verb.RENEW, case(KIM, given=True, expires=past))
    assert (found.status, found.raised.by, found.approved.by) == (Status.APPROVED, MIRA, KIM)
    assert standing(found, TODAY, Terms()).state is State.APPROVED
    theirs = after(Verb.RENEW, case(KIM, terms=Terms(Policy(approvers=("lin@example.org",))), given=True, expires=past))
    assert (theirs.status, theirs.raised.by) == (Status.PROPOSED, MIRA), "whose approval did not count, and who may not"
    unread = case(KIM, given=True, expires=past, terms=Terms(mispointed={"DEV-0007"}))
    assert after(Verb.RENEW, unread).status is Status.PROPOSED


def short(days: int) -> Terms:
    return Terms(Policy(longest_days={Severity.HIGH: days}), severities={"INJ-003": Severity.HIGH})


def test_one_that_lasts_longer_than_the_policy_allows_by_now_is_renewed_for_as_long_as_it_does():
    long = case(KIM, given=True, terms=short(30))
    assert long.stands.way.endswith("`aseptic deviations renew DEV-0007`") and long.stands.state is State.PROPOSED
    found = after(Verb.RENEW, long)
    assert (found.status, found.expires, found.raised.by) == (Status.APPROVED, datetime.date(2026, 12, 24), MIRA)
    assert standing(found, TODAY, short(30)).state is State.EXPIRING
    assert after(Verb.RENEW, case(MIRA, given=True, terms=short(30))).status is Status.PROPOSED
    assert "renew it, for as long" in refusal(Verb.APPROVE, long)
    theirs = after(Verb.RENEW, evolve(long, terms=evolve(long.terms, mispointed={"DEV-0007"})))
    assert theirs.status is Status.PROPOSED, "its end is not all that speaks against it"
    stale = Disposition(State.STALE, "DEV-0007", "DEV-0007 is stale")
    assert refusal(Verb.RENEW, evolve(long, stands=stale)).startswith("DEV-0007 is stale: propose it again")


def test_nothing_is_proposed_again_that_cannot_stand():
    barred = Terms(Policy(no_deviation=("INJ-003",)))
    assert refusal(Verb.PROPOSE, case(terms=barred, seen=sighting())).endswith("from INJ-003: mend the code")


def test_proposing_again_takes_the_code_as_it_is_and_shows_what_changed():
    seen = sighting("ffffffffffffffff", around=("aaaaaaaa", ""))
    found = after(Verb.PROPOSE, case(MIRA, State.STALE, seen=seen, given=True))
    assert (found.status, found.fingerprint.statement, found.approved.given) == (
        Status.PROPOSED,
        "ffffffffffffffff",
        False,
    )
    assert found.code[0].text == "os.system(y)\n"
    assert found.justification == REASON
    history = found.page.section("History")
    assert history is not None
    assert "-os.system(x)" in history.body and "+os.system(y)" in history.body and "was approved by" in history.body
    limited = Terms(Policy(longest_days={Severity.HIGH: 30}), severities={"INJ-003": Severity.HIGH})
    shorter = after(Verb.PROPOSE, case(MIRA, State.STALE, limited, seen))
    assert shorter.expires == datetime.date(2026, 12, 24), "no longer than somebody may approve it"
    assert "INJ-004" in refusal(Verb.PROPOSE, case(seen=sighting(rule="INJ-004")))
    assert "gone" in refusal(Verb.PROPOSE, case(state=State.STALE))


def test_a_move_is_accepted_and_keeps_its_approval():
    seen = sighting(path="src/b.py", scope="Pump.run")
    found = after(Verb.ACCEPT_MOVE, case(KIM, State.MOVED, seen=seen, where="src/b.py::Pump.run", given=True))
    assert found.where == "src/b.py::Pump.run"
    assert standing(found, TODAY, Terms()).state is State.APPROVED
    assert "not known" in refusal(Verb.ACCEPT_MOVE, case(seen=seen, given=True))


def test_a_move_that_another_accepts_is_a_proposal_unless_git_renamed_the_file():
    seen = sighting(path="src/b.py", scope="run")
    moved = after(Verb.ACCEPT_MOVE, case(MIRA, State.MOVED, seen=seen, where="src/b.py::run", given=True))
    assert (moved.where, moved.status, moved.approved.given) == ("src/b.py::run", Status.PROPOSED, False)
    assert "was approved by kim@example.org" in moved.page.section("History").body  # type: ignore[union-attr]
    renamed = after(Verb.ACCEPT_MOVE, case(MIRA, State.APPROVED, seen=seen, where="src/b.py::run", given=True))
    assert (renamed.where, renamed.status) == ("src/b.py::run", Status.APPROVED)


def test_whoever_may_approve_says_where_it_is_now_only_where_the_policy_names_them():
    seen, bob = sighting(path="src/b.py", scope="run"), "bob@example.org"
    for verb, state in ((Verb.ACCEPT_MOVE, State.MOVED), (Verb.MEAN_THIS, State.AMBIGUOUS)):
        meant = seen if verb is Verb.ACCEPT_MOVE else sighting(around=("cccccccc", ""), ordinal=2, of=2)
        for terms, kept in ((Terms(), False), (Terms(Policy(approvers=(KIM, bob))), True)):
            found = after(verb, case(bob, state, terms, meant, "src/b.py::run", given=True))
            assert found.approved.given is kept


def test_which_one_is_meant_is_the_approvers_to_say_and_anybody_elses_to_propose():
    seen = sighting(around=("cccccccc", ""), ordinal=2, of=2)
    found = after(Verb.MEAN_THIS, case(KIM, State.AMBIGUOUS, seen=seen, given=True))
    assert (found.fingerprint.of, found.status) == ("2/2", Status.APPROVED)
    assert standing(found, TODAY, Terms()).covers
    mine = after(Verb.MEAN_THIS, case(MIRA, State.AMBIGUOUS, seen=seen, given=True))
    assert (mine.fingerprint.of, mine.status) == ("2/2", Status.PROPOSED)
    assert "equal" in refusal(Verb.MEAN_THIS, case(state=State.AMBIGUOUS, seen=sighting("ffff"), given=True))


def test_the_history_is_no_part_of_what_is_approved():
    one = deviation(more="\n## History\n- 2026-01-01 raised\n")
    assert one.digest == deviation().digest != deviation(more="\n## Notes\nx\n").digest
    assert deviation(fingerprint=fingerprint(of="1/2")).digest == deviation().digest


def test_copied_words_are_seen_and_the_first_keeps_them():
    from aseptic.records.reading import copied
    from aseptic.records.repetition import repeated

    first, second = deviation(id="DEV-0001"), deviation(f"  {REASON.upper()}\n", id="DEV-0002")
    later = deviation(id="DEV-0000", raised="{by: mira@example.org, on: 2026-11-25}")
    assert repeated([later, second, first]) == {"DEV-0002": "DEV-0001", "DEV-0000": "DEV-0001"}
    assert repeated([deviation(id="DEV-0001", status="rejected"), second]) == {}
    todo = "TODO: say why this is acceptable, and what protects instead."
    assert repeated([deviation(todo, id="DEV-0001"), deviation(todo)]) == {}
    told = [each.text for each in copied([deviation(id="DEV-0001", status="rejected"), second], 1)]
    way = "say what holds for this one, or propose DEV-0001 again instead"
    assert told == [f"'Justification' says what DEV-0001 says, which was rejected, in the same words; {way}"]
    decided = approved(id="DEV-0002"), deviation(id="DEV-0002", status="withdrawn"), deviation("Other.", id="DEV-0002")
    for each in decided:
        assert not [*copied([deviation(id="DEV-0001", status="rejected"), each], 1)]
    assert not [*copied([deviation(todo, id="DEV-0001", status="rejected"), deviation(todo)], 1)]
    found = standing(approved(), TODAY, Terms(repeated={"DEV-0007": "DEV-0001"}))
    assert (found.state, found.doubted) == (State.PROPOSED, True) and "DEV-0001" in found.note


def test_proposed_again_it_keeps_its_owner_and_whoever_raised_it_before_approves_none_of_it():
    again = after(
        Verb.PROPOSE, case("lin@example.org", State.STALE, seen=sighting(statement="b" * 16), owner="pump-team")
    )
    assert again.owner == "pump-team"
    unowned = after(Verb.PROPOSE, case("lin@example.org", State.STALE, seen=sighting(statement="b" * 16)))
    assert (unowned.owner, unowned.raised.by, unowned.raised.before) == (MIRA, "lin@example.org", (MIRA,))
    raised = f"{{by: lin@example.org, on: 2026-11-23, before: [{MIRA}, ada@example.org]}}"
    for who in (MIRA, "ada@example.org", "lin@example.org"):
        assert "raised it" in refusal(Verb.APPROVE, case(who, raised=raised))
    assert after(Verb.APPROVE, case(KIM, raised=raised)).status is Status.APPROVED
    third = after(Verb.PROPOSE, case(MIRA, State.STALE, seen=sighting(statement="b" * 16), raised=raised))
    assert (third.raised.by, third.raised.before) == (MIRA, ("ada@example.org", "lin@example.org"))


def test_an_approval_by_one_who_raised_a_version_before_does_not_count():
    raised = f"{{by: lin@example.org, on: 2026-11-23, before: [{KIM}]}}"
    stands = standing(approved(REASON, CODE, raised=raised), TODAY, Terms())
    assert stands.state is State.PROPOSED and "raised it" in stands.note
