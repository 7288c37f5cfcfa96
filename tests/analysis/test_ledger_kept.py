"""The ledger is read once, and again only when its own file changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve

from aseptic.analysis.ledgers.bookkeeping import RefusedError, record
from aseptic.analysis.projects import ledger
from aseptic.analysis.sessions.session import Session
from aseptic.records.disposition import Disposition, State
from aseptic.records.ledger.chain import linked
from aseptic.records.ledger.event import Draft, Event, Kind, Stamp, event_of
from aseptic.records.ledger.judgement import Judge
from aseptic.records.terms import Terms
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.policy import Policy

AROUND = ["b", "a"]
JUDGE = Judge(Terms(Policy(four_eyes=False)))
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
    (placed,) = session.open(path, 1, TEXT).findings
    assert reads == []
    says = {
        "rule": "INJ-003",
        "where": "a.py::run",
        "fingerprint": {"v": 1, "statement": placed.finding.fingerprint.statement, "around": ["", ""], "of": "1/1"},
        "severity": "high",
        "message": "",
        "detectors": "",
        "known": True,
    }
    path.write_text(TEXT, encoding="utf-8")
    text, _ = linked([Draft(Kind.OPENED, "FND-0123456789ab", says)], Stamp("a", datetime.now(UTC)), [])
    (tmp_path / "security/ledger.jsonl").write_bytes(text)
    assert session.refresh() == (path,)
    assert [each.disposition.state for each in session.snapshot(path).findings] == [State.KNOWN]
    (tmp_path / "security/requirements/SEC-001.md").write_text(RECORD, encoding="utf-8")
    session.refresh()
    session.edit(path, 2, ["# x\n" + TEXT])
    assert [each.disposition.state for each in session.snapshot(path).findings] == [State.KNOWN]
    assert len(session.project(path).shelf.requirements) == 1
    assert reads == [len(text)]
    (tmp_path / "security/ledger.jsonl").write_bytes(text + b"{}\n")
    session.refresh()
    assert reads == [len(text), len(text) + 3]
    (problem,) = session.project(path).problems
    assert (problem.path, problem.line) == ("security/ledger.jsonl", 1)
    assert [each.disposition.state for each in session.snapshot(path).findings] == [State.KNOWN], (
        "the others still count"
    )
    (tmp_path / "security/ledger.jsonl").unlink()
    session.refresh()
    assert [each.disposition.state for each in session.snapshot(path).findings] == [State.OPEN]
    assert session.project(path).problems == ()


def opened(at: int, **more: object) -> Draft:
    says = {
        "rule": "INJ-003",
        "where": f"a.py::run_{at}",
        "fingerprint": {"v": 1, "statement": f"{at:016}", "around": AROUND, "of": "1/1"},
        "severity": "high",
        "message": "",
        "detectors": "",
        "known": at > 0,
    }
    return Draft(Kind.OPENED, f"FND-{at:012x}", {**says, **more})


def said(found: ledger.Ledger | None) -> tuple[Mapping[str, Mapping[int, Disposition]], bool, tuple[Problem, ...]]:
    assert found is not None
    keys = [(f"run_{at}", "INJ-003", f"{at:016}") for at in range(4)]
    words = {path: found.baseline.words(path, keys, lambda _: ("b", "a")) for path in ("a.py", "gone.py", "new.py")}
    return words, found.baseline.drawn, found.problems


def test_the_next_run_knows_what_a_large_ledger_came_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_WORTH", 1)
    monkeypatch.setenv("ASEPTIC_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "security").mkdir()
    (tmp_path / "a.py").write_text(TEXT, encoding="utf-8")
    path, stamp = tmp_path / "security" / "ledger.jsonl", Stamp("a", datetime.now(UTC))
    closed = Draft(
        Kind.CLOSED,
        f"FND-{2:012x}",
        {"rule": "INJ-003", "where": "a.py::run_2", "how": "not_a_finding", "reason": "it is a constant of ours"},
    )
    drafts = [Draft(Kind.BASELINE, says={"accepted": 1}), *map(opened, range(3)), opened(3, where="gone.py::run_3")]
    data = linked([*drafts, closed], stamp, [])[0] + b"{}\n"
    path.write_bytes(data)
    first = said(ledger.load_ledger(tmp_path, "security", {}, JUDGE, None))
    words = first[0]
    assert {str(each.state) for found in words.values() for each in found.values()} == {"known", "not_a_finding"}

    def refuse(*_: object) -> None:
        raise AssertionError("it was read again")

    with monkeypatch.context() as inner:
        inner.setattr(ledger, "read_history", refuse)
        assert said(ledger.load_ledger(tmp_path, "security", {}, JUDGE, None)) == first
        path.write_bytes(data + b"{}\n")
        with pytest.raises(AssertionError, match="read again"):
            ledger.load_ledger(tmp_path, "security", {}, JUDGE, None)
    again = said(ledger.load_ledger(tmp_path, "security", {}, JUDGE, None))
    assert again[:2] == first[:2]
    assert len(again[2]) == 2
    stricter = ledger.load_ledger(
        tmp_path, "security", {}, Judge(), ledger.load_ledger(tmp_path, "security", {}, JUDGE, None)
    )
    assert "not_a_finding" not in {str(each.state) for found in said(stricter)[0].values() for each in found.values()}
    (kept,) = (tmp_path / "cache" / "ledgers").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"a constant", b"no finding"))
    assert said(ledger.load_ledger(tmp_path, "security", {}, JUDGE, None)) == again, (
        "what was tampered with counts as nothing"
    )


@pytest.mark.parametrize("guess", ["30 % of cases", "p = 0.3", "one in ten", "small odds"])
def test_nobody_records_a_probability(tmp_path: Path, standard: Standard, guess: str) -> None:
    project = Session(standard).project(tmp_path)
    says = Draft(Kind.CHARACTERISED, "FND-0123456789ab", {"exploitability": guess})
    with pytest.raises(RefusedError, match="nobody can tell a probability"):
        record(project, lambda *_: [says], datetime.now(UTC))
    assert not (tmp_path / "security").exists()
    worded = evolve(says, says={"exploitability": "anyone on the ward's network"})
    assert len(record(project, lambda *_: [worded], datetime.now(UTC)).drafts) == 1


def test_one_that_was_recorded_before_is_read() -> None:
    line = {"event": "characterised", "by": "a", "on": "2026-11-25T19:30:00Z", "commit": ""}
    says = {**line, "finding": "FND-0123456789ab", "exploitability": "30 % of cases"}
    assert isinstance(event_of(says), Event)
