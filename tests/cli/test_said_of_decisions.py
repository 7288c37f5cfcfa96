"""What a decision says that it did is what holds then: of cover that is lost, of drafts, and of files that are gone."""

from __future__ import annotations

from pathlib import Path

from test_approved_anew import KIM, MIRA, commit
from test_deviations_command import CODE, REASON, RECORD, Run, become, git, project

__all__ = ["project"]


def test_who_raised_it_hears_that_to_renew_it_opens_its_finding(run: Run, project: Path):
    record = project / RECORD
    record.write_text(record.read_text().replace("expires: 20", "expires: 2027-03-01 # 20", 1))
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    commit(project, KIM)
    become(project, MIRA)
    told = run("deviations", "renew", "DEV-0001").stdout
    way = "its finding is open until then; somebody else who may approve it renews it without that; `git restore :/"
    assert f"and waits for approval: {way}{RECORD}` takes that back\n" in told
    assert run("check").exit_code == 1
    git(project, "restore", str(RECORD))
    become(project, KIM)
    assert "finding" not in run("deviations", "renew", "DEV-0001").stdout and run("check").exit_code == 0


def test_a_draft_is_proposed_as_what_it_is_and_once(run: Run, project: Path):
    become(project, MIRA)
    record = project / RECORD
    record.write_text(record.read_text().replace(REASON, "TODO: say why"))
    told = run("deviations", "propose", "DEV-0001").stdout
    assert "and covers nothing before its reasons are written: security/deviations/DEV-0001.md:" in told
    assert "waits for approval" not in told and "'Justification' is still to be written" in told
    before = record.read_text()
    refused = run("deviations", "propose", "DEV-0001")
    assert refused.exit_code == 2 and record.read_text() == before
    assert "is proposed already, and nothing changed since; DEV-0001 covers nothing" in refused.stderr
    record.write_text(before.replace("TODO: say why", REASON))
    assert "nothing changed since: have it approved" in run("deviations", "propose", "DEV-0001").stderr
    become(project, KIM)
    assert run("deviations", "propose", "DEV-0001").exit_code == 0, "another raises it, too"


def test_withdrawn_it_says_what_became_of_its_finding(run: Run, project: Path):
    record = project / RECORD
    text = record.read_text()

    def withdrawn() -> str:
        told = run("deviations", "withdraw", "DEV-0001", "--yes").stdout
        record.write_text(text)
        return told

    assert "is withdrawn: its finding is open, as it was; " in withdrawn()
    (project / "a.py").write_text(CODE.replace("(x)\n", "(\n"))
    assert "is withdrawn: whether the code has a finding for it nobody could see; " in withdrawn()
    (project / "a.py").unlink()
    assert "is withdrawn: the code has no finding for it; " in withdrawn()
    (project / "b.py").write_text(CODE)
    git(project, "add", "-A")
    assert "is withdrawn: its finding is open, as it was; " in withdrawn()
    (project / "a.py").write_text(CODE)
    run("deviations", "approve", "DEV-0001")
    text = record.read_text()
    assert "is withdrawn: its finding is open; " in withdrawn()
