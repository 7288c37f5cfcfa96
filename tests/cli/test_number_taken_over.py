"""What was rejected counts when another record has taken its number, and the way that is named loses neither."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from test_approved_anew import KIM, MIRA, commit, verdict
from test_deviations_command import CODE, REASON, RECORD, Run, become, git, project
from test_rejected_before import OTHER, SAID, SECOND, approved_elsewhere, file

__all__ = ["project"]
BOB = "bob@example.org"
THIRD = RECORD.with_name("DEV-0003.md")
REJECTED = f"the same reasons for the same statement were rejected as DEV-0001 by {KIM} in "


def shown(folder: Path, told: str) -> str:
    """Return what the command shows that a message names."""
    words = told.partition("`git show ")[2].partition("`")[0]
    return subprocess.check_output(["git", "show", words], cwd=folder, text=True)


@pytest.fixture
def taken(run: Run, project: Path) -> str:
    """Kim has rejected it, and mira has put another one in its place, about other code; the other's text."""
    text = (project / RECORD).read_text()
    assert run("deviations", "reject", "DEV-0001", "The list of programs is known.").exit_code == 0
    commit(project, KIM)
    (project / "b.py").write_text("import os\n\n\ndef ping(host):\n    os.system('ping ' + host)\n")
    become(project, MIRA)
    done = run("deviations", "record", "b.py:5", "--reason", OTHER, "--why-not", "A shell function, by its vendor.")
    assert done.exit_code == 0, done.output
    other = (project / SECOND).read_text().replace("DEV-0002", "DEV-0001")
    (project / RECORD).write_text(other)
    (project / SECOND).unlink()
    git(project, "add", "-A")
    commit(project, MIRA)
    file(project, text.replace("DEV-0001", "DEV-0002"))
    return other


def test_it_is_refused_and_the_way_keeps_both(run: Run, project: Path, taken: str):
    refused = run("deviations", "approve", "DEV-0002").stderr
    assert REJECTED in refused and "; give other reasons, or withdraw DEV-0002, file what `git show " in refused
    text = shown(project, refused)
    assert "status: rejected" in text
    (project / THIRD).write_text(text.replace("DEV-0001", "DEV-0003"))
    become(project, MIRA)
    assert run("deviations", "withdraw", "DEV-0002", "--yes").exit_code == 0
    done = run("deviations", "propose", "DEV-0003")
    assert done.exit_code == 0, done.output
    git(project, "add", "-A")
    commit(project, MIRA)
    for identity in ("DEV-0001", "DEV-0003"):
        become(project, BOB)
        done = run("deviations", "approve", identity)
        assert done.exit_code == 0, done.output
        commit(project, BOB)
    assert verdict(run).count("holds") == 2 and "does not" not in verdict(run)
    assert "git has more to tell" not in (told := run("deviations", "verify").stderr) and "its history" not in told
    assert (project / RECORD).read_text().startswith(taken.partition("status:")[0])
    assert run("check").exit_code == 0


def test_where_it_was_approved_all_the_same_that_does_not_count_and_other_reasons_do(
    run: Run, project: Path, taken: str
):
    approved_elsewhere(run, project, "DEV-0002")
    assert f"does not hold: {REJECTED}" in verdict(run) and run("check").exit_code == 1
    told = run("deviations", "verify").stderr
    assert f"{RECORD}: its history does not say any more " in told and "under a number of its own" in told
    text = (project / SECOND).read_text().replace(SAID, "The program is signed, and the kernel checks that.")
    (project / SECOND).write_text(text.replace(REASON, "The shell is the restricted one of the vendor."))
    become(project, MIRA)
    assert run("deviations", "propose", "DEV-0002").exit_code == 0
    commit(project, MIRA)
    become(project, BOB)
    done = run("deviations", "approve", "DEV-0002")
    assert done.exit_code == 0, done.output


