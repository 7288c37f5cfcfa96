"""Policies that met in a merge: the text that it took is no reason why what the other side had made of it is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from proposed_text import PROPOSED
from test_taken_back import KIM, MIRA, RECORD, Repository, approved

from aseptic.analysis.approvals.policy_changes import unvouched
from aseptic.analysis.projects.loading import load
from aseptic.standard.catalog import Standard

EVE = "eve@example.org"
STANDARD = "security/standard.md"
OTHER = PROPOSED.replace("mira@example.org", "bob@example.org")


def policy(approvers: str, proof: str = "committed", more: str = "") -> str:
    said = f"policy: {{approvers: [{approvers}], proof: {{high: {proof}}}{more}}}"
    return f"---\nstandard: Aseptic\nversion: '0.1'\n{said}\n---\n"


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    """A repository in which kim took eve out of the policy, and a branch from before that."""
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    made.put(policy(f"{KIM}, {EVE}"), KIM, name=STANDARD)
    made.put(PROPOSED, MIRA)
    made.git("branch", "old")
    made.put(policy(KIM), KIM, name=STANDARD)
    made.git("checkout", "-q", "old")
    return made


def told(repository: Repository) -> str:
    change = unvouched(load(repository.folder, repository.standard))
    return str(change or "")


def test_a_merge_that_keeps_the_wide_policy_is_named(repository: Repository):
    repository.put(approved(EVE), EVE)
    assert told(repository) == "" and repository.judged().holds
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge", "main", who=EVE)
    assert told(repository).startswith(f"{EVE} left the policy, the signers or a rule of commit ")
    assert "out in the merge" in told(repository) and told(repository).endswith("look at that commit")
    change = unvouched(load(repository.folder, repository.standard))
    assert change is not None
    assert change.lets_through([repository.judged()]).startswith(f"DEV-0001 counts by the policy as {EVE} merged it")
    repository.put(policy(KIM), MIRA, name=STANDARD)
    assert told(repository) == "", "what was left out is there again"
    assert "does not name eve@example.org" in repository.judged().lack


def test_what_comes_with_a_merge_has_to_be_allowed_on_both_sides(repository: Repository):
    """On main the approval is not allowed, and the policy that allows it comes from a branch that is older."""
    repository.git("checkout", "-qb", "work")
    repository.put(approved(EVE), EVE)
    repository.git("checkout", "-q", "old")
    repository.put("a\n", MIRA, name="other.md")
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "main")
    (repository.folder / RECORD).write_text(approved(EVE))
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Merge", who=EVE)
    found = repository.judged()
    assert "does not name eve@example.org as one who approves, by the policy in commit" in found.against
    assert found.against.endswith("which was merged with it") and found.stale


def test_the_proof_of_the_stricter_side_is_asked_for(repository: Repository):
    repository.git("checkout", "-q", "main")
    repository.put(policy(KIM, "commit_signed"), KIM, name=STANDARD)
    repository.git("checkout", "-q", "old")
    repository.put(policy(f"{KIM}, {EVE}", more=", expires_days: 300"), KIM, name=STANDARD)
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "main", who=KIM)
    (repository.folder / RECORD).write_text(approved())
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Merge", who=KIM)
    assert told(repository) == "", "kim may change the policy"
    found = repository.judged()
    assert (found.then.value, found.now.value, found.holds) == ("commit_signed", "committed", False)


def test_a_merge_that_takes_the_narrow_policy_over_is_none(repository: Repository):
    repository.put("a\n", MIRA, name="other.md")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "old", who=MIRA)
    assert told(repository) == ""
    repository.put(approved(), KIM)
    assert repository.judged().holds


def test_neither_is_one_that_leaves_a_wider_policy_out(repository: Repository):
    repository.put(policy(f"{KIM}, {EVE}, bob@example.org"), EVE, name=STANDARD)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge", "old", who=MIRA)
    assert told(repository) == ""
