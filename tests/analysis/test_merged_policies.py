"""Policies that met in a merge: the text that it took is no reason why what the other side had made of it is gone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from proposed_text import PROPOSED
from test_taken_back import KIM, MIRA, RECORD, SAM, Repository, approved

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
    assert "out in the merge" in told(repository) and ": look at that commit; one who may " in told(repository)
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


def pulled(repository: Repository, wide: str, who: str, author: str = "") -> str:
    """Have somebody widen the policy on a branch, and mira take that over beside a commit of hers."""
    repository.git("checkout", "-q", "main")
    repository.git("branch", "branch")
    repository.put("a\n", MIRA, name="other.md")
    repository.git("checkout", "-q", "branch")
    repository.put(wide, who, author, name=STANDARD)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "branch", who=MIRA)
    return told(repository)


@pytest.mark.parametrize("wide", [policy(f"{KIM}, {EVE}"), policy(KIM, "commit_signed")])
def test_who_pulls_what_an_approver_changed_has_not_changed_it(repository: Repository, wide: str):
    assert pulled(repository, wide, KIM) == ""
    repository.put(approved(EVE), EVE)
    assert told(repository) == "" and repository.judged().holds is ("commit_signed" not in wide)


@pytest.mark.parametrize(("who", "author"), [(MIRA, ""), (EVE, ""), (MIRA, KIM), ("noreply@github.com", KIM)])
def test_what_others_changed_is_told_of_them_and_not_of_who_pulls_it(repository: Repository, who: str, author: str):
    wide = policy(f"{KIM}, {EVE}")
    made = f"{who}, with {author} as the author," if author else who
    said = pulled(repository, wide, who, author)
    brought = subprocess.check_output(["git", "rev-parse", "branch"], cwd=repository.folder, text=True)[:12]
    assert said.startswith(f"{made} changed the policy, the signers or a rule in commit {brought}, and ")
    assert "merge" not in said and len(said.split(" changed ")) == 2
    repository.put(approved(EVE), EVE)
    assert (
        told(repository).count("the policy before takes it over by a commit of their own that changes a line of ") == 1
    )
    repository.put(f"{wide}Taken over.\n", EVE, name=STANDARD)
    assert told(repository), "who came with it takes over nothing"
    repository.put(f"{wide}Taken over, and whole.\n", KIM, name=STANDARD)
    assert told(repository) == "" and repository.judged().holds


def test_who_takes_what_an_approver_had_once_is_told(repository: Repository):
    """Neither side has what the other changed, and the wider one is taken."""
    repository.git("checkout", "-q", "main")
    repository.git("branch", "branch")
    repository.put(policy(KIM, "commit_signed"), KIM, name=STANDARD)
    repository.git("checkout", "-q", "branch")
    repository.put(policy(f"{KIM}, {EVE}"), KIM, name=STANDARD)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "-X", "theirs", "-m", "Merge", "branch", who=MIRA)
    assert told(repository).startswith(f"{MIRA} changed the policy, the signers or a rule in commit ")


def test_who_brings_a_history_with_a_wide_policy_of_its_own_is_told(repository: Repository):
    repository.git("checkout", "-q", "--orphan", "own")
    repository.put(policy(f"{KIM}, {EVE}"), KIM, name=STANDARD)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--allow-unrelated-histories", "-X", "theirs", "-m", "Merge", "own", who=MIRA)
    assert told(repository).startswith(f"{MIRA} changed the policy, the signers or a rule in commit ")


@pytest.mark.parametrize(("since", "who"), [(False, EVE), (True, KIM)])
def test_what_was_told_is_taken_over_by_what_came_of_it_alone(repository: Repository, since: bool, who: str):
    wide = policy(f"{KIM}, {EVE}")
    if since:
        repository.git("checkout", "-q", "main")
        repository.put(wide, MIRA, name=STANDARD)
        repository.git("branch", "-f", "old")
        repository.git("checkout", "-q", "old")
    repository.put(f"{wide}As before.\n" if not since else policy(KIM), who, name=STANDARD)
    repository.git("checkout", "-q", "main")
    if not since:
        repository.put(wide, MIRA, name=STANDARD)
    repository.git("merge", "-q", "--no-ff", "-X", "theirs", "-m", "Merge", "old", who=MIRA)
    assert bool(told(repository)) is not since


ALONE, WIDE = policy(KIM, more=", four_eyes: false"), policy(f"{KIM}, {EVE}")
BOTH = policy(f"{EVE}, {KIM}", more=", four_eyes: false")


@pytest.mark.parametrize(
    ("widens", "merged", "said"),
    [
        (KIM, BOTH, ""),
        (EVE, BOTH, EVE),
        (KIM, BOTH.replace(EVE, f"{EVE}, bob@example.org"), MIRA),
        (KIM, BOTH.replace("committed", "claimed"), MIRA),
        (KIM, WIDE, MIRA),
    ],
)
def test_a_merge_of_what_both_sides_made_is_nobodys_change(repository: Repository, widens: str, merged: str, said: str):
    """What neither side has, or what drops what one made, is a change still; of the sides, too, each counts."""
    repository.git("checkout", "-q", "-B", "branch", "main")
    repository.put(WIDE, widens, name=STANDARD)
    repository.git("checkout", "-q", "main")
    repository.put(ALONE, KIM, name=STANDARD)
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "branch")
    repository.put(merged, MIRA, name=STANDARD)
    assert told(repository).partition(" changed the policy, the signers or a rule in commit ")[0] == said


def test_neither_is_one_whose_other_side_made_nothing_of_it(repository: Repository):
    """The branch has a page in other words, so git shows both; what it lets through is what it always did."""
    repository.git("checkout", "-q", "-B", "branch", "main")
    repository.put(f"{policy(KIM)}In other words.\n", MIRA, name=STANDARD)
    repository.git("checkout", "-q", "main")
    repository.put(ALONE, KIM, name=STANDARD)
    repository.git("merge", "-q", "-X", "ours", "-m", "Merge", "branch", who=MIRA)
    assert told(repository) == ""


def test_what_was_taken_over_before_is_not_told_of_the_side_that_a_merge_brings(repository: Repository):
    """And what the other side has made of the policy counts with what it brings: mira approves what she raised."""
    repository.git("checkout", "-q", "-B", "branch", "main")
    repository.put(WIDE, EVE, name=STANDARD)
    repository.git("checkout", "-q", "-B", "main")
    repository.put(ALONE, KIM, name=STANDARD)
    assert told(repository) == ""
    repository.git("checkout", "-q", "branch")
    repository.put(policy(f"{KIM}, {EVE}, {MIRA}"), SAM, name=STANDARD)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "branch")
    repository.put(policy(f"{KIM}, {MIRA}", more=", four_eyes: false"), MIRA, name=STANDARD)
    assert told(repository).startswith(f"{SAM} changed ") and EVE not in told(repository)
    repository.put(approved(MIRA), MIRA)
    change = unvouched(load(repository.folder, repository.standard))
    assert change is not None
    assert change.lets_through([repository.judged()]).startswith(f"DEV-0001 counts by the policy as {SAM} changed it")
