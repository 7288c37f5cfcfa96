"""What was rejected comes back under another number: who approves or verifies that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_approved_anew import KIM, MIRA, commit
from test_deviations_command import REASON, RECORD, Run, become, git, project

__all__ = ["project"]
SECOND = RECORD.with_name("DEV-0002.md")


@pytest.fixture
def rejected(run: Run, project: Path) -> str:
    """Kim has rejected it, mira deleted it; the text that was rejected."""
    text = (project / RECORD).read_text()
    assert run("deviations", "reject", "DEV-0001", "The list of programs is known.").exit_code == 0
    commit(project, KIM)
    (project / RECORD).unlink()
    commit(project, MIRA)
    return text.replace("DEV-0001", "DEV-0002")


def file(folder: Path, text: str) -> None:
    (folder / SECOND).parent.mkdir(exist_ok=True)
    (folder / SECOND).write_text(text)
    git(folder, "add", "-A")
    commit(folder, MIRA)
    become(folder, "bob@example.org")


def test_approve_refuses_it_and_names_the_way_back(run: Run, project: Path, rejected: str):
    file(project, rejected.replace(REASON, f" {REASON} "))
    done = run("deviations", "approve", "DEV-0002")
    assert done.exit_code == 2
    assert f"the same reasons for the same statement were rejected as DEV-0001 by {KIM} in " in done.stderr
    back = done.stderr.partition("`")[2].partition("`")[0]
    git(project, *back.split()[1:])
    assert "status: rejected" in (project / RECORD).read_text()


def test_and_so_it_does_where_the_rejected_one_lies_there(run: Run, project: Path, rejected: str):
    git(project, "checkout", "-q", "HEAD~1")
    file(project, rejected)
    refused = run("deviations", "approve", "DEV-0002").stderr
    assert "the same reasons for the same statement are rejected as DEV-0001; propose that one again" in refused


@pytest.mark.parametrize("more", ["", " Nobody else has one."])
def test_verify_and_check_tell_of_it_and_of_nothing_else(run: Run, project: Path, rejected: str, more: str):
    git(project, "branch", "kept")
    git(project, "checkout", "-q", "--orphan", "other")  # where nobody rejected anything
    file(project, rejected.replace(REASON, f"{REASON}{more}"))
    assert run("deviations", "approve", "DEV-0002").exit_code == 0
    text = (project / SECOND).read_text()
    git(project, "checkout", "-qf", "kept")
    file(project, text)
    told = "the same reasons for the same statement were rejected as DEV-0001"
    assert (told in run("deviations", "verify").stderr) is (not more)
    assert (told in run("check").stderr) is (not more)
