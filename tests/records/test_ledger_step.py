"""What a scan adds to the ledger, and above all what it does not take for a fix."""

from __future__ import annotations

from attrs import evolve
from ledger_texts import ANALYZER, WHOLE, Book, seen

from aseptic.records.disposition import Disposition, State
from aseptic.records.ledger.event import Closing, Draft, Kind
from aseptic.records.ledger.step import Ground, accepted, unopened

DEVIATED = Disposition(State.APPROVED, "DEV-0007", "DEV-0007 is approved")
EXPIRED = Disposition(State.EXPIRED, "DEV-0007", "DEV-0007 expired on 2026-11-01")


def opened() -> Book:
    book = Book()
    assert book.scan(seen()) == ["opened"]
    return book


def entry(book: Book):
    (found,) = book.history.entries.values()
    return found


def test_what_is_gone_from_a_whole_file_is_fixed_and_verified_at_the_commit() -> None:
    book = opened()
    assert book.scan() == ["closed fixed", "verified scan"]
    found = entry(book)
    assert found.closed is Closing.FIXED
    assert found.verified[0].says["evidence"] == "a" * 40
    assert book.scan() == []


def test_without_a_commit_that_has_it_a_fix_is_not_verified_before_there_is_one() -> None:
    book = opened()
    dirty = evolve(WHOLE, commit="")
    assert book.scan(ground=dirty) == ["closed fixed"]
    assert not entry(book).verified
    assert book.scan(ground=dirty) == []
    assert book.scan() == ["verified scan"]
    assert book.scan() == []


def test_a_fix_is_verified_by_no_scan_that_could_not_have_seen_the_finding() -> None:
    book = opened()
    assert book.scan(ground=evolve(WHOLE, commit="")) == ["closed fixed"]
    assert book.scan(ground=evolve(WHOLE, unseen="not all of the file could be checked")) == []
    newer = evolve(ANALYZER, detectors={**ANALYZER.detectors, "INJ-003": "d9"})
    assert book.scan(analyzer=newer) == []
    assert book.scan() == ["verified scan"]


def test_absence_is_no_fix_where_not_everything_was_looked_at() -> None:
    book = opened()
    partly = Ground("not all of the file could be checked")
    assert book.scan(ground=partly) == ["not_seen not all of the file could be checked"]
    assert book.scan(ground=partly) == []
    assert entry(book).closed is None
    assert book.scan(seen()) == ["reopened it can be seen again"]
    assert entry(book).unseen == ""


def test_other_detectors_do_not_close_a_finding_of_the_old_ones() -> None:
    book = opened()
    newer = evolve(ANALYZER, detectors={**ANALYZER.detectors, "INJ-003": "d9"})
    assert book.scan(analyzer=newer) == ["not_seen other detectors looked than those that found it"]
    assert book.scan(analyzer=newer) == []
    assert book.scan() == ["closed fixed", "verified scan"], "the old ones look again"


def test_a_finding_that_other_detectors_saw_is_theirs_from_then_on() -> None:
    book = opened()
    newer = evolve(ANALYZER, detectors={**ANALYZER.detectors, "INJ-003": "d9"})
    assert book.scan(seen(), analyzer=newer) == []
    assert book.scan(analyzer=newer) == ["closed fixed", "verified scan"]


def test_code_that_is_gone_is_no_fix() -> None:
    book = opened()
    assert book.scan(ground=evolve(WHOLE, scopes=())) == ["closed code_removed", "verified scan"]
    assert entry(book).reason == "run is gone"
    book = opened()
    assert book.scan(ground=Ground(gone=True)) == ["closed code_removed"]
    assert entry(book).reason == "the file is gone"


def test_a_rule_that_no_longer_holds_retires_its_findings() -> None:
    book = opened()
    without = evolve(ANALYZER, detectors={"CRY-001": "d2"}, retired={"INJ-003": "a launcher sets the path"})
    assert book.scan(analyzer=without) == ["closed rule_retired"]
    assert entry(book).reason == "a launcher sets the path"
    book = opened()
    assert book.scan(ground=evolve(WHOLE, resting=("INJ-003",))) == ["closed rule_retired"]
    assert book.scan(seen()) == ["reopened it is there again"]