def test_a_proposal_for_another_place_leaves_the_rejection_where_it_was(run: Run, project: Path):
    assert run("deviations", "reject", "DEV-0001", "The list of programs is known.").exit_code == 0
    commit(project, KIM)
    (project / "a.py").write_text(f"{CODE}\n\ndef ping(host):\n    os.system('ping ' + host)\n")
    become(project, MIRA)
    done = run("deviations", "propose", "DEV-0001", "a.py:9")
    assert done.exit_code == 0, done.output
    commit(project, MIRA)
    become(project, BOB)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    commit(project, BOB)
    become(project, MIRA)
    anew = SAID.replace("the operator's own", "an operator's own")
    done = run("deviations", "record", "a.py:5", "--reason", anew, "--why-not", REASON)
    assert done.exit_code == 0, done.output
    git(project, "add", "-A")
    commit(project, MIRA)
    become(project, BOB)
    refused = run("deviations", "approve", "DEV-0002").stderr
    assert f"nearly {REJECTED}" in refused and refused.rstrip().endswith("; give other reasons")
    text = (project / SECOND).read_text()
    (project / SECOND).write_text(text.replace(anew, "The program is signed, and the kernel checks that."))
    commit(project, MIRA)
    become(project, BOB)
    assert run("deviations", "approve", "DEV-0002").exit_code == 0
    commit(project, BOB)
    assert verdict(run).count("holds") == 2 and "does not" not in verdict(run)


def test_what_was_proposed_elsewhere_is_not_written_back_to_where_it_was_rejected(run: Run, project: Path):
    text = (project / RECORD).read_text()
    assert run("deviations", "reject", "DEV-0001", "The list of programs is known.").exit_code == 0
    commit(project, KIM)
    (project / "a.py").write_text(f"{CODE}\n\ndef ping(host):\n    os.system('ping ' + host)\n")
    become(project, MIRA)
    assert run("deviations", "propose", "DEV-0001", "a.py:9").exit_code == 0
    commit(project, MIRA)
    history = (project / RECORD).read_text().partition("## History")[2]
    (project / RECORD).write_text(f"{text}\n## History{history}")
    commit(project, MIRA)
    become(project, BOB)
    refused = run("deviations", "approve", "DEV-0001").stderr
    assert f"were rejected in it by {KIM} in " in refused and "propose it again, or give other reasons" in refused
    become(project, MIRA)
    assert run("deviations", "propose", "DEV-0001").exit_code == 0
    commit(project, MIRA)
    become(project, BOB)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0


@pytest.mark.parametrize("edited", [True, False])
def test_a_renamed_file_with_other_code_is_the_same_place(run: Run, project: Path, edited: bool):
    """Its neighbours differ, so that the rename alone tells; without one it is another file's."""
    (project / "a.py").write_text(code := CODE + "".join(f"\n\nONE_{each} = {each}\n" for each in range(9)))
    assert run("deviations", "reject", "DEV-0001", "The list of programs is known.").exit_code == 0
    commit(project, KIM)
    git(project, "mv", "a.py", "b.py") if edited else (project / "a.py").write_text("pass\n")
    (project / "b.py").write_text(code.replace("    os.system(x)\n", "    os.system(x + '.')\n    print(x)\n"))
    become(project, MIRA)
    assert run("deviations", "record", "b.py:5", "--reason", SAID, "--why-not", REASON).exit_code == 0
    git(project, "add", "-A")
    commit(project, MIRA)
    become(project, BOB)
    refused = run("deviations", "approve", "DEV-0002").stderr
    assert ("the same reasons for INJ-003 in b.py::stop are rejected as DEV-0001" in refused) is edited
    assert ("propose DEV-0001 here: `aseptic deviations propose DEV-0001 b.py:LINE`" in refused) is edited


def test_a_record_that_got_another_number_with_all_its_history_is_no_other(run: Run, project: Path):
    """Rejected, put under another number by a merge or by hand, proposed again there, and approved."""
    assert run("deviations", "reject", "DEV-0001", "The list of programs is known.").exit_code == 0
    commit(project, KIM)
    text = (project / RECORD).read_text()
    (project / RECORD).unlink()
    file(project, text.replace("DEV-0001", "DEV-0002"))
    become(project, MIRA)
    assert run("deviations", "propose", "DEV-0002").exit_code == 0
    commit(project, MIRA)
    become(project, BOB)
    done = run("deviations", "approve", "DEV-0002")
    assert done.exit_code == 0, done.output
    commit(project, BOB)
    assert verdict(run).endswith("holds") and "rejected" not in run("deviations", "verify").stderr
