"""The ledger is read once, and again only when its own file changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from aseptic.analysis import ledger
from aseptic.analysis.session import Session
from aseptic.records.disposition import State
from aseptic.records.ledger.chain import linked
from aseptic.records.ledger.event import Draft, Kind, Stamp
from aseptic.standard.catalog import Standard

TEXT = "import os\n\n\ndef run(x):\n    os.system(x)\n"
RECORD = "---\nid: SEC-001\ntitle: A\ncapability: SAHD\nstatus: approved\n---\nIt shall.\n"


def test_it_is_read_when_it_changed_and_not_with_every_record(
    tmp_path: Path, standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    read = ledger.read_history

    def counted(data: bytes, shown: str):
        reads.append(len(data))
        return read(data, shown)

    monkeypatch.setattr(ledger, "read_history", counted)
    (tmp_path / "security" / "requirements").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\n", encoding="utf-8")
    path = tmp_path / "a.py"
    session = Session(standard)
    (sight,) = session.open(path, 1, TEXT).sights
    assert reads == []
    says = {
        "rule": "INJ-003",
        "where": "a.py::run",
        "fingerprint": {"v": 1, "statement": sight.finding.fingerprint.statement, "around": ["", ""], "of": "1/1"},
        "severity": "high",
        "message": "",
        "detectors": "",
        "known": True,
    }
    path.write_text(TEXT, encoding="utf-8")
    text, _ = linked([Draft(Kind.OPENED, "FND-0123456789ab", says)], Stamp("a", datetime.now(UTC)), [])
    (tmp_path / "security/ledger.jsonl").write_bytes(text)
    assert session.refresh() == (path,)
    assert [each.disposition.state for each in session.snapshot(path).sights] == [State.KNOWN]
    (tmp_path / "security/requirements/SEC-001.md").write_text(RECORD, encoding="utf-8")
    session.refresh()
    session.edit(path, 2, ["# x\n" + TEXT])
    assert [each.disposition.state for each in session.snapshot(path).sights] == [State.KNOWN]
    assert len(session.project(path).shelf.requirements) == 1
    assert reads == [len(text)]
    (tmp_path / "security/ledger.jsonl").write_bytes(text + b"{}\n")
    session.refresh()
    assert reads == [len(text), len(text) + 3]
    (problem,) = session.project(path).problems
    assert (problem.path, problem.line) == ("security/ledger.jsonl", 1)
    assert [each.disposition.state for each in session.snapshot(path).sights] == [State.KNOWN], "the others still count"
    (tmp_path / "security/ledger.jsonl").unlink()
    session.refresh()
    assert [each.disposition.state for each in session.snapshot(path).sights] == [State.OPEN]
    assert session.project(path).problems == ()
