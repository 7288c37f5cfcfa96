"""Findings and deviations: an approval covers its finding and slips to no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from record_texts import TODAY, approved, deviation, fingerprint, sighting

from aseptic.records.deviation import Deviation
from aseptic.records.matching import Disposition, Sighting, State, match
from aseptic.records.terms import Terms

FILE = "src/pump/update.py"
A, B, C, D = "aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd"


def run(
    sightings: Sequence[Sighting], *deviations: Deviation, seen: tuple[str, ...] = (FILE,)
) -> tuple[tuple[Disposition, ...], dict[str, State]]:
    found, states = match(sightings, deviations, TODAY, Terms(), seen)
    assert len(found) == len(sightings)
    assert set(states) == {each.id for each in deviations}
    return found, {name: each.state for name, each in states.items()}


def test_nothing_recorded_is_open():
    found, _ = run([sighting()])
    assert found == (Disposition(),)
    assert found[0].state is State.OPEN


def test_the_same_finding_is_covered():
    found, states = run([sighting()], approved())
    assert (found[0].state, found[0].deviation, found[0].covers) == (State.APPROVED, "DEV-0007", True)
    assert states == {"DEV-0007": State.APPROVED}


def test_a_proposed_one_is_shown_and_does_not_cover():
    found, _ = run([sighting()], deviation())
    assert (found[0].state, found[0].covers) == (State.PROPOSED, False)


def test_a_change_of_layout_or_of_the_neighbours_stays_covered():
    found, _ = run([sighting(around=(C, D))], approved())
    assert found[0].covers


def test_another_rule_file_or_scope_is_not_covered():
    found, states = run([sighting(rule="INJ-004")], approved())
    assert found == (Disposition(),)
    assert states["DEV-0007"] is State.UNUSED
    for other in (sighting(path="src/b.py"), sighting(scope="f", around=(A, B))):
        found, states = run([other], approved())
        assert not found[0].covers
        assert states["DEV-0007"] is State.MOVED


def test_a_moved_one_is_offered_its_new_place_and_stays_open():
    found, _ = run([sighting(scope="Pump.run", path="src/b.py")], approved())
    assert (found[0].state, found[0].where) == (State.MOVED, "src/b.py::Pump.run")
    assert "DEV-0007" in found[0].note and "src/pump/update.py::Updater.install" in found[0].note


def test_of_two_places_the_one_under_the_same_scope_is_offered():
    found, states = run([sighting(scope="f"), sighting(path="src/b.py")], approved())
    assert [each.state for each in found] == [State.OPEN, State.MOVED]
    assert found[1].where == "src/b.py::Updater.install" and states["DEV-0007"] is State.MOVED


def test_twins_that_went_to_another_file_are_told_by_their_neighbours_where_that_is_one():
    pair = [("DEV-0001", ("", A), "1/2"), ("DEV-0002", (A, ""), "2/2")]
    records = [approved(id=name, fingerprint=fingerprint(around=around, of=of)) for name, around, of in pair]
    gone = [sighting(path="src/b.py", around=around, ordinal=n, of=2) for n, (_, around, _) in enumerate(pair, 1)]
    found, states = run(gone, *records)
    assert [(each.state, each.deviation) for each in found] == [(State.MOVED, "DEV-0001"), (State.MOVED, "DEV-0002")]
    copies = [evolve(each, path="src/c.py") for each in gone]
    found, states = run([*gone, *copies], *records)
    assert {each.state for each in found} == {*states.values()} == {State.AMBIGUOUS}
    assert all(each.names("DEV-0001") and each.names("DEV-0002") and not each.covers for each in found)
    assert "; so it is with DEV-0002" in found[0].advice


def test_of_two_places_none_is_offered_as_moved_and_both_are_named():
    found, states = run([sighting(scope=name, around=(C, D)) for name in "fg"], approved())
    assert {each.state for each in found} == {State.AMBIGUOUS} and states["DEV-0007"] is State.AMBIGUOUS
    said = match([sighting(scope=name, around=(C, D)) for name in "fg"], [approved()], TODAY, Terms(), (FILE,))[1][
        "DEV-0007"
    ]
    assert said.at == (0, 1) and said.cure_at(["a.py:1", "b c.py:2"]) == (
        "propose it for the one that is meant: `aseptic deviations propose DEV-0007 FILE:LINE`, as a.py:1 or b c.py:2, "
        "or withdraw it"
    )


def test_a_statement_that_stands_nearly_everywhere_says_nothing_of_a_record():
    found, states = run([sighting(scope=f"f{n}", around=(C, D)) for n in range(9)], approved())
    assert set(found) == {Disposition()} and states["DEV-0007"] is State.UNUSED
    found, _ = run([sighting(path=f"src/{n}.py") for n in range(9)], approved())
    assert {each.state for each in found} == {State.AMBIGUOUS}


def test_a_record_whose_file_is_gone_says_so():
    said = match([], [approved()], TODAY, Terms(), (), {}, {FILE})[1]["DEV-0007"]
    assert (said.state, said.note) == (State.UNUSED, f"DEV-0007 covers nothing: {FILE} is gone")
    assert said.cure.startswith("withdraw it, or if its code went elsewhere `aseptic deviations propose DEV-0007 FILE:")


def test_of_two_records_none_is_offered_as_moved():
    one, two = approved(id="DEV-0001", where=f"{FILE}::a"), approved(id="DEV-0002", where=f"{FILE}::b")
    found, _ = run([sighting(scope="c", around=(C, D))], one, two)
    assert [(each.state, each.deviation, each.also) for each in found] == [(State.AMBIGUOUS, "DEV-0001", ("DEV-0002",))]


def test_a_renamed_file_stays_covered_and_its_new_place_is_offered():
    found, states = match([sighting(path="src/b.py")], [approved()], TODAY, Terms(), (), {FILE: "src/b.py"})
    assert (found[0].state, found[0].where) == (State.APPROVED, "src/b.py::Updater.install")
    assert states["DEV-0007"].covers


def test_in_a_renamed_file_another_number_of_twins_is_not_covered():
    twins = [sighting(path="src/b.py", around=around, ordinal=n, of=2) for n, around in ((1, (A, B)), (2, (C, D)))]
    found, _ = match(twins, [approved()], TODAY, Terms(), (), {FILE: "src/b.py"})
    assert not any(each.covers for each in found)


def test_an_inserted_twin_never_inherits():
    first, second = sighting(ordinal=1, of=2), sighting(around=(C, D), ordinal=2, of=2)
    found, states = run([first, second], approved())
    assert [each.covers for each in found] == [True, False]
    assert found[1] == Disposition()
    assert states["DEV-0007"] is State.APPROVED


def test_a_twin_inserted_above_does_not_take_the_first_place():
    twin, own = sighting(around=(C, D), ordinal=1, of=2), sighting(ordinal=2, of=2)
    found, _ = run([twin, own], approved())
    assert [each.covers for each in found] == [False, True]


def test_twins_that_nothing_tells_apart_are_all_open_and_say_why():
    for around in (("02ab77e1", "9c31d5f0"), (A, B)):
        twins = [sighting(around=around, ordinal=1, of=2), sighting(around=around, ordinal=2, of=2)]
        found, states = run(twins, approved())
        assert [each.state for each in found] == [State.AMBIGUOUS] * 2
        assert not any(each.covers for each in found)
        assert "DEV-0007" in found[0].note and "cannot be told" in found[0].note
        assert states["DEV-0007"] is State.AMBIGUOUS


def test_twins_of_a_module_have_no_neighbours_and_are_told_apart_by_nothing():
    record = approved(where=FILE, fingerprint=fingerprint(around=("", ""), of="1/2"))
    left = sighting(scope="", around=("", ""))
    assert run([left], record)[0][0].state is State.AMBIGUOUS
    twins = [sighting(scope="", around=("", ""), ordinal=number, of=2) for number in (1, 2)]
    assert [each.covers for each in run(twins, record)[0]] == [True, False]


def test_each_of_two_twins_keeps_its_own_record():
    one = approved(id="DEV-0001", fingerprint=fingerprint(around=(A, B), of="1/2"))
    two = approved(id="DEV-0002", fingerprint=fingerprint(around=(B, C), of="2/2"))
    twins = [sighting(around=(A, B), ordinal=1, of=2), sighting(around=(B, C), ordinal=2, of=2)]
    found, _ = run(twins, two, one)
    assert [each.deviation for each in found] == ["DEV-0001", "DEV-0002"]
    left = [sighting(around=(B, C))]
    found, states = run(left, one, two)
    assert found[0].deviation == "DEV-0002" and found[0].covers
    assert states == {"DEV-0001": State.AMBIGUOUS, "DEV-0002": State.APPROVED}


def test_one_twin_deleted_and_one_appended_does_not_inherit_by_its_number():
    # `a; x; b; x; c` with the first x covered becomes `b; x; c; x`: as many equals, and the covered one is gone.
    record = approved(fingerprint=fingerprint(around=(A, B), of="1/2"))
    twins = [sighting(around=("", C), ordinal=1, of=2), sighting(around=(C, ""), ordinal=2, of=2)]
    found, states = run(twins, record)
    assert not any(each.covers for each in found)
    assert states["DEV-0007"] is State.AMBIGUOUS


def test_twins_stay_covered_when_one_neighbour_changes():
    record = approved(fingerprint=fingerprint(around=(A, B), of="1/2"))
    twins = [sighting(around=(D, B), ordinal=1, of=2), sighting(around=(B, C), ordinal=2, of=2)]
    assert [each.covers for each in run(twins, record)[0]] == [True, False]


def test_a_twin_that_was_changed_is_stale_itself_and_the_one_that_is_left_never_was_meant():
    record = approved(fingerprint=fingerprint(around=(A, B), of="1/2"))
    changed, other = sighting("ffffffffffffffff", around=(A, B)), sighting(around=(B, C))
    found, states = run([changed, other], record)
    assert [each.state for each in found] == [State.STALE, State.OPEN]
    assert found[0].note == "DEV-0007 no longer covers this: the statement changed since it was recorded"
    assert states == {"DEV-0007": State.STALE}
    twins = [evolve(other, ordinal=1, of=2), sighting(around=(C, D), ordinal=2, of=2)]
    assert [each.state for each in run([changed, *twins], record)[0]] == [State.STALE, State.OPEN, State.OPEN]
    found, _ = run([changed, other], record, approved(id="DEV-0008", fingerprint=fingerprint("eeee", (A, B))))
    assert [(each.state, each.deviation) for each in found] == [
        (State.STALE, "DEV-0008"),
        (State.AMBIGUOUS, "DEV-0007"),
    ], "either may have been there"


def test_records_of_two_twins_with_equal_neighbours_do_not_share_the_one_that_is_left():
    one = approved(id="DEV-0001", fingerprint=fingerprint(of="1/2"))
    two = approved(id="DEV-0002", fingerprint=fingerprint(of="2/2"))
    found, states = run([sighting()], one, two)
    assert not found[0].covers
    assert set(states.values()) == {State.AMBIGUOUS}


def test_a_changed_statement_is_stale_and_names_the_record():
    found, states = run([sighting("ffffffffffffffff")], approved())
    assert (found[0].state, found[0].covers) == (State.STALE, False)
    assert found[0].note == "DEV-0007 no longer covers this: the statement changed since it was recorded"
    assert states["DEV-0007"] is State.STALE


def test_a_changed_statement_is_found_by_its_neighbours_when_its_function_was_renamed():
    found, _ = run([sighting("ffffffffffffffff", scope="Updater.run")], approved())
    assert found[0].state is State.STALE
    assert "Updater.install" in found[0].note


def test_of_several_changed_ones_the_one_between_the_same_neighbours_is_meant():
    found, _ = run([sighting("ffff", around=(A, B)), sighting("eeee")], approved())
    assert [each.state for each in found] == [State.OPEN, State.STALE]


def test_a_covered_finding_is_no_candidate_for_a_stale_record():
    stale = approved(id="DEV-0001", fingerprint=fingerprint("ffff"))
    found, states = run([sighting()], stale, approved())
    assert found[0].deviation == "DEV-0007" and found[0].covers
    assert states["DEV-0001"] is State.UNUSED


def test_nothing_there_is_unused_and_nothing_looked_at_is_not_seen():
    assert run([], approved())[1] == {"DEV-0007": State.UNUSED}
    assert run([], approved(), seen=())[1] == {"DEV-0007": State.NOT_SEEN}


def test_a_refused_record_leaves_the_finding_uncovered_with_a_note():
    for status in ("rejected", "withdrawn"):
        found, states = run([sighting()], deviation(status=status))
        assert (found[0].state, found[0].covers) == (State(status), False)
        assert found[0].note == f"DEV-0007 was {status}"
        assert states["DEV-0007"] is State(status)
        assert run([], deviation(status=status))[1]["DEV-0007"] is State(status)


def test_a_new_record_takes_the_place_of_a_refused_or_expired_one():
    for old in (
        deviation(id="DEV-0001", status="rejected"),
        deviation(id="DEV-0001", status="withdrawn", fingerprint=fingerprint(of="1/2")),
        approved(id="DEV-0001", expires="2026-01-01"),
    ):
        for order in ((old, approved()), (approved(), old)):
            found, _ = run([sighting()], *order)
            assert found[0].deviation == "DEV-0007" and found[0].covers


def test_an_expired_one_says_so():
    found, _ = run([sighting()], approved(expires="2026-01-01"))
    assert (found[0].state, found[0].covers) == (State.EXPIRED, False)
    assert found[0].note == "DEV-0007 expired on 2026-01-01"


MARKS = st.sampled_from(["", A, B])


@given(
    st.lists(st.tuples(st.sampled_from(["s1", "s2"]), MARKS, MARKS), max_size=6),
    st.lists(
        st.tuples(st.sampled_from(["s1", "s2"]), MARKS, MARKS, st.sampled_from(["1/1", "1/2", "2/2", "2/3"])),
        max_size=4,
    ),
)
def test_no_record_covers_two_findings_or_another_statement(
    code: list[tuple[str, str, str]], recorded: list[tuple[str, str, str, str]]
):
    statements = [statement for statement, _, _ in code]
    sightings = [
        sighting(statement, (before, after), statements[: n + 1].count(statement), statements.count(statement))
        for n, (statement, before, after) in enumerate(code)
    ]
    records = [
        approved(id=f"DEV-{number:04}", fingerprint=fingerprint(statement, (before, after), of))
        for number, (statement, before, after, of) in enumerate(recorded)
    ]
    found, _ = run(sightings, *records)
    by_id = {record.id: record for record in records}
    covering = [each.deviation for each in found if each.covers]
    assert len(covering) == len(set(covering))
    for seen, each in zip(sightings, found, strict=True):
        if each.covers:
            assert by_id[each.deviation].fingerprint.statement == seen.statement


TWINS = [sighting(around=(C, D), ordinal=1, of=2), sighting(around=(D, C), ordinal=2, of=2)]


def tied(at: int, *ids: str) -> list[Sighting]:
    return [evolve(each, tied=ids) if number == at else each for number, each in enumerate(TWINS)]


def test_a_comment_tells_which_of_several_equals_is_meant():
    for at in (0, 1):
        found, states = run(tied(at, "DEV-0007"), approved())
        assert [each.covers for each in found] == [at == 0, at == 1]
        assert states["DEV-0007"] is State.APPROVED
    found, _ = run(TWINS, approved())
    assert {each.state for each in found} == {State.AMBIGUOUS}


def test_a_comment_that_was_pasted_with_its_statement_tells_nothing():
    both = [evolve(each, tied=("DEV-0007",)) for each in TWINS]
    found, _ = run(both, approved())
    assert {each.state for each in found} == {State.AMBIGUOUS}
    found, _ = run(tied(0, "DEV-0099"), approved())
    assert {each.state for each in found} == {State.AMBIGUOUS}


def test_a_comment_covers_nothing_by_itself():
    """Neither another statement, rule, scope or file, nor by a record that does not cover, nor against neighbours."""
    for other in (sighting("0" * 16), sighting(rule="INJ-004"), sighting(scope="f"), sighting(path="src/b.py")):
        found, _ = run([evolve(other, tied=("DEV-0007",))], approved())
        assert not found[0].covers
    found, _ = run(tied(0, "DEV-0007"), deviation())
    assert not found[0].covers
    told = [sighting(ordinal=1, of=2), evolve(sighting(around=(C, D), ordinal=2, of=2), tied=("DEV-0007",))]
    found, _ = run(told, approved())
    assert [each.covers for each in found] == [True, False], "the neighbours tell, and no comment is asked"


def test_a_comment_names_one_record_of_several():
    one, two = (approved(id=each, fingerprint=fingerprint(of="1/1")) for each in ("DEV-0001", "DEV-0002"))
    found, states = run(tied(0, "DEV-0001", "DEV-0002"), one, two)
    assert not any(each.covers for each in found)
    assert set(states.values()) == {State.AMBIGUOUS}
    both = [evolve(TWINS[0], tied=("DEV-0002",)), evolve(TWINS[1], tied=("DEV-0001",))]
    found, _ = run(both, one, two)
    assert [each.deviation for each in found] == ["DEV-0002", "DEV-0001"]
    assert all(each.covers for each in found)


def test_a_later_record_says_that_an_earlier_one_is_about_the_same_finding():
    first, later = approved(id="DEV-0001"), deviation("Other words than the first.", id="DEV-0003", status="rejected")
    found, states = match([sighting()], [later, first], TODAY, Terms())
    assert found[0].deviation == "DEV-0001" and found[0].covers
    assert states["DEV-0003"].note == "DEV-0003 was rejected; DEV-0001 is about the same finding"
    assert (states["DEV-0001"].rival, states["DEV-0003"].rival) == ("", "DEV-0001")
    twin = deviation("Other words.", id="DEV-0003", fingerprint=fingerprint(of="2/2"))
    assert match([sighting()], [first, twin], TODAY, Terms())[1]["DEV-0003"].rival == ""
    refused = deviation(id="DEV-0001", status="rejected")
    _, states = match([sighting()], [refused, approved()], TODAY, Terms())
    assert states["DEV-0007"].rival == "", "it took the place of one that was refused"


Seen = tuple[str, str, tuple[str, str]]
SEEN = (st.sampled_from(("Updater.install", "Pump.stop")), st.sampled_from((A, B)), st.sampled_from(((A, B), (C, D))))
RECORDED = (
    st.tuples(*SEEN),
    st.sampled_from(("1/1", "1/2", "2/2")),
    st.sampled_from(("approved", "proposed", "rejected")),
)


@given(st.lists(st.tuples(*SEEN), max_size=5), st.lists(st.tuples(*RECORDED), max_size=5))
def test_what_there_is_nothing_to_compare_with_is_settled_as_the_passes_settle_it(
    seen: list[Seen], recorded: list[tuple[Seen, str, str]]
) -> None:
    totals, numbers = Counter(each[:2] for each in seen), Counter[tuple[str, str]]()
    sightings: list[Sighting] = []
    for scope, statement, around in seen:
        numbers[scope, statement] += 1
        number, count = numbers[scope, statement], totals[scope, statement]
        sightings.append(sighting(statement, around, number, count, scope=scope))
    deviations: list[Deviation] = []
    for at, ((scope, statement, around), of, status) in enumerate(recorded):
        keys = {"id": f"DEV-{at:04}", "where": f"{FILE}::{scope}", "fingerprint": fingerprint(statement, around, of)}
        why = f"The text is one constant, as in case {at}."
        deviations.append(approved(why, **keys) if status == "approved" else deviation(why, **keys, status=status))
    said = match(sightings, deviations, TODAY, Terms(), (FILE,))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aseptic.records.matching._alone", lambda *_: None)
        assert match(sightings, deviations, TODAY, Terms(), (FILE,)) == said
