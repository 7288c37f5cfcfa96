"""Which texts of a file were another record's: pure, over files as commits have them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from proposed_text import PROPOSED
from test_taken_back import KIM, MIRA, RECORD, SAM

from aseptic.analysis.approvals.approvable import read_as
from aseptic.analysis.approvals.record_numbers import RecordNumbers

FIRST, SECOND = "DEV-0001.md", "DEV-0002.md"
WORDS, OTHERS = "The command is one constant", "Nobody reaches that terminal but a crew that is filmed"
PERMIT = (
    "---\nid: PER-001\ntitle: T\nrule: INJ-003\npaths: [src/**]\ncondition: The operator typed it.\n"
    f"raised: {{by: {MIRA}, on: 2026-11-01}}\nexpires: 2027-11-01\n---\n{WORDS}.\n"
)
AWAY = PROPOSED.replace("a.py::f", "b.py::g").replace("6f1c0a9be2d44d10", "d11d26cd58865d68")


def ended(text: str, status: str = "rejected") -> str:
    """Return a record's text after somebody decided against it."""
    done = f"{status}: {{by: {SAM}, on: 2026-11-02}}\nexpires:" if "PER-" in text else "expires:"
    text = text.replace("status: proposed", f"status: {status}").replace("expires:", done)
    return f"{text}\n## History\n- 2026-11-02 {status} by {SAM} (was proposed)\n"


def second(text: str) -> str:
    return text.replace("-0001", "-0002").replace("PER-001", "PER-002")


def own(now: str, *commits: Mapping[str, str], merged: Mapping[str, str] | None = None) -> list[str]:
    """Return which texts count as the own ones of what the newest commit has; `merged` is its second parent's."""
    known = {f"c{at}": files for at, files in enumerate(commits)}
    parents = {each: [f"c{at + 1}"] if at + 1 < len(commits) else [] for at, each in enumerate(known)}
    if merged is not None:
        known["side"], parents["c0"], parents["side"] = merged, [*parents["c0"], "side"], []
    folder = "security/permits" if "PER-" in now else RECORD.rpartition("/")[0]

    def read(some):
        return [read_as(f"{folder}/{FIRST}", each.encode()) for each in some]

    name = next(each for each, text in commits[0].items() if text == now)
    record = read([now])[0]
    assert record is not None
    return [*RecordNumbers(parents, lambda each: known.get(each, {}), read).own(name, record).values()]


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
@pytest.mark.parametrize("text", [PROPOSED, PERMIT])
@pytest.mark.parametrize("turned", [True, False])
def test_of_two_branches_that_recorded_the_same_each_keeps_its_own(text: str, status: str, turned: bool):
    theirs = ended(text.replace(WORDS, OTHERS), status)
    sides = [{FIRST: text}, {FIRST: theirs}]
    before, merged = reversed(sides) if turned else sides
    assert own(text, {FIRST: text, SECOND: second(theirs)}, before, merged=merged) == [text, text]
    assert theirs in own(second(theirs), {FIRST: text, SECOND: second(theirs)}, before, merged=merged)
    kept = own(second(text), {FIRST: theirs, SECOND: second(text)}, before, merged=merged)
    assert text in kept and theirs not in kept, "so it is where the other one keeps the number"


@pytest.mark.parametrize("text", [PROPOSED, PERMIT])
def test_what_is_kept_nowhere_or_not_whole_is_the_records_own(text: str):
    theirs = ended(text.replace(WORDS, OTHERS))
    cut = theirs.partition("\n## History")[0]
    unsaid = second(text.replace(WORDS, OTHERS))
    for kept in ({}, {SECOND: second(cut)}, {SECOND: unsaid}, {SECOND: second(theirs.replace(OTHERS, WORDS))}):
        assert theirs in own(text, {FIRST: text, **kept}, {FIRST: text}, merged={FIRST: theirs})
    bare = {FIRST: text, SECOND: unsaid}
    assert cut in own(text, bare, {FIRST: text}, merged={FIRST: cut}), "its end is told by no history"


@pytest.mark.parametrize("text", [PROPOSED, PERMIT])
def test_so_is_what_says_the_same_wherever_else_it_is_kept(text: str):
    for words in (WORDS, f"{WORDS} and no more", f"As was said: {WORDS}"):
        theirs = ended(text.replace(MIRA, KIM).replace(WORDS, words))
        now = {FIRST: text, SECOND: second(theirs)}
        assert theirs in own(text, now, {FIRST: text}, merged={FIRST: theirs}), words


def test_so_it_is_with_one_about_other_code_in_between():
    theirs = ended(PROPOSED)
    kept = {SECOND: second(theirs)}
    assert theirs in own(PROPOSED, {FIRST: PROPOSED, **kept}, {FIRST: AWAY, **kept}, {FIRST: theirs}, {FIRST: PROPOSED})
