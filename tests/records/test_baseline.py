"""What stood before stays known until it is touched, and nothing new is taken for it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_texts import Book, seen

from aseptic.records.disposition import State
from aseptic.records.ledger.baseline import Baseline, baseline
from aseptic.records.ledger.event import Draft, Kind
from aseptic.records.ledger.judgement import Judge, Judged
from aseptic.records.ledger.step import ScannedFinding, accepted
from aseptic.records.terms import Terms
from aseptic.standard.policy import Policy, Proof
from aseptic.standard.vocabulary import Severity

JUDGE = Judge(Terms(Policy(four_eyes=False)), datetime.date(2026, 11, 25))
BY, ON = "mira@example.org", "2026-11-25T19:30:00Z"
KIM = ("kim@example.org", "2026-11-26T08:00:00Z")


def drawn(*found: ScannedFinding, vanished: tuple[str, ...] = ()) -> Baseline:
    book = Book()
    book.add(accepted(book.drafts(*found), book.history))
    return baseline(book.history, vanished, {}, JUDGE)


def words(known: Baseline, *found: ScannedFinding) -> list[State]:
    """Return what is said of the findings of one file."""
    keys = [(each.sighting.scope, each.sighting.rule, each.sighting.statement) for each in found]
    said = known.words(found[0].sighting.path, keys, lambda at: found[at].sighting.around)
    return [said[at].state if at in said else State.OPEN for at in range(len(found))]


def test_the_same_is_known_and_another_statement_is_not() -> None:
    known = drawn(seen())
    assert words(known, seen()) == [State.KNOWN]
    assert words(known, seen(around=("new", "neighbours"))) == [State.KNOWN]
    assert words(known, seen("s2")) == [State.OPEN]
    assert words(known, seen(scope="other")) == [State.OPEN]
    assert words(known, seen(rule="CRY-001")) == [State.OPEN]
    assert words(known, seen(path="b.py")) == [State.OPEN]


def test_of_more_equals_than_before_only_those_that_their_neighbours_tell_are_known() -> None:
    known = drawn(seen(around=("a", "b")))
    pasted, old = seen(around=("", "a"), of="1/2"), seen(around=("a", "b"), of="2/2")
    assert words(known, pasted, old) == [State.OPEN, State.KNOWN]
    assert words(drawn(seen()), seen(of="1/2"), seen(of="2/2")) == [State.OPEN, State.OPEN]


def test_of_fewer_equals_all_are_known() -> None:
    known = drawn(seen(around=("a", "b"), of="1/2"), seen(around=("c", "d"), of="2/2"))
    assert words(known, seen(around=("c", "d"))) == [State.KNOWN]
    assert words(known, seen(around=("e", "f"))) == [State.KNOWN]


def test_a_judgement_does_not_slip_to_an_equal() -> None:
    book = Book()
    book.add(accepted(book.drafts(seen(around=("a", "b"), of="1/2"), seen(around=("c", "d"), of="2/2")), book.history))
    first, _ = book.history.entries
    says = {"rule": "INJ-003", "where": "a.py::run", "how": "not_a_finding", "reason": "it is a constant of ours"}
    book.add([Draft(Kind.CLOSED, first, says)])
    known = baseline(book.history, (), {}, JUDGE)
    both = seen(around=("a", "b"), of="1/2"), seen(around=("c", "d"), of="2/2")
    assert words(known, *both) == [State.NOT_A_FINDING, State.KNOWN]
    assert words(known, both[1]) == [State.KNOWN]
    assert words(known, both[0]) == [State.NOT_A_FINDING]
    assert words(known, seen(around=("x", "y"))) == [State.OPEN], "nobody can tell which of the two it is"


def test_what_a_later_run_opened_is_not_known() -> None:
    book = Book()
    book.add(accepted(book.drafts(seen()), book.history))
    book.scan(seen(), seen("s2"))
    assert words(baseline(book.history, (), {}, JUDGE), seen(), seen("s2")) == [State.KNOWN, State.OPEN]


def test_a_vanished_file_hands_on_what_is_the_same_in_another() -> None:
    known = drawn(seen(around=("a", "b")), vanished=("a.py",))
    assert words(known, seen(path="b.py", around=("a", "b"))) == [State.KNOWN]
    assert words(known, seen(path="b.py", around=("a", "c"))) == [State.OPEN]
    twice = drawn(seen(of="1/2"), seen(of="2/2"), vanished=("a.py",))
    assert words(twice, seen(path="b.py")) == [State.OPEN]
    copied = seen(path="b.py", around=("a", "b"), of="1/2"), seen(path="b.py", around=("a", "b"), of="2/2")
    assert words(known, *copied) == [State.OPEN, State.OPEN], "it has one heir"


@pytest.mark.parametrize(
    ("terms", "judged", "against"),
    [
        (Terms(), Judged("it is one of three constants", BY, ON), "nobody else confirmed it"),
        (
            Terms(),
            Judged("it is one of three constants", BY, ON, ((BY, ON),)),
            f"{BY} closed it, and somebody else has to confirm",
        ),
        (Terms(), Judged("it is one of three constants", BY, ON, (KIM,)), ""),
        (Terms(), Judged("it is one of three constants", BY, ON, ((BY, ON), KIM)), ""),
        (Terms(Policy(four_eyes=False)), Judged("it is one of three constants", BY, ON), ""),
        (Terms(Policy(four_eyes=False)), Judged("x", BY, ON), "too short"),
        (Terms(), Judged("TODO find a reason for it", BY, ON, (KIM,)), "still to be written"),
        (Terms(mandatory={"INJ-003"}), Judged("it is one of three constants", BY, ON, (KIM,)), "mandatory"),
        (Terms(Policy(no_deviation=("INJ-003",))), Judged("it is one of three constants", BY, ON, (KIM,)), "allows no"),
        (Terms(Policy(approvers=("ana@x.org",))), Judged("it is one of three constants", BY, ON, (KIM,)), "not name"),
        (
            Terms(Policy(proof={Severity.HIGH: Proof.RECORD_SIGNED}), severities={"INJ-003": Severity.HIGH}),
            Judged("it is one of three constants", BY, ON, (KIM,)),
            "record signed",
        ),
        (
            Terms(Policy(longest_days={Severity.HIGH: 2}), severities={"INJ-003": Severity.HIGH}),
            Judged("it is one of three constants", BY, ON, (KIM,)),
            "it lasts 4 days",
        ),
        (Terms(), Judged("it is one of three constants", BY, ON, ((KIM[0], "yesterday"),)), "is no time"),
        (Terms(), Judged("it is one of three constants", BY, ON, ((KIM[0], "2030-01-01"),)), "still to come"),
    ],
)
def test_no_finding_is_what_the_policy_lets_be_none(terms: Terms, judged: Judged, against: str) -> None:
    said = Judge(terms, datetime.date(2026, 11, 30)).against("INJ-003", "a.py", judged)
    assert (against in said) if against else (said == ""), said


AROUND = st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))


@given(st.lists(AROUND, min_size=1, max_size=4), st.data())
def test_an_inserted_twin_never_makes_more_known_than_there_were(
    then: list[tuple[str, str]], data: st.DataObject
) -> None:
    known = drawn(*(seen(around=each, of=f"{at + 1}/{len(then)}") for at, each in enumerate(then)))
    now = list(then)
    at = data.draw(st.integers(0, len(now)))
    twin = data.draw(AROUND.filter(lambda each: each not in then))
    now.insert(at, twin)
    said = words(known, *(seen(around=each, of=f"{n + 1}/{len(now)}") for n, each in enumerate(now)))
    assert said[at] is State.OPEN
    told = [each for each in then if then.count(each) == 1]
    assert said.count(State.KNOWN) == len(told)