def test_what_comes_back_is_opened_again_under_its_id() -> None:
    book = opened()
    first = entry(book).id
    book.scan()
    assert book.scan(seen()) == ["reopened it is there again"]
    assert entry(book).id == first
    assert not entry(book).verified


def test_a_deviation_closes_and_its_end_opens() -> None:
    book = Book()
    assert book.scan(seen(disposition=DEVIATED)) == ["opened", "closed deviation"]
    assert entry(book).reason == "DEV-0007"
    assert book.scan(seen(disposition=DEVIATED)) == []
    other = Disposition(State.APPROVED, "DEV-0008")
    assert book.scan(seen(disposition=other)) == ["closed deviation"]
    assert book.scan(seen(disposition=EXPIRED)) == ["reopened DEV-0007 expired on 2026-11-01"]
    assert book.scan(seen(disposition=EXPIRED)) == []
    assert book.scan(seen(disposition=DEVIATED)) == ["closed deviation"]
    assert book.scan() == ["closed fixed", "verified scan"]


def test_what_was_judged_to_be_none_stays_so() -> None:
    book = opened()
    says = {"rule": "INJ-003", "where": "a.py::run", "how": "not_a_finding", "reason": "a constant"}
    book.add([Draft(Kind.CLOSED, entry(book).id, says)])
    assert book.scan(seen()) == []
    assert book.scan(ground=Ground("not all of the file could be checked")) == []
    assert book.scan(seen()) == []
    assert entry(book).closed is Closing.NOT_A_FINDING


def test_what_moved_whole_keeps_its_id() -> None:
    book = Book()
    book.scan(seen(around=("x", "y")))
    assert book.scan(seen(scope="launch", around=("x", "y"))) == ["moved"]
    assert entry(book).where == "a.py::launch"
    assert book.scan(seen(scope="launch", around=("x", "y"))) == []
    assert book.scan(seen(scope="launch", path="b.py", around=("x", "y"))) == ["moved"]
    renamed = evolve(ANALYZER, detectors={"INJ-030": "d1"}, renamed={"INJ-003": "INJ-030"})
    moved = seen(scope="launch", path="b.py", around=("x", "y"), rule="INJ-030")
    assert book.scan(moved, analyzer=renamed) == ["moved"]
    assert entry(book).rule == "INJ-030"
    assert book.scan(moved, analyzer=renamed) == []


def test_another_statement_in_the_same_place_is_the_same_finding_and_no_fix() -> None:
    book = Book()
    book.add(accepted(book.drafts(seen(around=("x", "y")), seen("t", scope="other")), book.history))
    first, second = book.history.entries
    assert book.scan(seen("s2", around=("x", "z")), seen("t", scope="other")) == ["moved"]
    assert book.scan(seen("s2", around=("x", "z")), seen("t", scope="other")) == []
    found = book.history.entries[first]
    assert (found.statement, found.known, found.closed) == ("s2", False, None), "what touches it makes it count"
    assert book.history.entries[second].known
    assert book.scan(seen("s3", scope="launch", around=("x", "z")), seen("t", scope="other")) == ["moved"]
    again = accepted(book.drafts(seen("s4", scope="launch"), seen("t2", scope="other")), book.history)
    assert [(each.kind, each.finding) for each in again] == [
        (Kind.MOVED, first),
        (Kind.MOVED, second),
        (Kind.KNOWN, first),
        (Kind.KNOWN, second),
        (Kind.BASELINE, ""),
    ]
    assert book.scan(seen("s4", scope="launch", rule="CRY-001"), seen("t", scope="other"))[0] == "opened"


def test_of_several_changed_ones_each_is_the_one_that_it_is_most_like() -> None:
    book = Book()
    book.scan(seen("s1", around=("a", "b")), seen("s2", around=("b", "c")))
    first, second = book.history.entries
    assert book.scan(seen("s3", around=("b", "c")), seen("s4", around=("a", "d"))) == ["moved", "moved"]
    assert [book.history.entries[each].statement for each in (first, second)] == ["s4", "s3"]


def test_what_was_judged_to_be_none_is_open_again_with_another_statement() -> None:
    book = opened()
    says = {"rule": "INJ-003", "where": "a.py::run", "how": "not_a_finding", "reason": "a constant"}
    book.add([Draft(Kind.CLOSED, entry(book).id, says)])
    assert book.scan(seen("s2")) == ["moved", "reopened its statement changed"]
    assert book.scan(seen("s2")) == []
    assert book.scan(seen("s2", disposition=DEVIATED)) == ["closed deviation"]
    assert book.scan(seen("s3", disposition=EXPIRED)) == ["moved", "reopened DEV-0007 expired on 2026-11-01"]


