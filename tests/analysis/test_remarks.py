"""What git tells of records that no record tells of itself: lost entries, lost records, and dates before their time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from proposed_text import PROPOSED
from test_taken_back import KIM, MIRA, POLICY, RECORD, SAM, Repository, approved, ended

from aseptic.analysis.approvals.provenance import judged
from aseptic.analysis.approvals.remarks import remarks, whole_history
from aseptic.analysis.projects.loading import load
from aseptic.analysis.versioning.git import Git, asked
from aseptic.standard.catalog import Standard

HISTORY = "\n## History\n\n- 2026-11-02 approved by kim@example.org\n- 2026-11-03 renewed,\n  for a year\n"


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    """A repository in which each commit is of the day that it tells of."""
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    made.put(POLICY, KIM, name="security/standard.md", on="2026-10-01")
    made.put(PROPOSED, MIRA, on="2026-11-01")
    made.put(approved() + HISTORY, KIM, on="2026-11-02")
    return made


def told(repository: Repository) -> list[str]:
    project = load(repository.folder, repository.standard)
    return [str(each) for each in remarks(whole_history(Git(repository.folder), project), project)]


def test_of_a_record_whose_history_only_grew_nothing_is_told(repository: Repository):
    assert told(repository) == []
    repository.put(approved() + HISTORY.replace("\n- ", "\n\n-  ") + "- 2026-11-04 moved\n", MIRA, on="2026-11-04")
    assert told(repository) == []
    repository.put(approved() + HISTORY.replace("- ", "* ") + "* 2026-11-04 moved\n", MIRA, on="2026-11-04")
    assert told(repository) == [], "as another formatter has it"


@pytest.mark.parametrize("committed", [True, False])
def test_a_history_that_was_emptied_is_named_with_what_it_said(repository: Repository, committed: bool):
    if committed:
        repository.put(approved(), MIRA, on="2026-11-05")
    else:
        (repository.folder / RECORD).write_text(approved())
    (line,) = told(repository)
    assert line.startswith(f"{RECORD}: its history does not say any more what it said in commit ")
    assert "'2026-11-02 approved by kim@example.org', and 1 more" in line
    shown = line.partition("`")[2].partition("`")[0]
    assert subprocess.check_output(shown.split(), cwd=repository.folder, text=True).endswith(HISTORY)
    (repository.folder / RECORD).write_text(approved() + HISTORY)
    assert told(repository) == [], "put back"


def test_an_entry_that_was_changed_is_gone(repository: Repository):
    repository.put(approved() + HISTORY.replace("for a year", "for ten years"), MIRA, on="2026-11-05")
    (line,) = told(repository)
    assert "'2026-11-03 renewed, for a year'" in line and "more" not in line.replace("any more", "")


def test_a_record_is_asked_of_whoever_approved_it_or_not(repository: Repository):
    repository.put(PROPOSED, MIRA, on="2026-11-05")
    (line,) = told(repository)
    assert "and 1 more" in line


@pytest.mark.parametrize("status", ["approved", "rejected", "withdrawn"])
def test_a_record_that_was_decided_on_is_missed(repository: Repository, status: str):
    repository.put(ended(status), KIM, on="2026-11-02")
    (repository.folder / RECORD).unlink()
    (line,) = told(repository)
    assert line.startswith(f"{RECORD}: the record is gone, on which somebody had decided ({status} in commit ")
    restored = line.partition("`")[2].partition("`")[0]
    subprocess.run(restored.split(), cwd=repository.folder, check=True)
    assert (repository.folder / RECORD).read_text() == ended(status)


def test_of_an_approved_record_whose_loss_is_committed_the_way_back_is_told_to_its_end(repository: Repository):
    (repository.folder / RECORD).unlink()
    anew = "has it back; commit that, and have somebody else approve it again, "
    assert anew not in told(repository)[0], "git has it as it was approved"
    repository.git("commit", "-qam", "Tidy", who=MIRA)
    (line,) = told(repository)
    assert anew in line
    restored = line.partition("`")[2].partition("`")[0]
    subprocess.run(restored.split(), cwd=repository.folder, check=True)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Back", who=KIM)
    assert not repository.judged().holds, "whoever put it back"
    repository.put(approved(SAM) + HISTORY, SAM, on="2026-11-06")
    assert repository.judged().holds
    repository.put(POLICY.replace(", proof: {high: committed}", ""), KIM, name="security/standard.md", on="2026-11-07")
    repository.git("rm", "-q", RECORD)
    repository.git("commit", "-qm", "Tidy", who=MIRA)
    assert told(repository)[0].endswith("has it back"), "where nobody asks for proof"


def test_a_decided_record_is_missed_though_another_was_decided_on_in_the_same_words(repository: Repository):
    history = "\n## History\n\n- 2026-11-03 rejected by kim@example.org\n"
    name = RECORD.replace("0001", "0002")
    other = ended("rejected").replace("DEV-0001", "DEV-0002").replace("one constant", "another")
    repository.put(other + history, KIM, name=name, on="2026-11-03")
    repository.put(ended("rejected") + HISTORY + history.rpartition("\n\n")[2], KIM, on="2026-11-03")
    repository.git("rm", "-q", name)
    repository.git("commit", "-qm", "Tidy")
    (line,) = told(repository)
    assert line.startswith(f"{name}: the record is gone, on which somebody had decided (rejected in commit ")


@pytest.mark.parametrize("history", [HISTORY, ""])
def test_a_record_that_was_renamed_is_not_missed_if_it_tells_what_was_decided(repository: Repository, history: str):
    renamed = RECORD.replace("0001", "0001-label")
    repository.put(f"{approved()}{history}\n", KIM, on="2026-11-03")
    repository.git("mv", RECORD, renamed)
    repository.put("a\n", MIRA, name="other.md", on="2026-11-03")
    repository.git("mv", renamed, RECORD)
    repository.put("b\n", MIRA, name="other.md", on="2026-11-03")
    assert not [each for each in told(repository) if "is gone" in each]
    repository.git("mv", RECORD, renamed)
    repository.put(ended("rejected") + history + "- no\n" * bool(history), KIM, name=renamed, on="2026-11-03")
    repository.git("mv", renamed, RECORD)
    repository.put(approved() + history, MIRA, on="2026-11-03")
    (line,) = (each for each in told(repository) if "is gone" in each)
    assert line.startswith(f"{renamed}: the record is gone, on which somebody had decided (rejected in commit ")
    assert f"; {RECORD} has its id now, so write there what `git show " in line
    shown = line.partition("`")[2].partition("`")[0]
    assert "status: rejected" in subprocess.check_output(shown.split(), cwd=repository.folder, text=True)


def test_what_was_made_a_proposal_first_is_missed_all_the_same(repository: Repository):
    repository.put(PROPOSED, MIRA, on="2026-11-05")
    repository.git("rm", "-q", RECORD)
    repository.git("commit", "-qm", "Tidy")
    (line,) = told(repository)
    assert "(approved in commit" in line


def test_a_proposal_that_nobody_decided_on_may_go(repository: Repository):
    name = RECORD.replace("0001", "0002")
    repository.put(PROPOSED.replace("DEV-0001", "DEV-0002"), MIRA, name=name, on="2026-11-03")
    (repository.folder / name).unlink()
    assert told(repository) == []


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_of_a_file_whose_name_is_no_utf_8_its_history_is_told_all_the_same(repository: Repository):
    name = os.fsdecode(b"security/deviations/DEV-\xff.md")
    repository.put(ended("rejected"), KIM, name=name, on="2026-11-03")
    repository.git("rm", "-q", name)
    repository.git("commit", "-qm", "Tidy")
    (line,) = told(repository)
    assert "(rejected in commit" in line


def test_dates_that_are_older_than_their_commits_are_named(repository: Repository):
    """Two people who agree on it can date a record back together, and each text is as its author says."""
    name = RECORD.replace("0001", "0002")
    other = PROPOSED.replace("DEV-0001", "DEV-0002").replace("one constant", "another")
    repository.put(other, MIRA, name=name, on="2026-11-20")
    (line,) = told(repository)
    assert line.startswith(f"{name}: it is raised as of 2026-11-01, dated before it was committed: commit ")
    assert line.endswith("is of 2026-11-20")
    repository.put(other.replace("2026-11-01", "2026-11-19"), MIRA, name=name, on="2026-11-21")
    assert "raised as of 2026-11-19" in told(repository)[0]
    repository.put(other.replace("2026-11-01", "2026-11-21"), MIRA, name=name, on="2026-11-22")
    assert told(repository) == [], "a day before says nothing"
    repository.put(approved(on="2026-11-09", raised="2026-11-01") + HISTORY, KIM, on="2026-11-22")
    assert "it is approved as of 2026-11-09" in told(repository)[0]
    (found,) = judged(load(repository.folder, repository.standard))
    assert found.holds, "it is for people to look at"


def test_where_the_history_was_cut_off_nothing_is_made_up(repository: Repository, tmp_path: Path):
    repository.put(approved(), MIRA, on="2026-11-05")
    shallow = tmp_path / "shallow"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(shallow))
    project = load(shallow, repository.standard)
    history = whole_history(Git(shallow), project)
    assert (list(remarks(history, project)), history.shallow) == ([], True)


def test_git_is_asked_once_more_at_most(repository: Repository, monkeypatch: pytest.MonkeyPatch):
    (repository.folder / RECORD.replace("0001", "0003")).write_text("no record\n")
    repository.put(approved(), MIRA, on="2026-11-05")
    repository.git("rm", "-q", RECORD.replace("0001", "0003"))
    project = load(repository.folder, repository.standard)
    count = 0

    def counted(*words: Any) -> subprocess.CompletedProcess[bytes]:
        nonlocal count
        count += 1
        return asked(*words)

    monkeypatch.setattr("aseptic.analysis.versioning.git.asked", counted)
    judged(project)
    before, count = count, 0
    history = whole_history(Git(repository.folder), project)
    judged(project, known=history)
    assert len(list(remarks(history, project))) == 1
    assert count <= before + 1
