"""A doubtful record shows what its premise was and is, and says where "was" is from, or that nobody knows."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest

from aseptic.analysis.deviations.deciding import decide
from aseptic.analysis.deviations.dossier import dossier
from aseptic.analysis.deviations.git_facts import NOTHING, Remembered, remembered
from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.conditions import conditions
from aseptic.feedback.hover import hover
from aseptic.feedback.id_hover import id_hover
from aseptic.records.verb import Verb
from aseptic.source.document import Document
from aseptic.source.span import Position, Span
from aseptic.source.ties import Mention
from aseptic.standard.catalog import Standard

CODE = "import os\n\nLIMIT = 3\n\n\ndef stop(x):\n    os.system(x[:LIMIT])\n"
HERE = Position(6, 8)


def git(folder: Path, *words: str) -> None:
    person = ("-c", "user.email=kim@example.org", "-c", "user.name=Kim")
    subprocess.run(["git", *person, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def session(tmp_path: Path, standard: Standard, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session with a finding whose record rests on a constant beside it, approved and not committed."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text(CODE)
    (tmp_path / "security").mkdir()
    (tmp_path / "security" / "standard.md").write_text("---\nstandard: Aseptic\nversion: '0.1'\n---\n")
    made = Session(standard, [tmp_path], lambda: datetime.date(2026, 11, 24))
    snapshot = made.open(tmp_path / "a.py", 1, CODE)
    path = record_deviation(snapshot, next(each for each in snapshot.findings if each.finding.rule == "INJ-003")).path
    path.write_text(path.read_text().replace("TODO: say why", "No more than three characters are run; why"))
    made.refresh()
    monkeypatch.setattr("aseptic.analysis.deviations.deciding.git_user", lambda _: "kim@example.org")
    decide(made, made.project(tmp_path), "DEV-0001", Verb.APPROVE)
    made.refresh()
    return made


def told(session: Session, folder: Path) -> tuple[str, str]:
    """What the finding's hover says, and the record's."""
    project = session.project(folder)

    def asked(identity: str) -> Remembered:
        question = remembered(session, project, identity)
        return question() if question else NOTHING

    at_finding = hover(session.snapshot(folder / "a.py"), HERE, asked)
    mention = Mention("DEV-0001", Span.of(0, 0, 0, 8))
    at_record = id_hover(
        project,
        mention,
        lambda each: dossier(session, project, each),
        asked,
    )
    assert at_finding is not None
    assert at_record is not None
    return flowing(at_finding.markdown), flowing(at_record.markdown)


def flowing(markdown: str) -> str:
    """The text with its lines joined as a reader sees them, code left alone."""
    parts = markdown.split("```")
    return "```".join(part.replace("\n", " ") if number % 2 == 0 else part for number, part in enumerate(parts))


def test_the_difference_is_shown_with_the_commit_that_it_is_from(session: Session, tmp_path: Path) -> None:
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Approve")
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=tmp_path, text=True).strip()
    for said in told(session, tmp_path):
        assert "then: commit" not in said
    session.edit(tmp_path / "a.py", 2, [CODE.replace("LIMIT = 3", "LIMIT = 300")])
    for said in told(session, tmp_path):
        assert "is doubtful: its premise a.py::LIMIT changed" in said
        assert f"then: commit {commit[:12]}, which brought the approval" in said
        assert "-LIMIT = 3\n+LIMIT = 300\n" in said


def test_where_no_commit_holds_the_approval_it_says_so(session: Session, tmp_path: Path) -> None:
    session.edit(tmp_path / "a.py", 2, [CODE.replace("LIMIT = 3", "LIMIT = 300")])
    for said in told(session, tmp_path):
        assert "`a.py::LIMIT` changed (what it was then is not known: no commit holds this approval)" in said


def test_of_an_amended_record_it_is_shown_what_changed_since_the_approval(session: Session, tmp_path: Path) -> None:
    record = tmp_path / "security" / "deviations" / "DEV-0001.md"
    git(tmp_path, "add", "-A")
    approved = record.read_text()
    record.write_text(approved.replace("No more than three", "A few"))
    session.refresh()
    for said in told(session, tmp_path):
        assert "was changed after kim@example.org approved it on 2026-11-24" in said
        assert "undo that, or have it approved as it is now" in said
        assert "what of it changed is not known: no commit holds what was approved" in said
    record.write_text(approved)
    git(tmp_path, "commit", "-qam", "Approve")
    record.write_text(approved.replace("No more than three", "A few").replace("accepted_risk", "mitigated"))
    session.refresh()
    for said in told(session, tmp_path):
        assert "--- Justification as approved\n+++ Justification now\n" in said
        assert "-accepted_risk\n+mitigated\n" in said
    session.attended[record] = Document.of(record.read_text())
    assert [each.message.rpartition(" (")[2] for _, each in conditions(session)] == ["kind, Justification changed)"]


def test_where_the_commit_holds_another_state_it_says_so(session: Session, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE.replace("LIMIT = 3", "LIMIT = 30"))
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Approve")
    session.edit(tmp_path / "a.py", 2, [CODE.replace("LIMIT = 3", "LIMIT = 300")])
    for said in told(session, tmp_path):
        assert "and has another state of it than was approved" in said
        assert "-LIMIT = 30\n+LIMIT = 300\n" in said


def test_the_proof_is_shown_where_the_policy_asks_for_one(session: Session, tmp_path: Path) -> None:
    policy = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {proof: {high: committed}}\n---\n"
    (tmp_path / "security" / "standard.md").write_text(policy)
    session.refresh()
    for said in told(session, tmp_path):
        assert "git shows it as 'claimed', and the policy asks for 'committed by'" in said
        assert "the gate count it as proposed" in said
    record = tmp_path / "security" / "deviations" / "DEV-0001.md"
    approved = record.read_text()
    record.write_text(approved.replace("status: approved", "status: proposed"))
    git(tmp_path, "add", "-A")
    git(tmp_path, "-c", "user.email=mira@example.org", "commit", "-qm", "Raise")
    record.write_text(approved)
    git(tmp_path, "commit", "-qam", "Approve")
    for said in told(session, tmp_path):
        assert "git shows it as 'committed by', as the policy asks" in said
