"""Lines that are recognised by their form say what the strict reading of each says, and hide no fault."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import pytest
from attrs import asdict
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_texts import SHOWN, STAMP, Book, seen

from aseptic.records.ledger import chain
from aseptic.records.ledger.as_written import line_as_written
from aseptic.records.ledger.chain import linked, mending
from aseptic.records.ledger.event import Draft, Event, Kind
from aseptic.records.ledger.history import Entry, read_history
from aseptic.records.ledger.line import line_of
from aseptic.records.ledger.step import Ground

FIRST, SECOND = "FND-0123456789ab", "FND-ba9876543210"
AT = {"rule": "INJ-003", "where": "src/a.py::Pump.run"}
MARK = {"v": 1, "statement": "s1", "around": ["x", ""], "of": "1/1"}
OPENED = {**AT, "fingerprint": MARK, "severity": "high", "message": "Do not.", "detectors": "d1", "known": False}
DRAFTS = (
    Draft(Kind.MERGED),
    Draft(Kind.OPENED, FIRST, OPENED),
    Draft(Kind.OPENED, SECOND, {**OPENED, "known": True}),
    Draft(Kind.CONFIGURED, says={"versions": {"aseptic": "1"}, "detectors": {"INJ-003": "d2", "CRY-001": None}}),
    Draft(Kind.BASELINE, says={"accepted": 1}),
    Draft(Kind.KNOWN, FIRST),
    Draft(Kind.MOVED, FIRST, {**AT, "fingerprint": {**MARK, "statement": "s2"}}),
    Draft(Kind.NOT_SEEN, FIRST, {**AT, "cause": "the file could not be read"}),
    Draft(Kind.REOPENED, FIRST, {**AT, "cause": "it can be seen again", "detectors": "d2"}),
    Draft(Kind.CHARACTERISED, FIRST, {"severity": "low", "exploitability": "By who has the key."}),
    Draft(Kind.FED, FIRST, {"to": "https://example.org/1"}),
    mending(b"{"),
    Draft(Kind.CLOSED, FIRST, {**AT, "how": "fixed", "reason": ""}),
    Draft(Kind.VERIFIED, FIRST, {"how": "scan", "evidence": "a" * 40}),
    Draft(Kind.CLOSED, SECOND, {**AT, "how": "not_a_finding", "reason": "It is a constant."}),
    Draft(Kind.VERIFIED, SECOND, {"how": "reviewer", "evidence": "jo@example.org"}),
)
LEDGER = linked(DRAFTS, STAMP, [])[0]
LINES = LEDGER.splitlines()
DIGEST = re.compile(rb'"digest":"([0-9a-f]{64})",')
WORDS = (
    *rb'null true 1 01 2 1.0 NaN "a" "" [] {} ["a"] ["a","b"] \ \" \u0041 \u004 \ud800 \x , : " { } "v":2 "event":"'.split(),
    *b'"by":"a", "zz":1, "digest":"a", "event":"known", "finding":"FND-0", FND-ABCDEF012345 gone closed fixed'.split(),
    *(b" ", b"\t", b"\r", b"\0", b"\x7f", b"\xc3\xa9", b"\xff", b"0" * 64),
)
TOKEN = re.compile(rb'"[^"]*"|[0-9]+|true|false|[\[\]{}:,]')
KEYS = (
    *"rule where statement before behind of severity message detectors versions accepted cause how reason to".split(),
    *"evidence torn characteristics by on commit finding".split(),
)
"""What anything asks an event for."""


def told(data: bytes) -> tuple[Any, ...]:
    """Return all that a ledger comes to."""
    heard: list[tuple[Any, ...]] = []
    read = chain.read_chain(data, SHOWN, lambda event: heard.append(plain(event)))
    history, again = read_history(data, SHOWN)
    assert again.digests == read.digests
    entries = [flat(each) for each in history.entries.values()]
    state = entries, dict(history.detectors), dict(history.versions), history.baseline
    return read.problems, read.digests, read.heads, read.torn, heard, state


def plain(event: Event) -> tuple[Any, ...]:
    """Return what an event says."""
    said = {key: of(event, key) for key in KEYS}
    return event.kind, event.finding, event.word, said, bool(of(event, "known"))


def of(event: Event, key: str) -> Any:
    try:
        return event.says[key]
    except LookupError:
        return None


def flat(entry: Entry) -> dict[str, Any]:
    events = {"opening": plain(entry.opening), "last": plain(entry.last), "verified": [*map(plain, entry.verified)]}
    words = entry.severity, entry.message, entry.opened, entry.changed
    return {**asdict(entry, recurse=False), **events, "words": words}


def agree(data: bytes) -> None:
    quick = told(data)
    with patch.object(chain, "line_as_written", return_value=None):
        assert told(data) == quick


def sealed(text: bytes) -> bytes:
    """Return a line with its own digest, whatever it says."""
    at = max(text.find(b'"event":"'), 1)
    digest = hashlib.sha256(text).hexdigest().encode()
    return text[:at] + b'"digest":"' + digest + b'",' + text[at:]


def rewritten(lines: Sequence[bytes], number: int, body: bytes) -> bytes:
    """Return a ledger with another line, and all that follow it bound to it as if nothing had been edited."""
    old, new = b"-", b"-"
    made: list[bytes] = []
    for at, line in enumerate(lines):
        text = DIGEST.sub(b"", body if at == number else line).replace(old, new)
        made.append(sealed(text))
        old, new = digest(line), digest(made[-1])
    return b"".join(each + b"\n" for each in made)


def digest(line: bytes) -> bytes:
    found = DIGEST.search(line)
    return found[1] if found else b"-"


def parts(text: bytes) -> list[tuple[int, int]]:
    """Return where a line's keys, values and marks stand, what is between quotes, and the places before and after."""
    spans = [each.span() for each in TOKEN.finditer(text)]
    between = [(start + 1, end - 1) for start, end in spans if text[start:end].startswith(b'"')]
    return [*spans, *between, (0, 0), (len(text), len(text))]


