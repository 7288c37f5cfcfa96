"""A line that was edited, dropped or cut off is found, and two branches lose nothing."""

from __future__ import annotations

import json
from codecs import BOM_UTF8

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_texts import SHOWN, STAMP, Book, seen

from aseptic.records.ledger.chain import inserted, is_whole, linked, lost, mending, read_chain
from aseptic.records.ledger.event import Draft, Kind
from aseptic.records.ledger.history import read_history

STATEMENTS = st.lists(st.sampled_from(["s1", "s2", "s3"]), max_size=4)
SCANS = st.lists(STATEMENTS, min_size=1, max_size=6)


def book(scans: list[list[str]], start: bytes = b"") -> Book:
    made = Book()
    made.data = start
    for statements in scans:
        counts = {each: statements.count(each) for each in statements}
        numbers: dict[str, int] = {}
        found = []
        for each in statements:
            numbers[each] = numbers.get(each, 0) + 1
            found.append(seen(each, of=f"{numbers[each]}/{counts[each]}"))
        made.scan(*found)
    return made


def problems(data: bytes) -> list[str]:
    return [str(each) for each in read_chain(data, SHOWN, lambda _: None).problems]


def union(ours: bytes, theirs: bytes) -> bytes:
    """What git's union makes of two versions that were added to."""
    lines = ours.split(b"\n")[:-1]
    return b"".join(each + b"\n" for each in [*lines, *(x for x in theirs.split(b"\n")[:-1] if x not in lines)])


@given(SCANS)
@settings(max_examples=40, deadline=None)
def test_any_sequence_of_scans_gives_a_chain_that_holds_and_a_second_run_adds_nothing(scans: list[list[str]]) -> None:
    made = book(scans)
    assert problems(made.data) == []
    before = made.data
    again = book([scans[-1]], before)
    assert again.data == before
    open_ones = [each for each in again.history.entries.values() if each.closed is None]
    assert len(open_ones) == len(scans[-1])


@given(SCANS, st.data())
@settings(max_examples=60, deadline=None)
def test_any_edit_of_a_byte_is_found(scans: list[list[str]], data: st.DataObject) -> None:
    text = book(scans).data
    at = data.draw(st.integers(0, len(text) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != text[at]))
    edited = text[:at] + bytes([byte]) + text[at + 1 :]
    assert problems(edited)
    assert lost(text, edited) is not None


@given(SCANS, st.data())
@settings(max_examples=40, deadline=None)
def test_a_dropped_or_cut_off_line_is_found(scans: list[list[str]], data: st.DataObject) -> None:
    text = book(scans).data
    lines = text.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    without = b"".join(lines[:at] + lines[at + 1 :])
    if at < len(lines) - 1:
        assert problems(without)
    found = lost(text, without)
    assert found is not None
    assert found[0] == at
    cut = text[: data.draw(st.integers(1, len(text) - 2))]
    assert lost(text, cut) is not None
    assert problems(text[:-1]), "without its end the last line may go on"


@given(SCANS, SCANS, SCANS)
@settings(max_examples=40, deadline=None)
def test_a_merge_keeps_every_event_of_both_branches(
    base: list[list[str]], left: list[list[str]], right: list[list[str]]
) -> None:
    start = book(base).data
    ours, theirs = book(left, start).data, book(right, start).data
    merged = union(ours, theirs)
    assert problems(merged) == []
    assert lost(ours, merged) is None
    assert lost(theirs, merged) is None
    after = Book()
    after.data = merged
    after.add([Draft(Kind.MERGED)] if len(read_chain(merged, SHOWN, lambda _: None).heads) > 1 else [])
    chain = read_chain(after.data, SHOWN, lambda _: None)
    assert len(chain.heads) == 1
    assert chain.problems == ()
    last = book([right[-1]], after.data)
    assert len([each for each in last.history.entries.values() if each.closed is None]) == len(right[-1])


def test_a_line_says_all_of_itself() -> None:
    made = Book()
    made.scan(seen(around=("x", "y")))
    line = json.loads(made.data.split(b"\n")[0])
    digest = line.pop("digest")
    assert len(digest) == 64
    assert line == {
        "v": 1,
        "event": "opened",
        "finding": line["finding"],
        "rule": "INJ-003",
        "where": "a.py::run",
        "fingerprint": {"v": 1, "statement": "s1", "around": ["x", "y"], "of": "1/1"},
        "severity": "high",
        "message": "Do not.",
        "detectors": "d1",
        "known": False,
        "after": [],
        "by": "mira@example.org",
        "on": "2026-11-25T19:30:00Z",
        "commit": "a" * 40,
    }


def test_what_is_wrong_is_named_with_its_line_and_cure() -> None:
    made = book([["s1", "s2"], ["s1"], []])
    lines = made.data.splitlines(keepends=True)
    edited = b"".join([lines[0], lines[1].replace(b'"high"', b'"low"'), *lines[2:]])
    spoiled = (
        f"{SHOWN}:2: this line of the ledger was edited: it does not fit its own digest; "
        "put the line back from git; events are only ever added"
    )
    assert problems(edited) == [spoiled], "the next line misses that one, and none was dropped"
    gone = f"{SHOWN}:4: this line of the ledger follows one that is not here"
    one, other = problems(b"".join([*edited.splitlines(keepends=True)[:2], lines[2], *lines[4:]]))
    assert (one, other.startswith(gone)) == (spoiled, True)
    assert [each[:20] for each in problems(b"".join([lines[0], b"{}\n", *lines[2:]]))] == [spoiled[:20]]
    marked = b"".join([lines[0], b"<<<<<<< HEAD\n", *lines[1:]])
    assert problems(marked) == [
        f"{SHOWN}:2: this line of the ledger is a mark of an unresolved merge; "
        "keep both sides' lines and remove the marks"
    ]


