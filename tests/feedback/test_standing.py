"""What of a document's findings stood before, after edits of every kind."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding
from aseptic.feedback.standing import begun, followed, standing
from aseptic.standard.catalog import Standard

CALL = "    os.system({})\n"


@cache
def session(standard: Standard) -> Session:
    return Session(standard)


def findings(standard: Standard, *calls: str, head: str = "def f(a, b, c):\n") -> tuple[ChunkFinding, ...]:
    text = "import os\nimport yaml\n\n\n" + head + "".join(CALL.format(each) for each in calls) + "    return yaml\n"
    return session(standard).open(Path("/nowhere/a.py"), 1, text).findings


def lines(findings: tuple[ChunkFinding, ...]) -> list[int]:
    """Return where findings stand, in lines of the function."""
    return [placed.span.start.line - 5 for placed in findings]


def kept(*versions: tuple[ChunkFinding, ...]) -> list[int]:
    """Return what stands in the last of some versions; the first is as it was saved."""
    traces = begun(versions[0])
    for each in versions[1:]:
        traces = followed(each, traces)
    return lines(standing(versions[-1], traces))


def test_what_is_as_it_was_stands_and_a_new_one_waits(standard: Standard) -> None:
    before = findings(standard, "a", "b")
    assert kept(before) == kept(before, before) == [0, 1]
    assert kept(before, findings(standard, "c", "a", "b")) == [1, 2]
    assert kept(before, findings(standard, "a", "c", "b")) == [0, 2]
    assert kept((), before) == []


def test_what_was_mended_is_gone_and_new_when_it_comes_back(standard: Standard) -> None:
    before = findings(standard, "a", "b")
    assert kept(before, findings(standard, "b")) == [0]
    assert kept(before, ()) == []
    assert kept(before, findings(standard, "b"), before) == [1]


def test_an_edit_inside_a_breach_does_not_hide_it(standard: Standard) -> None:
    before = findings(standard, "a", "b")
    assert kept(before, findings(standard, "a", "b + c")) == [0, 1]
    assert kept(before, findings(standard, "c", "a", "b"), findings(standard, "c", "a", "b + c")) == [1, 2]
    assert kept(before, findings(standard, "c", "a", "b"), findings(standard, "c + c", "a", "b")) == [1, 2]


def test_twins_are_counted(standard: Standard) -> None:
    before = findings(standard, "a", "a")
    assert len(kept(before, findings(standard, "a", "a", "a"))) == 2
    assert kept(before, findings(standard, "a")) == [0]


def test_another_scope_is_another_place(standard: Standard) -> None:
    assert kept(findings(standard, "a"), findings(standard, "a", head="def g(a, b, c):\n")) == []


CALLS = st.lists(st.sampled_from("abc"), max_size=5)


@settings(deadline=None)
@given(CALLS, st.lists(CALLS, max_size=4))
def test_there_are_never_more_than_there_were(standard: Standard, first: list[str], later: list[list[str]]) -> None:
    versions = [findings(standard, *calls) for calls in (first, *later)]
    assert len(kept(*versions)) <= min(map(len, versions))
    assert kept(*versions, versions[-1]) == kept(*versions), "an edit elsewhere changes nothing"