@st.composite
def edited(draw: st.DrawFn, line: bytes) -> bytes:
    """A line with a byte, a part or a whole value changed."""
    text = DIGEST.sub(b"", line)
    byte = st.integers(0, len(text) - 1).map(lambda at: (at, at + 1))
    start, end = draw(st.one_of(st.sampled_from(parts(text)), byte))
    start = draw(st.sampled_from([start, start, start + 1, end]))
    other = st.integers(0, 255).filter(lambda each: each != 10).map(lambda each: bytes([each]))
    return text[:start] + draw(st.one_of(st.sampled_from(WORDS), other, st.just(b""))) + text[end:]


def test_an_event_keeps_no_more_of_its_line_than_it_is_asked_for() -> None:
    draft = Draft(Kind.NOT_SEEN, "FND-0123456789ab", {"cause": "excluded", "rule": "INJ-003", "where": "a.py::f"})
    first, _, text = linked([draft, draft, draft], STAMP, [])[0].splitlines(keepends=True)
    assert line_as_written(first) is None, "which follows nothing"
    found = line_as_written(text)
    assert found is not None
    own, (after,), event = found
    assert own in text.decode() and after in text.decode() and isinstance(event.says, re.Match)
    assert own not in event.says.string and after not in event.says.string


def test_what_scans_add_has_the_form() -> None:
    book = Book()
    book.scan(seen(around=("x", "y")), seen("t"))
    book.scan(seen(scope="other", around=("x", "y")), ground=Ground("the file could not be read"))
    book.scan(seen(scope="other", around=("x", "y")), seen("t"))
    book.scan()
    made = [each for each in book.data.splitlines(keepends=True)[1:] if b'"finding"' in each]
    lines = [line for each in made if (line := line_as_written(each))]
    assert len(lines) == len(made)
    kinds = {line[2].kind for line in lines}
    assert kinds == {Kind.OPENED, Kind.MOVED, Kind.NOT_SEEN, Kind.REOPENED, Kind.CLOSED, Kind.VERIFIED}


