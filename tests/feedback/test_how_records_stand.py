"""What a record says of itself where it stands, and what a check makes of it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from aseptic.analysis.deviations.deciding import decide
from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.conditions import conditions
from aseptic.records.decisions import Refused
from aseptic.records.deviation import read_deviation
from aseptic.records.verb import Verb
from aseptic.source.document import Document
from aseptic.standard.catalog import Standard

TODAY = datetime.date(2026, 11, 24)
TEXT = "import hashlib\n\n\ndef label(name):\n    return hashlib.md5(name).hexdigest()\n"
REASON = "The label has room for 32 characters."


def record(session: Session, folder: Path, expires: str, approved: str, more: str = "") -> Path:
    """Write a record with its reasons; `approved` is formatted with its digest."""
    snapshot = session.open(folder / "a.py", 1, TEXT)
    path = record_deviation(snapshot, snapshot.findings[0]).path
    text = re.sub("^TODO.*", REASON, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub("^expires:.*", f"{more}expires: {expires}", text, flags=re.MULTILINE)
    text = text.replace("status: proposed", "status: approved") if approved else text
    found, _ = read_deviation("security/deviations/DEV-0001.md", text)
    assert found is not None
    path.write_text(text.replace("expires:", f"{approved.format(found.digest)}expires:", 1), encoding="utf-8")
    session.refresh()
    return path


BY_KIM = "approved: {{by: kim@example.org, on: 2026-11-24, of: {}}}\n"


@pytest.mark.parametrize(
    ("expires", "approved", "more", "said"),
    [
        ("2027-11-24", "", "", []),
        ("2027-11-24", BY_KIM, "", []),
        ("2026-12-03", BY_KIM, "", [("expires", "information", "9 days from now")]),
        ("2026-11-23", BY_KIM, "", [("expires", "warning", "expired on 2026-11-23")]),
        ("2026-11-23", "", "", [("expires", "warning", "expired on 2026-11-23")]),
        ("2027-11-24", BY_KIM.replace("{}}}", "f{}}}"), "", [("approved", "warning", "was changed after")]),
        ("2027-11-24", BY_KIM.replace("-11-24", "-12-24"), "", [("approved", "warning", "still to come")]),
        ("2027-11-24", BY_KIM, "premises: [{code: 'a.py::NOPE'}]\n", [("premises", "information", "is gone")]),
        ("2027-11-24", "", "premises: [{code: 'a.py::NOPE'}]\n", [("premises", "warning", "cannot be approved")]),
        ("2027-11-24", "", "measures: [{what: W, verified_by: b.py}]\n", [("measures", "warning", "b.py, which")]),
        ("2027-11-24", "", "measures: [{what: W, verified_by: premise.py}]\n", [("measures", "warning", "is gone")]),
    ],
)
def test_what_a_record_says_of_itself(
    standard: Standard,
    tmp_path: Path,
    expires: str,
    approved: str,
    more: str,
    said: list[tuple[str, str, str]],
) -> None:
    session = Session(standard, [tmp_path], lambda: TODAY)
    path = record(session, tmp_path, expires, approved, more)
    session.attended[path] = Document.of(path.read_text(encoding="utf-8"))
    found = list(conditions(session))
    assert [(each.key, each.weight) for _, each in found] == [(key, weight) for key, weight, _ in said]
    for (where, each), (key, _, words) in zip(found, said, strict=True):
        assert where == path
        assert words in each.message
        assert path.read_text(encoding="utf-8").split("\n")[each.line or 0].startswith(f"{key}:")
    if any("NOPE" in each.message and "approved:" in each.message for _, each in found):
        with pytest.raises(Refused, match=r"its premise a\.py::NOPE is gone"):
            decide(session, session.project(path), "DEV-0001", Verb.APPROVE)
    assert [each for each in session.project(path).problems if "expired" in each.message] == [], "no check fails for it"


def test_a_record_under_an_id_of_the_form_before_says_that_it_keeps_it(standard: Standard, tmp_path: Path) -> None:
    session = Session(standard, [tmp_path], lambda: TODAY)
    path = record(session, tmp_path, "2027-11-24", BY_KIM)
    session.attended[path] = Document.of(path.read_text(encoding="utf-8"))
    (tmp_path / "pyproject.toml").write_text('[tool.aseptic]\nids = {deviation = "PUMP-DEV-000"}\n')
    session.refresh()
    project = session.project(path)
    ((where, told),) = conditions(session)
    assert (where, told.key, told.weight) == (path, "id", "information")
    assert told.text == (
        "DEV-0001 keeps its id, under which it was approved, though new ones look like PUMP-DEV-001; "
        "leave it; only one that is withdrawn and recorded anew gets a new id"
    )
    assert project.problems == ()
    assert session.snapshot(tmp_path / "a.py").findings[0].disposition.covers
