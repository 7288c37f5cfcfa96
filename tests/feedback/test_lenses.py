"""The lens above a deviated statement, as long as the statement is there."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.lenses import lenses
from aseptic.records.deviation import read_deviation
from aseptic.standard.catalog import Standard

TODAY = datetime.date(2026, 11, 24)
LINE = "    return hashlib.md5(name).hexdigest()\n"
TEXT = f"import hashlib\n\n\ndef label(name):\n{LINE}"


def approved(session: Session, folder: Path, text: str = TEXT) -> Path:
    snapshot = session.open(folder / "a.py", 1, text)
    path = record_deviation(snapshot, snapshot.findings[0]).path
    written = re.sub("^TODO.*", "The label has room for 32 characters.", path.read_text(encoding="utf-8"), flags=re.M)
    written = written.replace("status: proposed", "status: approved")
    found, _ = read_deviation("security/deviations/DEV-0001.md", written)
    assert found is not None
    given = f"approved: {{by: kim@example.org, on: 2026-11-24, of: {found.digest}}}\nexpires:"
    path.write_text(written.replace("expires:", given, 1), encoding="utf-8")
    session.refresh()
    return path


@pytest.mark.parametrize(
    ("text", "lines", "said"),
    [
        (TEXT, [4], "DEV-0001 approved until 2027-11-24"),
        (
            TEXT.replace("(name).", "(name + salt)."),
            [4],
            "DEV-0001 no longer covers this: the statement changed since it was recorded: propose it again, or undo the "
            "change",
        ),
        (
            f"# above\n{TEXT}".replace("label", "tag"),
            [5],
            "DEV-0001 covered this at a.py::label, and does not cover it here: accept its new place in an editor, or "
            "propose it again there: `aseptic deviations propose DEV-0001 FILE:LINE`",
        ),
        (
            TEXT.replace(LINE, LINE + LINE),
            [4, 5],
            "DEV-0001 is about one of 2 equal statements, and which cannot be told: say which one is meant, in an "
            "editor or by the comment '# deviation: DEV-0001' at it, or propose it for that one: `aseptic deviations "
            "propose DEV-0001 FILE:LINE`",
        ),
        (TEXT.replace("md5", "sha256"), [], ""),
    ],
    ids=["covered", "stale", "moved", "ambiguous", "gone"],
)
def test_above_a_statement_stands_what_its_record_is_worth_there(
    standard: Standard, tmp_path: Path, text: str, lines: list[int], said: str
) -> None:
    session = Session(standard, [tmp_path], lambda: TODAY)
    record = approved(session, tmp_path)
    found = list(lenses(session.open(tmp_path / "a.py", 2, text)))
    assert [each.line for each in found] == lines
    assert {each.title for each in found} <= {said}
    assert {each.path for each in found} <= {record}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("room for 32", "room for 40", "DEV-0001 was changed after kim@example.org approved it on 2026-11-24"),
        ("expires: 2027-11-24", "expires: 2026-11-23", "DEV-0001 expired on 2026-11-23: renew it, or mend the code"),
    ],
    ids=["amended", "expired"],
)
def test_and_why_a_record_that_was_approved_covers_it_no_more(
    standard: Standard, tmp_path: Path, old: str, new: str, said: str
) -> None:
    session = Session(standard, [tmp_path], lambda: TODAY)
    record = approved(session, tmp_path)
    record.write_text(record.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    session.refresh()
    snapshot = session.snapshot(tmp_path / "a.py")
    (lens,) = lenses(snapshot)
    assert lens.title.startswith(said)
    assert lens.title == snapshot.findings[0].disposition.advice


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_a_record_that_somebody_decided_against_has_none(standard: Standard, tmp_path: Path, status: str) -> None:
    session = Session(standard, [tmp_path], lambda: TODAY)
    record = approved(session, tmp_path)
    text = record.read_text(encoding="utf-8").replace("status: approved", f"status: {status}")
    record.write_text(text, encoding="utf-8")
    session.refresh()
    assert list(lenses(session.snapshot(tmp_path / "a.py"))) == []