def test_nearly_all_lines_are_recognised_and_say_what_the_strict_reading_says() -> None:
    for line, draft in zip(LINES[1:], DRAFTS[1:], strict=True):
        strict, quick = line_of(line), line_as_written(line + b"\n")
        assert not isinstance(strict, str)
        if not draft.finding or draft.kind is Kind.CHARACTERISED:
            assert quick is None
            continue
        assert quick, line
        assert (quick[0], list(quick[1]), plain(quick[2])) == (strict[0], strict[1], plain(strict[2]))
    assert {each.kind for each in DRAFTS} == set(Kind)
    agree(LEDGER)


@pytest.mark.parametrize("kind", [Kind.OPENED, Kind.CLOSED, Kind.VERIFIED])
def test_what_has_another_value_or_mark_anywhere_is_taken_for_nothing_that_it_is_not(kind: Kind) -> None:
    text = DIGEST.sub(b"", LINES[max(at for at, each in enumerate(DRAFTS) if each.kind is kind)])
    assert line_as_written(sealed(text) + b"\n")
    for start, end in parts(text):
        for word in WORDS:
            line = sealed(text[:start] + word + text[end:])
            quick, strict = line_as_written(line + b"\n"), line_of(line)
            if quick is not None:
                assert not isinstance(strict, str), (line, strict)
                assert plain(quick[2]) == plain(strict[2]), line


@pytest.mark.parametrize("number", range(len(LINES)))
def test_lines_that_are_bound_again_are_as_they_were(number: int) -> None:
    assert rewritten(LINES, number, LINES[number]) == LEDGER


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_an_edited_line_with_a_digest_of_its_own_comes_to_the_same(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(LINES) - 1))
    agree(rewritten(LINES, number, data.draw(edited(LINES[number]))))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_ledger_that_was_tampered_with_comes_to_the_same(data: st.DataObject) -> None:
    lines, number = list(LINES), data.draw(st.integers(0, len(LINES) - 1))
    other = data.draw(st.integers(0, len(LINES) - 1))
    how = data.draw(st.sampled_from(["edit", "drop", "swap", "double", "windows", "cut", "bytes"]))
    if how == "edit":
        lines[number] = data.draw(edited(lines[number]))
    elif how == "drop":
        del lines[number]
    elif how == "swap":
        lines[number], lines[other] = lines[other], lines[number]
    elif how == "double":
        lines.insert(other, lines[number])
    elif how == "windows":
        lines = [each + b"\r" for each in lines]
    text = b"".join(each + b"\n" for each in lines)
    if how == "cut":
        text = text[: data.draw(st.integers(0, len(text)))]
    elif how == "bytes":
        text = text[: number * 50] + data.draw(st.binary(max_size=4)) + text[number * 50 + other :]
    agree(text)


def test_a_text_with_escapes_is_told_without_them() -> None:
    says = {**OPENED, "message": 'Say "é" \U0001f600\ud800\n', "where": "src/\\a.py::Ü"}
    data = linked([DRAFTS[0], Draft(Kind.OPENED, SECOND, says)], STAMP, [])[0]
    assert line_as_written(data.splitlines(keepends=True)[1])
    (entry,) = read_history(data, SHOWN)[0].entries.values()
    assert (entry.message, entry.where) == (says["message"], says["where"])
    agree(data)


@pytest.mark.parametrize("finding", ["", "FND-1", f"{FIRST} ", FIRST.upper()])
def test_a_line_that_names_no_finding_is_a_problem_in_either_form(finding: str) -> None:
    for message in ("Do not.", "Don't \\ ever."):
        data = linked([DRAFTS[0], Draft(Kind.CLOSED, FIRST, {**AT, "how": "fixed", "reason": message})], STAMP, [])[0]
        body = LINES[0], DIGEST.sub(b"", data.splitlines()[1]).replace(FIRST.encode(), finding.encode())
        (problem,) = read_history(rewritten(body, 0, body[0]), SHOWN)[1].problems
        assert "cannot be used: it names no finding" in str(problem)
