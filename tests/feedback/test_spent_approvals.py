"""What the menu offers at a finding whose record was pointed at other code by hand."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from aseptic.analysis.approvals.judgements import judgements
from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.projects.day import utc_today
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.actions import actions
from aseptic.records.deviation import read_deviation
from aseptic.source.span import Span
from aseptic.standard.catalog import Standard

TEXT = "import hashlib\n\n\ndef label(name):\n    return hashlib.md5(name).hexdigest()\n"


def commit(folder: Path, who: str) -> None:
    for words in (["add", "-A"], ["commit", "-qm", "Change"]):
        person = ["-c", f"user.email={who}", "-c", f"user.name={who}"]
        subprocess.run(["git", *person, *words], cwd=folder, check=True, capture_output=True)


def approved(session: Session, folder: Path) -> Path:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True, capture_output=True)
    (folder / "a.py").write_text(TEXT, encoding="utf-8")
    commit(folder, "mira@example.org")
    snapshot = session.open(folder / "a.py", 1, TEXT)
    path = record_deviation(snapshot, snapshot.findings[0]).path
    text = re.sub("^TODO.*", "The label has room for 32 characters.", path.read_text(encoding="utf-8"), flags=re.M)
    found, _ = read_deviation("security/deviations/DEV-0001.md", text.replace("status: proposed", "status: approved"))
    assert found is not None
    given = f"status: approved\napproved: {{by: kim@example.org, on: {utc_today().isoformat()}, of: {found.digest}}}"
    path.write_text(text.replace("status: proposed", given), encoding="utf-8")
    commit(folder, "kim@example.org")
    return path


def offered(session: Session, folder: Path) -> list[str]:
    session.refresh()
    snapshot = session.snapshot(folder / "a.py")
    spent = judgements(snapshot.project).spent
    return [each.title for each in actions(snapshot, Span.of(0, 0, 99, 0), spent) if each.decision]


def test_a_record_that_was_pointed_elsewhere_is_offered_to_be_proposed_again(
    standard: Standard, tmp_path: Path
) -> None:
    session = Session(standard, [tmp_path])
    record = approved(session, tmp_path)
    assert not any(each.startswith("Propose") for each in offered(session, tmp_path))
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("a.py::label", "a.py::other"), encoding="utf-8")
    session.edit(tmp_path / "a.py", 2, [TEXT.replace("label", "other")])
    assert any(each.startswith("Propose") for each in offered(session, tmp_path))


def test_so_is_one_whose_quoted_code_was_edited(standard: Standard, tmp_path: Path) -> None:
    session = Session(standard, [tmp_path])
    record = approved(session, tmp_path)
    text = record.read_text(encoding="utf-8").replace("hashlib.md5(name)", "hashlib.md5(other)")
    record.write_text(text, encoding="utf-8")
    assert any(each.startswith("Propose") for each in offered(session, tmp_path))