def test_two_beginnings_that_both_stand_there_are_two_heads() -> None:
    ours, theirs = book([["s1"]]), book([["s2"], ["s2", "s3"]])
    ours.add([Draft(Kind.BASELINE, says={"accepted": 1})])
    theirs.add([Draft(Kind.BASELINE, says={"accepted": 2})])
    both = Book()
    both.data = union(ours.data, theirs.data)
    chain = read_chain(both.data, SHOWN, lambda _: None)
    assert (chain.problems, len(chain.heads), len(chain.drawn)) == ((), 2, 2)
    both.add([Draft(Kind.MERGED), Draft(Kind.BASELINE, says={"accepted": 1})])
    joined = read_chain(both.data, SHOWN, lambda _: None)
    assert (joined.problems, len(joined.heads)) == ((), 1)
    assert joined.drawn == chain.drawn, "what follows both is no first one"
    lines = both.data.splitlines(keepends=True)
    for at in range(len(lines) - 1):
        assert problems(b"".join([*lines[:at], *lines[at + 1 :]])), "each is missed by its follower"


def test_what_an_editor_put_round_the_lines_is_told_once() -> None:
    made = book([["s1", "s2"], ["s1"], []])
    lines = made.data.splitlines(keepends=True)
    ended = (
        f"{SHOWN}:1: this line of the ledger and {len(lines) - 1} more end as Windows ends lines; have an editor save it "
        "with LF, see that .gitattributes beside it says 'ledger.jsonl -text merge=union', and `git add --renormalize` it"
    )
    assert problems(made.data.replace(b"\n", b"\r\n")) == [ended]
    (mixed,) = problems(b"".join([lines[0], lines[1].replace(b"\n", b"\r\n"), *lines[2:]]))
    assert mixed.startswith(f"{SHOWN}:2: this line of the ledger ends as Windows ends lines; ")
    edited = b"".join([lines[0], lines[1].replace(b'"high"', b'"low"'), *lines[2:]]).replace(b"\n", b"\r\n")
    assert [each.split(";")[0] for each in problems(edited)] == [
        f"{SHOWN}:1: this line of the ledger and {len(lines) - 2} more end as Windows ends lines",
        f"{SHOWN}:2: this line of the ledger is none of an event",
    ]
    assert problems(BOM_UTF8 + made.data) == [
        f"{SHOWN}:1: this line of the ledger begins with a byte order mark; have an editor save it as UTF-8 without one"
    ]


def test_a_broken_line_that_is_known_to_be_hides_no_dropped_one() -> None:
    made = book([["s1"], ["s1", "s2"], []])
    lines = made.data.splitlines(keepends=True)
    forged = b'{"digest":"' + json.loads(lines[1])["digest"].encode() + b'"'
    heads = read_chain(made.data, SHOWN, lambda _: None).heads
    known = linked([mending(forged)], STAMP, heads)[0]
    (found,) = problems(b"".join([lines[0], forged, b"\n", *lines[2:], known]))
    assert "follows one that is not here" in found


def test_versions_differ_by_their_events_alone() -> None:
    made = book([["s1", "s2"], ["s1"], []])
    dressed = BOM_UTF8 + made.data.replace(b"\n", b"\r\n") + b">>>>>>> other\n"
    assert lost(dressed, made.data) is lost(made.data, dressed) is inserted([dressed], made.data) is None
    assert inserted([made.data], dressed) is None
    assert lost(dressed, made.data[:-20]) is not None


def test_a_broken_line_stays_and_is_closed() -> None:
    made = book([["s1"]])
    whole = made.data + linked([Draft(Kind.MERGED)], STAMP, read_chain(made.data, SHOWN, lambda _: None).heads)[0]
    torn = read_chain(whole[:-20], SHOWN, lambda _: None)
    assert torn.torn
    assert "the last line is broken off" in str(torn.problems[0])
    assert not is_whole(torn.torn)
    healed = whole[:-20] + b"\n" + linked([mending(torn.torn)], STAMP, torn.heads)[0]
    assert problems(healed) == []
    assert healed.startswith(whole[:-20])
    assert is_whole(read_chain(whole[:-1], SHOWN, lambda _: None).torn)


@pytest.mark.parametrize(
    "text",
    [
        b"{}",
        b"[]",
        b"1",
        b"null",
        b'"a"',
        b"",
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"event":[]}',
        b"\xff",
        b'{"digest":1}',
    ],
)
def test_no_line_whatever_ends_the_reading(text: bytes) -> None:
    made = book([["s1"]])
    heard: list[object] = []
    chain = read_chain(made.data + text + b"\n", SHOWN, heard.append)
    assert len(chain.problems) == 1
    assert chain.problems[0].line == made.data.count(b"\n")
    assert len(heard) == made.data.count(b"\n")


@given(
    st.dictionaries(
        st.sampled_from(["rule", "where", "fingerprint", "how", "finding", "cause", "detectors", "versions", "known"]),
        st.one_of(st.none(), st.integers(), st.text(max_size=3), st.lists(st.none(), max_size=2), st.booleans()),
    ),
    st.sampled_from(list(Kind)),
)
@settings(max_examples=80, deadline=None)
def test_an_event_of_odd_values_is_a_problem_or_an_event(body: dict[str, object], kind: Kind) -> None:
    data = linked([Draft(kind, says=body)], STAMP, [])[0]
    _, chain = read_history(data, SHOWN)
    assert len(chain.problems) + len(chain.digests) == 1
