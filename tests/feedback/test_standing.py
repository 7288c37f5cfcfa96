"""What of a document's findings stood before, after edits of every kind."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from aseptic.analysis.session import Session
from aseptic.analysis.snapshot import Sight
from aseptic.feedback.standing import begun, followed, standing
from aseptic.standard.catalog import Standard

CALL = "    os.system({})\n"


@cache
def session(standard: Standard) -> Session:
    return Session(standard)


def sights(standard: Standard, *calls: str, head: str = "def f(a, b, c):\n") -> tuple[Sight, ...]:
    text = "import os\nimport yaml\n\n\n" + head + "".join(CALL.format(each) for each in calls) + "    return yaml\n"
    return session(standard).open(Path("/nowhere/a.py"), 1, text).sights


def lines(sights: tuple[Sight, ...]) -> list[int]:
    """Return where findings stand, in lines of the function."""
    return [sight.span.start.line - 5 for sight in sights]


def kept(*versions: tuple[Sight, ...]) -> list[int]:
    """Return what stands in the last of some versions; the first is as it was saved."""
    traces = begun(versions[0])
    for each in versions[1:]:
        traces = followed(each, traces)
    return lines(standing(versions[-1], traces))


def test_what_is_as_it_was_stands_and_a_new_one_waits(standard: Standard) -> None:
    before = sights(standard, "a", "b")
    assert kept(before) == kept(before, before) == [0, 1]
    assert kept(before, sights(standard, "c", "a", "b")) == [1, 2]
    assert kept(before, sights(standard, "a", "c", "b")) == [0, 2]
    assert kept((), before) == []


def test_what_was_mended_is_gone_and_new_when_it_comes_back(standard: Standard) -> None:
    before = sights(standard, "a", "b")
    assert kept(before, sights(standard, "b")) == [0]
    assert kept(before, ()) == []
    assert kept(before, sights(standard, "b"), before) == [1]


def test_an_edit_inside_a_breach_does_not_hide_it(standard: Standard) -> None:
    before = sights(standard, "a", "b")
    assert kept(before, sights(standard, "a", "b + c")) == [0, 1]
    assert kept(before, sights(standard, "c", "a", "b"), sights(standard, "c", "a", "b + c")) == [1, 2]
    assert kept(before, sights(standard, "c", "a", "b"), sights(standard, "c + c", "a", "b")) == [1, 2]


def test_twins_are_counted(standard: Standard) -> None:
    before = sights(standard, "a", "a")
    assert len(kept(before, sights(standard, "a", "a", "a"))) == 2
    assert kept(before, sights(standard, "a")) == [0]


def test_another_scope_is_another_place(standard: Standard) -> None:
    assert kept(sights(standard, "a"), sights(standard, "a", head="def g(a, b, c):\n")) == []


CALLS = st.lists(st.sampled_from("abc"), max_size=5)


@settings(deadline=None)
@given(CALLS, st.lists(CALLS, max_size=4))
def test_there_are_never_more_than_there_were(standard: Standard, first: list[str], later: list[list[str]]) -> None:
    versions = [sights(standard, *calls) for calls in (first, *later)]
    assert len(kept(*versions)) <= min(map(len, versions))
    assert kept(*versions, versions[-1]) == kept(*versions), "an edit elsewhere changes nothing"
