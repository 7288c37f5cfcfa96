"""The day is a parameter: what is judged as of a day says the same on any other."""

from __future__ import annotations

import datetime
from pathlib import Path

from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

PAGE = """---
standard: aseptic-python
version: "1.0"
approved: {by: kim@example.org, on: 2030-05-01}
next_review: 2031-05-01
---
Ours.
"""


def told(standard: Standard, folder: Path, day: datetime.date) -> list[str]:
    session = Session(standard, [folder], lambda: day)
    return [each.key for each in session.project(folder).problems if each.key in ("next_review", "approved.on")]


def test_what_a_standard_owes_is_judged_as_of_the_day_that_is_given(standard: Standard, tmp_path: Path) -> None:
    page = tmp_path / "security" / "standard.md"
    page.parent.mkdir()
    page.write_text(PAGE, encoding="utf-8")
    assert told(standard, tmp_path, datetime.date(2030, 4, 1)) == ["approved.on"]
    assert told(standard, tmp_path, datetime.date(2030, 6, 1)) == []
    assert told(standard, tmp_path, datetime.date(2031, 6, 1)) == ["next_review"]


def test_a_session_that_stays_open_sees_the_day_pass(standard: Standard, tmp_path: Path) -> None:
    page = tmp_path / "security" / "standard.md"
    page.parent.mkdir()
    page.write_text(PAGE, encoding="utf-8")
    day = datetime.date(2031, 5, 1)
    session = Session(standard, [tmp_path], lambda: day)
    assert "next_review" not in [each.key for each in session.project(tmp_path).problems]
    day += datetime.timedelta(days=1)
    session.refresh()
    assert "next_review" in [each.key for each in session.project(tmp_path).problems]
