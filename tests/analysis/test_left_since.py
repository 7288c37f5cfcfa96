"""Who approved on a branch and left: the day counts that is written later, as far as they might approve there."""

from __future__ import annotations

from pathlib import Path

import pytest
from proposed_text import PROPOSED
from test_merged_policies import EVE, STANDARD, policy
from test_taken_back import KIM, MIRA, Repository, approved

from aseptic.records.authority import renewing
from aseptic.standard.catalog import Standard

UNNAMED = f"the policy does not name {EVE} as one who approves"
OTHERS = f"{UNNAMED}; have {KIM} approve it"
LEFT = f"{UNNAMED}; if {EVE} left since, write the day under 'former' in the policy; else have {KIM} approve it"


def left(day: str = "2026-11-02") -> str:
    return policy(KIM, more=f", former: {{{EVE}: {day}}}")


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    return made


def brought(repository: Repository, start: str, branch: str, main: str, by: str = EVE) -> str:
    """Have somebody approve on a branch under one policy, merge that where another is, and return what is said of it."""
    repository.put(policy(start), KIM, name=STANDARD)
    repository.git("checkout", "-qb", "branch")
    (repository.folder / STANDARD).write_text(policy(branch))
    repository.put(PROPOSED, MIRA)
    repository.put(approved(by), by)
    repository.git("checkout", "-q", "main")
    repository.put(main, KIM, name=STANDARD)
    repository.git("merge", "-q", "--no-ff", "--no-commit", "-X", "ours", "branch")
    repository.put(main, MIRA, name=STANDARD)
    return repository.judged().told


def test_the_day_on_which_somebody_left_counts_once_it_is_committed(repository: Repository):
    assert brought(repository, f"{KIM}, {EVE}", f"{KIM}, {EVE}", policy(KIM)) == LEFT
    (repository.folder / STANDARD).write_text(left())
    commit = f"so commit the policy that says when {EVE} left"
    assert repository.judged().told == f"{UNNAMED}, by the policy before it, {commit}"
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.git("commit", "-qam", "Left", who=KIM)
    assert f"so take into the default branch the policy that says when {EVE} left" in repository.judged().told
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    assert repository.judged().holds
    repository.put(left("2026-11-01"), KIM, name=STANDARD)
    assert repository.judged().told == f"{EVE} left on 2026-11-01; have {KIM} approve it"


@pytest.mark.parametrize(
    ("start", "branch", "main"),
    [
        (KIM, f"{KIM}, {EVE}", policy(KIM, more=", expires_days: 300")),
        (f"{KIM}, {EVE}", KIM, policy(KIM, more=", expires_days: 300")),
        (f"{KIM}, {EVE}", f"{KIM}, {EVE}", policy(KIM, more=", longest_days: {high: 90}")),
    ],
)
def test_it_gives_nobody_a_right_that_they_had_not(repository: Repository, start: str, branch: str, main: str):
    """Only the branch named eve, or only what it left did; or the policy to which it came minds for more than that."""
    assert brought(repository, start, branch, main) == OTHERS
    repository.put(left(), KIM, name=STANDARD)
    assert not repository.judged().holds and "by the policy before it" in repository.judged().against


def test_nor_is_a_day_that_was_known_there_made_later(repository: Repository):
    assert (
        brought(repository, f"{KIM}, {EVE}", f"{KIM}, {EVE}", left("2026-11-01"))
        == f"{EVE} left on 2026-11-01; have {KIM} approve it"
    )
    repository.put(left("2026-11-09"), KIM, name=STANDARD)
    assert f"{EVE} left on 2026-11-01, by the policy before it" in repository.judged().told


def test_nor_does_it_reach_what_was_approved_where_nobody_named_them(repository: Repository):
    repository.put(policy(KIM), KIM, name=STANDARD)
    repository.put(PROPOSED, MIRA)
    repository.put(approved(EVE), EVE)
    assert repository.judged().told == OTHERS
    repository.put(left(), KIM, name=STANDARD)
    assert repository.judged().told == f"{UNNAMED}, by the policy before it, so propose it again"


def test_one_that_lasts_too_long_for_the_policy_to_which_its_branch_comes_is_renewed(repository: Repository):
    said = brought(repository, KIM, KIM, policy(KIM, more=", longest_days: {high: 90}"), KIM)
    assert said == f"it lasts 364 days, and the policy allows 90 for high severity; {renewing('DEV-0001')}"
