"""What no commit has, under a policy that is content with anybody's word: it takes back nothing that a commit has."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from proposed_text import PROPOSED
from test_taken_back import KIM, MIRA, RECORD, SAM, Repository, approved, ended

from aseptic.analysis.approvals.proving import Proving
from aseptic.analysis.approvals.remarks import remarks, whole_history
from aseptic.analysis.projects.loading import load
from aseptic.analysis.versioning.git import Git
from aseptic.evidence.proofs import provenance_text, verified
from aseptic.records.disposition import State
from aseptic.records.permit import read_permit
from aseptic.standard.catalog import Standard
from aseptic.standard.policy import Proof

Hidden = Callable[[Repository], tuple[str, str]]
POLICY = f"---\nstandard: Aseptic\nversion: '0.1'\npolicy: {{approvers: [{KIM}, {SAM}]}}\n---\n"


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    """A repository in which mira raised a record and kim approved it; kim runs git."""
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    made.git("config", "user.email", KIM)
    made.put(POLICY, KIM, name="security/standard.md")
    made.put(PROPOSED, MIRA)
    made.put(approved(), KIM)
    return made


def lay(repository: Repository, text: str, name: str = RECORD) -> None:
    (repository.folder / name).parent.mkdir(parents=True, exist_ok=True)
    (repository.folder / name).write_text(text)


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
@pytest.mark.parametrize(
    ("text", "how"), [(approved(), "put the approval back"), (approved(on="2026-11-05"), "approved it")]
)
def test_a_decision_in_a_commit_holds_against_what_none_has(repository: Repository, status: str, text: str, how: str):
    repository.put(ended(status), SAM)
    lay(repository, text)
    found = repository.judged()
    assert f"it was {status} in commit" in found.lack and f"and {KIM} {how}, uncommitted" in found.lack
    assert found.lack.endswith("uncommitted; commit it, if it is to count")
    assert not found.stale, "it is committed, and need not be proposed again"
    repository.put(text, KIM)
    assert repository.judged().holds


def test_who_may_not_give_it_anew_is_told_who_may(repository: Repository):
    repository.git("config", "user.email", MIRA)
    repository.put(ended("rejected"), SAM)
    lay(repository, approved())
    assert repository.judged().lack.endswith(f"uncommitted; have {KIM} commit it, if it is to count")
    repository.put(approved(), MIRA)
    assert f"{MIRA} put the approval back in commit" in repository.judged().lack


def test_it_holds_against_a_file_that_was_taken_away_meanwhile(repository: Repository):
    repository.put(ended("rejected"), SAM)
    repository.git("rm", "-q", RECORD)
    repository.git("commit", "-qm", "Tidy")
    lay(repository, approved(on="2026-11-05"))
    assert "it was rejected in commit" in repository.judged().lack


@pytest.mark.parametrize("text", [approved(), approved(on="2026-11-05")])
def test_what_was_proposed_again_may_be_approved_before_it_is_committed(repository: Repository, text: str):
    repository.put(PROPOSED, MIRA)
    lay(repository, text)
    found = repository.judged()
    assert (found.holds, found.proof) == (True, Proof.CLAIMED)


PERMIT = "security/permits/PER-001.md"


def permit(added: str = "") -> str:
    head = f"---\nid: PER-001\ntitle: T\nrule: INJ-003\npaths: [a.py]\ncondition: Trained.\nraised: {{by: {MIRA}, on: 2026-11-01}}\n"
    text = f"{head}expires: 2027-11-01\n---\nOperators are trained, and what they type is theirs by design.\n"
    found, _ = read_permit(PERMIT, text)
    assert found is not None
    return text.replace("expires", f"{added.replace('DIGEST', found.digest)}expires")


GIVEN = f"approved: {{by: {KIM}, on: 2026-11-04, of: DIGEST}}\n"
REFUSED = f"rejected: {{by: {SAM}, on: 2026-11-03}}\n"


def test_a_permits_rejection_holds_so_too(repository: Repository):
    repository.git("rm", "-q", RECORD)
    repository.put(permit(REFUSED), SAM, name=PERMIT)
    lay(repository, permit(GIVEN), PERMIT)
    assert "it was rejected in commit" in repository.judged().lack


def test_of_a_permit_that_somebody_put_back_it_is_said_how_it_counts_again(repository: Repository):
    repository.git("rm", "-q", RECORD)
    repository.put(permit(GIVEN), KIM, name=PERMIT)
    assert repository.judged().holds
    repository.put(permit(REFUSED), SAM, name=PERMIT)
    repository.put(permit(GIVEN), MIRA, name=PERMIT)
    told = repository.judged().told
    assert f"{MIRA} put the approval back in commit" in told
    assert told.endswith(", so propose it again")
    repository.put(permit(), MIRA, name=PERMIT)
    repository.put(permit(GIVEN), KIM, name=PERMIT)
    assert repository.judged().holds, "in the same words, even"


def ignored(repository: Repository) -> tuple[str, str]:
    repository.git("rm", "-rq", "--cached", "security/deviations")
    repository.put("# ours\nsecurity/deviations/\n", MIRA, name=".gitignore")
    return "git ignores it by 'security/deviations/' (.gitignore, line 2)", "take that out and commit it"


def another(repository: Repository) -> tuple[str, str]:
    repository.git("rm", "-rq", "--cached", "security/deviations")
    repository.git("commit", "-qm", "Out")
    inner = Repository(repository.folder / "security/deviations", repository.standard)
    inner.git("init", "-q", "-b", "main")
    inner.git("add", "-A")
    inner.git("commit", "-qm", "In", who=KIM)
    return "security/deviations is a git repository of its own", "put the records into the project's"


@pytest.mark.parametrize("hidden", [ignored, another])
def test_of_what_git_keeps_nothing_it_is_said_what_its_proof_is_worth(repository: Repository, hidden: Hidden):
    why, cure = hidden(repository)
    found = repository.judged()
    assert (found.holds, found.proof) == (True, Proof.CLAIMED)
    assert "can show who approved it" in found.unkept and why in found.unkept and found.unkept.endswith(cure)
    project = load(repository.folder, repository.standard)
    row = verified("", found, {found.record.id: State.APPROVED}, datetime.date(2026, 11, 24))
    assert f"; {found.unkept}" in provenance_text([row])
    told = remarks(whole_history(Git(repository.folder), project), project)
    (remark,) = (each for each in told if "dated before" not in each.text)
    assert str(remark) == f"{RECORD}: {found.unkept}"
    proving = Proving()
    assert proving.of(project)(found.record) == ""
    assert proving.notes == (f"DEV-0001: {found.unkept}",)


@pytest.mark.parametrize("hidden", [ignored, another])
def test_a_rejection_before_that_holds_all_the_same(repository: Repository, hidden: Hidden):
    repository.put(ended("rejected"), SAM)
    hidden(repository)
    lay(repository, approved())
    assert "it was rejected in commit" in repository.judged().lack


def test_and_so_it_does_where_the_settings_name_a_folder_that_git_ignores(repository: Repository):
    repository.put(ended("rejected"), SAM)
    repository.git("rm", "-rq", "security")
    repository.put("/quality\n", MIRA, name=".gitignore")
    repository.put("[tool.aseptic]\nrecords = 'quality'\n", MIRA, name="pyproject.toml")
    lay(repository, POLICY, "quality/standard.md")
    lay(repository, approved(), RECORD.replace("security", "quality"))
    found = repository.judged()
    assert "it was rejected in commit" in found.lack and "git ignores it by '/quality'" in found.unkept
