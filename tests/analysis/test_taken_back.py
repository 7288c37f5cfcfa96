"""Approvals that somebody took back and others put back: the later decision wins, whatever became of its text."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from attrs import frozen
from proposed_text import PROPOSED

from aseptic.analysis.approvals.provenance import judged
from aseptic.analysis.approvals.verdict import Provenance
from aseptic.analysis.projects.loading import load
from aseptic.records.deviation import read_deviation
from aseptic.standard.catalog import Standard

KIM, MIRA, SAM = "kim@example.org", "mira@example.org", "sam@example.org"
RECORD = "security/deviations/DEV-0001.md"
POLICY = (
    "---\nstandard: Aseptic\nversion: '0.1'\n"
    "policy: {approvers: [kim@example.org, sam@example.org], proof: {high: committed}}\n---\n"
)


def approved(by: str = KIM, on: str = "2026-11-02", raised: str = "2026-11-01") -> str:
    text = PROPOSED.replace("on: 2026-11-01", f"on: {raised}")
    found, problems = read_deviation(RECORD, text)
    assert found is not None and not problems
    given = f"approved: {{by: {by}, on: {on}, of: {found.digest}}}"
    return text.replace("status: proposed", "status: approved").replace("approved: {by: , on: , of: }", given)


def ended(status: str) -> str:
    return approved().replace("status: approved", f"status: {status}")


@frozen
class Repository:
    folder: Path
    standard: Standard

    def git(self, *words: str, who: str = MIRA, author: str = "", on: str = "") -> None:
        people = {"GIT_COMMITTER_DATE": f"{on}T12:00:00Z"} if on else {}
        people |= {"GIT_COMMITTER_EMAIL": who, "GIT_AUTHOR_EMAIL": author or who}
        people |= {"GIT_COMMITTER_NAME": "n", "GIT_AUTHOR_NAME": "n", "GIT_CONFIG_GLOBAL": os.devnull}
        subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, env={**os.environ, **people})

    def put(self, text: str, who: str, author: str = "", name: str = RECORD, on: str = "") -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self.git("add", "-A")
        self.git("commit", "-qm", "Change", who=who, author=author, on=on)

    def judged(self) -> Provenance:
        (found,) = judged(load(self.folder, self.standard))
        return found


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    """A repository in which mira raised a record, and kim approved it."""
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    made.put(POLICY, KIM, name="security/standard.md")
    made.put(PROPOSED, MIRA)
    made.put(approved(), KIM)
    assert made.judged().holds
    return made


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_a_merge_that_keeps_the_old_text_undoes_no_decision(repository: Repository, status: str):
    repository.git("branch", "old")
    repository.put(ended(status), SAM)
    repository.git("checkout", "-q", "old")
    repository.put("a\n", MIRA, name="other.md")
    assert repository.judged().holds, "nobody has told that branch"
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge", "main")
    found = repository.judged()
    assert f"it was {status} in commit" in found.lack and found.lack.endswith("which a merge left out")
    assert found.stale


def test_nor_does_one_on_the_branch_where_it_was_decided(repository: Repository):
    repository.git("branch", "old")
    repository.put(ended("rejected"), SAM)
    repository.git("checkout", "-q", "old")
    repository.put(approved() + "\n", MIRA)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge", "old")
    repository.git("checkout", "-q", "old", "--", RECORD)
    repository.git("commit", "-q", "--amend", "-m", "Merge")
    assert "which a merge left out" in repository.judged().lack


def test_nor_does_one_that_takes_a_later_approval_that_knew_nothing_of_it(repository: Repository):
    repository.git("branch", "old")
    repository.put(ended("rejected"), KIM)
    rejected = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=repository.folder, text=True)[:12]
    repository.put("a\n", MIRA, name="security/deviations/notes.md")
    repository.git("checkout", "-q", "old")
    repository.put(approved(SAM, "2026-11-03"), SAM)
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge", "main")
    found = repository.judged()
    assert (found.lack, found.stale) == (f"it was rejected in commit {rejected}, which a merge left out", True)
    repository.put(PROPOSED, MIRA)
    repository.put(approved(SAM, "2026-11-03"), SAM)
    assert repository.judged().holds, "decided anew, in the same words"

    repository.git("reset", "-q", "--hard", "old~3")
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge", "main~1")
    repository.put(approved(SAM, "2026-11-04"), SAM)
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge", "main")
    assert repository.judged().holds, "who approved it knew of the rejection, if not of what came after it"


@pytest.mark.parametrize("status", ["rejected", "withdrawn", "proposed"])
@pytest.mark.parametrize("committed", [True, False])
def test_a_revert_of_a_decision_is_its_approvers_alone(repository: Repository, status: str, committed: bool):
    repository.put(ended(status) if status != "proposed" else PROPOSED, SAM)
    if committed:
        repository.git("revert", "--no-edit", "HEAD", who=MIRA)
    else:
        repository.git("config", "user.email", MIRA)
        (repository.folder / RECORD).write_text(approved())
    place = "in commit" if committed else "uncommitted"
    found = repository.judged()
    assert "in commit" in found.against and f"and {MIRA} put the approval back" in found.against
    assert place in found.against.rpartition("back")[2]


def test_an_approver_may_decide_anew_with_the_same_words(repository: Repository):
    repository.put(ended("rejected"), SAM)
    repository.git("revert", "--no-edit", "HEAD", who=KIM)
    assert repository.judged().holds
    repository.put(ended("rejected"), SAM)
    assert not list(judged(load(repository.folder, repository.standard)))
    repository.git("revert", "--no-edit", "HEAD", who=MIRA)
    assert "put the approval back" in repository.judged().against
    repository.put(approved(on="2026-11-03"), KIM)
    assert repository.judged().holds


def test_nobody_decides_anew_under_a_forged_author(repository: Repository):
    repository.put(ended("rejected"), SAM)
    repository.put(approved(), MIRA, author=KIM)
    assert "put the approval back" in repository.judged().against


def test_a_rejection_that_came_before_the_approval_is_no_later_one(repository: Repository):
    repository.put(ended("rejected"), SAM)
    repository.put(PROPOSED, MIRA)
    text, entry = approved(SAM, "2026-11-04"), f"\n## History\n- 2026-11-03 proposed again by {MIRA} at a.py::f\n"
    repository.put(f"{text}{entry}", SAM)
    assert repository.judged().holds
    repository.put(text, MIRA)
    told = f"the same reasons for the same statement were rejected in it by {SAM} in "
    assert repository.judged().lack.startswith(told), "nobody says that it was proposed again"


def test_a_decision_in_a_file_of_another_name_counts(repository: Repository):
    renamed = RECORD.replace("0001", "0001-label")
    repository.git("mv", RECORD, renamed)
    repository.put(approved(), MIRA, name=renamed)
    repository.put(ended("rejected"), SAM, name=renamed)
    repository.git("mv", renamed, RECORD)
    repository.put(approved(), MIRA)
    assert "it was rejected in commit" in repository.judged().against
    assert f"and {MIRA} put the approval back" in repository.judged().against


@pytest.mark.parametrize("name", [". DEV-0001.md", "Copy of DEV-0001.md", "100644 DEV-0001.md"])
def test_a_file_whose_name_ends_as_the_records_has_another_history(repository: Repository, name: str):
    repository.put(approved(), MIRA, name=f"security/deviations/{name}")
    repository.put(ended("rejected"), SAM)
    repository.put(approved(), MIRA)
    assert "it was rejected in commit" in repository.judged().against


@pytest.mark.parametrize("linked", ["security/deviations", "security"])
def test_what_lies_behind_a_link_has_no_history_and_no_approval(repository: Repository, linked: str):
    (repository.folder / linked).rename(repository.folder / "kept")
    (repository.folder / linked).symlink_to(os.path.relpath("kept", Path(linked).parent))
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Link", who=KIM)
    project = load(repository.folder, repository.standard)
    if project.deviations:
        assert repository.judged().against.startswith("it lies behind a link")
    else:
        (problem,) = project.problems
        assert problem.path == linked