def test_what_moved_to_another_function_is_not_fixed_whatever_is_beside_it_there() -> None:
    book = Book()
    book.scan(seen(around=("x", "y")))
    assert book.scan(seen(scope="other", around=("v", "w"))) == ["moved"]
    assert entry(book).where == "a.py::other"
    assert book.scan(seen(scope="other", path="b.py"))[0] == "opened", "the one in a.py may be there still"
    book = Book()
    book.scan(seen(around=("x", "y")))
    assert book.scan(seen(path="b.py"), whole=["a.py"]) == ["moved"]
    words = book.scan(seen(path="c.py"), seen(path="d.py"), whole=["b.py"])
    assert sorted(words) == ["closed fixed", "opened", "opened", "verified scan"], "which of them nobody can tell"


def test_of_those_that_look_alike_none_is_fixed_while_the_file_has_as_many() -> None:
    book = Book()
    book.scan(seen(of="1/2"), seen(of="2/2"))
    assert book.scan(seen(scope="other", of="1/2"), seen(scope="other", of="2/2")) == ["moved", "moved"]
    assert book.scan(seen(scope="run"), seen(scope="Pump.run")) == ["moved", "moved"]
    assert book.scan(seen(scope="other")) == ["moved", "closed fixed", "verified scan"]


def test_what_moved_to_where_nobody_looked_is_known_no_more_and_judged_by_nobody() -> None:
    book = Book()
    book.add(accepted(book.drafts(seen(around=("x", "y"))), book.history))
    assert book.scan(seen(path="b.py", around=("v", "w")), whole=["a.py"]) == ["moved"]
    assert not entry(book).known
    book = opened()
    says = {"rule": "INJ-003", "where": "a.py::run", "how": "not_a_finding", "reason": "a constant"}
    book.add([Draft(Kind.CLOSED, entry(book).id, says)])
    assert book.scan(seen(scope="other", around=("v", "w"))) == ["moved", "reopened it moved"]


def test_of_equals_as_many_are_closed_as_are_gone_and_neighbours_tell_which() -> None:
    book = Book()
    book.scan(seen(around=("a", "b"), of="1/2"), seen(around=("c", "d"), of="2/2"))
    first, second = book.history.entries
    assert book.scan(seen(around=("c", "d"))) == ["closed fixed", "verified scan"]
    assert book.history.entries[first].closed is Closing.FIXED
    assert book.history.entries[second].closed is None


def test_a_baseline_takes_in_what_is_open_once_and_later_only_when_asked() -> None:
    book = Book()
    told = book.history
    book.add(accepted(book.drafts(seen(), seen("s2", disposition=DEVIATED)), told))
    by_statement = {each.statement: each for each in book.history.entries.values()}
    assert by_statement["s1"].known
    assert not by_statement["s2"].known
    assert book.history.baseline
    told = book.history
    both = [seen(), seen("s2", disposition=DEVIATED), seen("s3")]
    assert unopened(book.drafts(*both)) == []
    book.scan(*both)
    assert [each.known for each in book.history.entries.values()] == [True, False, False]
    told = book.history
    taken = book.add(accepted(book.drafts(*both), told))
    assert [each.kind for each in taken] == [Kind.KNOWN, Kind.BASELINE]
    assert [each.known for each in book.history.entries.values()] == [True, False, True]
    assert accepted(book.drafts(*both), book.history) == []


def test_what_was_known_and_comes_back_after_a_fix_is_new() -> None:
    book = Book()
    book.add(accepted(book.drafts(seen()), book.history))
    book.scan()
    book.scan(seen())
    assert not entry(book).known


def test_a_move_to_another_function_touches_a_known_finding_and_a_renamed_file_does_not() -> None:
    book = Book()
    book.add(accepted(book.drafts(seen(around=("x", "y"))), book.history))
    assert book.scan(seen(path="b.py", around=("x", "y"))) == ["moved"]
    assert entry(book).known
    assert book.scan(seen(path="b.py", scope="other", around=("x", "y"))) == ["moved"]
    assert not entry(book).known
