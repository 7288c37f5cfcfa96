"""`aseptic deviations record` and `propose`: what an editor's menu does at a finding, from a shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_deviations_command import CODE, REASON, RECORD, Run, become, git, project, rows

from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.sessions.session import Session
from aseptic.records.ground import Ground
from aseptic.standard.catalog import Standard

__all__ = ["project"]
TWO = "import os\n\n\ndef stop(x, y):\n    os.system(x); os.system(y)\n"


def test_record_writes_the_draft_that_an_editor_writes(run: Run, tmp_path: Path, standard: Standard):
    git(tmp_path, "init", "-q")
    become(tmp_path, "mira@example.org")
    (tmp_path / "a.py").write_text(CODE)
    done = run("deviations", "record", "a.py:5", "--kind", "mitigated", "--reason", REASON)
    assert done.exit_code == 0 and done.output.startswith(f"wrote {RECORD}\n")
    ours = (tmp_path / RECORD).read_text()
    (tmp_path / RECORD).unlink()
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "a.py", 1, CODE)
    record_deviation(snapshot, snapshot.findings[0], Ground.MITIGATED, REASON)
    assert (tmp_path / RECORD).read_text() == ours
    assert "kind: mitigated" in ours and REASON in ours


def test_a_record_is_finished_on_the_command_line(run: Run, tmp_path: Path):
    (tmp_path / "a.py").write_text("import hashlib\n\n\ndef label(x):\n    return hashlib.md5(x).hexdigest()\n")
    why = ("--reason", REASON, "--why-not", "The label is 32 characters wide.")
    done = run("deviations", "record", "a.py:5", *why)
    assert (done.exit_code, done.output) == (0, f"wrote {RECORD}\n")
    text = (tmp_path / RECORD).read_text()
    assert "## Why not the replacement\nThe label is 32 characters wide.\n\n## Code when raised" in text
    assert "TODO" not in text
    (tmp_path / RECORD).unlink()
    assert run("deviations", "record", "a.py:5", *why[:2]).exit_code == 0
    assert "## Why not the replacement\nTODO: say why not" in (tmp_path / RECORD).read_text()


def test_record_names_what_is_still_to_be_written(run: Run, tmp_path: Path):
    (tmp_path / "a.py").write_text(CODE)
    done = run("deviations", "record", "a.py:5:5:INJ-003")
    assert done.exit_code == 0
    lines = (tmp_path / RECORD).read_text().split("\n")
    told = [each for each in done.output.split("\n") if each.startswith(f"{RECORD}:")]
    assert [lines[int(each.split(":")[1]) - 1] for each in told] == ["## Justification"]


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("a.py", "names no finding"),
        ("b.py:5", "there is no b.py"),
        ("a.py:1", "no finding"),
        ("a.py:5:CRY-001", "INJ-003"),
        ("a.py:5", "a.py:5:19:INJ-003"),
    ],
)
def test_a_place_where_no_one_finding_stands_writes_nothing(run: Run, tmp_path: Path, place: str, says: str):
    (tmp_path / "a.py").write_text(TWO)
    done = run("deviations", "record", place)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / "security").exists()


def test_what_is_recorded_already_is_not_recorded_twice(run: Run, project: Path):
    done = run("deviations", "record", "a.py:5")
    assert done.exit_code == 2 and "DEV-0001 is recorded for this finding already" in done.stderr
    assert [each.name for each in (project / RECORD).parent.glob("*.md")] == ["DEV-0001.md"]


def test_a_stale_and_a_rejected_one_are_proposed_again(run: Run, project: Path):
    (project / "a.py").write_text(CODE.replace("system(x)", "system(x + x)"))
    assert rows(run)["DEV-0001"]["state"] == "stale"
    done = run("deviations", "propose", "DEV-0001")
    assert done.exit_code == 0
    assert done.output.startswith(f"wrote {RECORD}\nDEV-0001 is proposed again by kim@example.org until ")
    assert rows(run)["DEV-0001"]["state"] == "proposed"
    assert "os.system(x + x)" in (project / RECORD).read_text()
    become(project, "lin@example.org")
    assert run("deviations", "reject", "DEV-0001", "--reason", "The console is remote.").exit_code == 0
    assert run("deviations", "propose", "DEV-0001", "a.py:5").exit_code == 0
    assert rows(run)["DEV-0001"]["state"] == "proposed"


def test_one_that_was_rewritten_after_its_approval_is_proposed_again(run: Run, project: Path):
    run("deviations", "approve", "DEV-0001")
    (project / RECORD).write_text((project / RECORD).read_text().replace(REASON, f"{REASON} Since 2020."))
    assert rows(run)["DEV-0001"]["state"] == "amended"
    assert run("deviations", "propose", "DEV-0001").exit_code == 0
    assert rows(run)["DEV-0001"]["state"] == "proposed"


def test_one_whose_finding_is_gone_asks_for_a_place(run: Run, project: Path):
    (project / "a.py").write_text("import os\n")
    done = run("deviations", "propose", "DEV-0001")
    assert done.exit_code == 2 and "propose DEV-0001 FILE:LINE" in done.stderr
    assert "no deviation DEV-0009" in run("deviations", "propose", "DEV-0009").stderr


def test_one_that_stands_is_not_proposed_again(run: Run, project: Path):
    run("deviations", "approve", "DEV-0001")
    before = (project / RECORD).read_bytes()
    done = run("deviations", "propose", "DEV-0001")
    assert done.exit_code == 2 and "is approved" in done.stderr
    assert (project / RECORD).read_bytes() == before


def commit(folder: Path, who: str) -> None:
    become(folder, who)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Change")


def test_one_that_somebody_pointed_elsewhere_is_proposed_again_where_it_stands_and_approved_there(
    run: Run, project: Path
):
    """Proposed and approved on the day on which it was before, so that no date tells the approvals apart."""
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    commit(project, "kim@example.org")
    (project / "a.py").write_text(CODE + CODE.replace("def stop", "def halt").removeprefix("import os\n"))
    record = (project / RECORD).read_text()
    (project / RECORD).write_text(record.replace("a.py::stop", "a.py::halt"))
    commit(project, "mira@example.org")
    row = rows(run)["DEV-0001"]
    assert row["state"] == "proposed"
    assert row["note"].endswith("made it mean a.py::halt, so propose it again: it counts as proposed")
    become(project, "kim@example.org")
    refused = run("deviations", "approve", "DEV-0001")
    assert refused.exit_code == 2 and "made it mean a.py::halt: propose it again first" in refused.stderr
    become(project, "mira@example.org")
    assert run("deviations", "propose", "DEV-0001").exit_code == 0
    text = (project / RECORD).read_text()
    assert "status: proposed" in text and "was approved by kim@example.org on" in text
    commit(project, "mira@example.org")
    become(project, "kim@example.org")
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    commit(project, "kim@example.org")
    assert rows(run)["DEV-0001"]["state"] == "approved"
    assert "holds" in run("deviations", "verify").output


def test_one_whose_quoted_code_was_edited_says_so_and_is_proposed_again(run: Run, project: Path):
    become(project, "kim@example.org")
    run("deviations", "approve", "DEV-0001")
    record = (project / RECORD).read_text()
    (project / RECORD).write_text(record.replace("os.system(x)", "os.system('reboot')"))
    note = rows(run)["DEV-0001"]["note"]
    assert note == "DEV-0001 shows other code than its fingerprint names, so propose it again: it counts as proposed"
    assert "propose it again first" in run("deviations", "approve", "DEV-0001").stderr
    become(project, "mira@example.org")
    assert run("deviations", "propose", "DEV-0001").exit_code == 0
    become(project, "kim@example.org")
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    assert rows(run)["DEV-0001"]["state"] == "approved"
