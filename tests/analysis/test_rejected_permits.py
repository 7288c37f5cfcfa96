"""A permit that was rejected is judged as a deviation is: what leaves that out counts for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_taken_back import KIM, MIRA, POLICY, SAM, Repository

from aseptic.records.permit import Permit, read_permit
from aseptic.standard.catalog import Standard

PERMIT = "security/permits/PER-001.md"
REASONS = "Operators are trained, and what they type is theirs by design."
OTHER = "The console is locked by badge, and no other program reaches the list of its build."
RAISED = f"{{by: {MIRA}, on: 2026-11-01}}"
HISTORY = "\n## History\n- 2026-11-02 rejected by kim@example.org (was proposed)\n"
AGAIN = "- 2026-11-03 proposed again by mira@example.org (was rejected)\n"
REFUSED = f"rejected: {{by: {KIM}, on: 2026-11-02}}\n"


def permit(added: str = "", reasons: str = REASONS, history: str = "", paths: str = "src/*.py") -> str:
    head = f"---\nid: PER-001\ntitle: T\nrule: INJ-003\npaths: ['{paths}']\ncondition: Trained.\nraised: {RAISED}\n"
    return f"{head}{added}expires: 2027-11-01\n---\n{reasons}\n{history}"


def given(reasons: str = REASONS, history: str = "", paths: str = "src/*.py", by: str = SAM) -> str:
    approved = f"approved: {{by: {by}, on: 2026-11-04, of: {read(permit('', reasons, '', paths)).digest}}}\n"
    return permit(approved, reasons, history, paths)


def read(text: str) -> Permit:
    found, problems = read_permit(PERMIT, text)
    assert found is not None and not problems
    return found


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    """A repository in which mira raised a permit, and kim rejected it; `raised` is where nobody had yet."""
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    made.put(POLICY, KIM, name="security/standard.md")
    made.put(permit(), MIRA, name=PERMIT)
    made.git("branch", "raised")
    made.put(permit(REFUSED, history=HISTORY), KIM, name=PERMIT)
    made.git("branch", "rejected")
    return made


def approved_after(repository: Repository, text: str, approval: str) -> str:
    """Return why the approval does not count that sam commits after a text of mira's; empty where it does."""
    repository.git("reset", "-q", "--hard", "rejected")
    repository.put(text, MIRA, name=PERMIT)
    repository.put(approval, SAM, name=PERMIT)
    return repository.judged().told


def test_what_was_taken_out_by_hand_was_rejected_all_the_same(repository: Repository):
    told = (
        f"the same reasons for INJ-003 were rejected in it by {KIM} in ",
        ", and nobody proposed it again since, so propose it again, or give other reasons",
    )
    for history in (HISTORY, ""):
        found = approved_after(repository, permit(history=history), given(history=history))
        assert found.startswith(told[0]) and found.endswith(told[1])
    few = REASONS.replace("is theirs", "remains theirs")
    assert approved_after(repository, permit(reasons=few), given(few)).startswith(f"nearly {told[0]}")
    assert approved_after(repository, permit(paths="**"), given(paths="**")).startswith(told[0]), "for more files"


def test_what_answers_the_rejection_counts(repository: Repository):
    again = HISTORY + AGAIN
    assert not approved_after(repository, permit(history=again), given(history=again)), "proposed again"
    assert not approved_after(repository, permit(reasons=OTHER), given(OTHER)), "by another argument"
    narrow = "src/pump/console.py"
    assert not approved_after(repository, permit(paths=narrow), given(paths=narrow)), "for less"


def test_what_a_merge_drops_was_rejected_all_the_same(repository: Repository):
    repository.git("checkout", "-q", "raised")
    repository.put("a\n", MIRA, name="other.md")
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge", "rejected")
    repository.put(given(), SAM, name=PERMIT)
    assert f"were rejected in it by {KIM} in " in repository.judged().lack

    repository.git("reset", "-q", "--hard", "HEAD~2")
    repository.put(given(), SAM, name=PERMIT)
    assert repository.judged().holds, "nobody has told that branch"
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge", "rejected")
    found = repository.judged()
    assert "it was rejected in commit" in found.lack and found.lack.endswith("which a merge left out")
    assert found.told.endswith(", so propose it again")


def test_a_revert_of_a_withdrawal_is_its_approvers_alone(repository: Repository):
    repository.git("checkout", "-q", "raised")
    repository.put(given(), SAM, name=PERMIT)
    repository.put(given().replace("expires:", f"withdrawn: {RAISED}\nexpires:"), MIRA, name=PERMIT)
    repository.git("revert", "--no-edit", "HEAD", who=MIRA)
    assert f"and {MIRA} put the approval back" in repository.judged().lack
    repository.git("reset", "-q", "--hard", "HEAD~1")
    repository.git("revert", "--no-edit", "HEAD", who=SAM)
    assert repository.judged().holds
