"""Approvals beside a change of the policy: each is told for its own reason, and the change that let it through."""

from __future__ import annotations

from pathlib import Path

import pytest
from proposed_text import PROPOSED
from test_taken_back import KIM, MIRA, SAM, Repository, approved

from aseptic.analysis.approvals.policy_changes import PolicyChange, unvouched
from aseptic.analysis.projects.loading import load
from aseptic.standard.catalog import Standard

EVE, LIN = "eve@example.org", "lin@example.org"
STANDARD = "security/standard.md"


def policy(said: str) -> str:
    return f"---\nstandard: Aseptic\nversion: '0.1'\npolicy: {{{said}}}\n---\n"


NAMED = policy(f"approvers: [{KIM}]")


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    made.put("import os\n", KIM, name="a.py")
    made.put(NAMED, KIM, name=STANDARD)
    made.put(PROPOSED, MIRA)
    return made


def together(repository: Repository, said: str, by: str, who: str, **files: str) -> str:
    """Approve in the commit that changes the policy, and return why it does not count."""
    (repository.folder / STANDARD).write_text(policy(said))
    for name, text in files.items():
        (repository.folder / name).write_text(text)
    repository.put(approved(by), who)
    return repository.judged().lack


def changed(repository: Repository) -> PolicyChange:
    found = unvouched(load(repository.folder, repository.standard))
    assert found is not None
    return found


NOT_NAMED = "the policy does not name {} as one who approves"
TEAM = "approvers: ['@leads'], teams: {{leads: [{}]}}"


@pytest.mark.parametrize(
    ("before", "after", "by", "why"),
    [
        (f"approvers: [{KIM}, {EVE}]", f"approvers: [{KIM}]", EVE, NOT_NAMED.format(EVE)),
        (f"approvers: [{KIM}, {EVE}]", f"approvers: [{KIM}]", KIM, ""),
        (f"approvers: [{KIM}]", f"approvers: [{KIM}, {EVE}]", EVE, f"{NOT_NAMED.format(EVE)}, by the policy before it"),
        (
            f"approvers: [{KIM}]",
            "approvers: [kim@new.org]",
            "kim@new.org",
            f"{NOT_NAMED.format('kim@new.org')}, by the policy before it",
        ),
        (f"approvers: [{KIM}]", "approvers: [kim@new.org]", KIM, NOT_NAMED.format(KIM)),
        (TEAM.format(KIM), TEAM.format(EVE), EVE, f"{NOT_NAMED.format(EVE)}, by the policy before it"),
        (TEAM.format(KIM), TEAM.format(EVE), KIM, NOT_NAMED.format(KIM)),
        (
            f"approvers: [{KIM}]",
            f"approvers: [{KIM}], longest_days: {{high: 30}}",
            KIM,
            "the policy allows 30 for high severity",
        ),
        (
            f"approvers: [{KIM}], no_deviation: [INJ-003]",
            f"approvers: [{KIM}]",
            KIM,
            "the policy allows no deviation from INJ-003, by the policy before it",
        ),
        (
            f"approvers: [{KIM}], proof: {{high: commit_signed}}",
            f"approvers: [{KIM}], proof: {{high: committed}}",
            KIM,
            "git shows it as 'committed by', and the policy before it asks for 'commit signed'",
        ),
        (
            f"approvers: [{KIM}], proof: {{high: committed}}",
            f"approvers: [{KIM}], proof: {{high: commit_signed}}",
            KIM,
            "git shows it as 'committed by', and the policy asks for 'commit signed'",
        ),
    ],
)
def test_what_does_not_count_in_the_commit_of_a_change_is_told_by_the_policy_that_minds(
    repository: Repository, before: str, after: str, by: str, why: str
):
    if policy(before) != NAMED:
        repository.put(policy(before), KIM, name=STANDARD)
    lack = together(repository, after, by, by)
    assert lack.endswith(why)
    assert bool(lack) is bool(why)


def test_owners_whose_file_moved_in_that_commit_own_what_they_did(repository: Repository):
    repository.put(f"*.py {KIM}\n", KIM, name="CODEOWNERS")
    repository.put(policy("codeowners: CODEOWNERS"), KIM, name=STANDARD)
    assert together(repository, "codeowners: OWNERS", KIM, KIM, OWNERS=f"*.py {KIM}\n") == ""
    lack = together(repository, "codeowners: NEW", EVE, EVE, NEW=f"*.py {EVE}\n")
    assert lack == f"{NOT_NAMED.format(EVE)}, by the policy before it"


def test_of_a_branch_it_is_said_which_policy_minds(repository: Repository):
    """Right before the approval the branch names eve: what it was when it left the default branch judges."""
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.put(policy(f"approvers: [{KIM}, {EVE}]"), EVE, name=STANDARD)
    repository.put(approved(EVE), EVE)
    said = repository.judged().lack
    assert said.startswith(f"{NOT_NAMED.format(EVE)}, by the policy before it, in commit ")
    assert said.endswith(" of the default branch")


def test_of_a_first_commit_it_is_the_policy_that_came_with_it(tmp_path: Path, standard: Standard):
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    (tmp_path / "security").mkdir()
    (tmp_path / STANDARD).write_text(NAMED)
    made.put(approved(EVE), EVE)
    made.put(policy(f"approvers: [{KIM}, {EVE}]"), KIM, name=STANDARD)
    assert made.judged().lack == f"{NOT_NAMED.format(EVE)}, by the policy that came with it"


def test_the_change_that_lets_an_approval_through_is_named_and_no_other(repository: Repository):
    repository.put(policy(f"approvers: [{KIM}], expires_days: 300"), EVE, name=STANDARD)
    repository.put(policy(f"approvers: [{KIM}, {LIN}], expires_days: 300"), SAM, name=STANDARD)
    repository.put(approved(LIN), LIN)
    change = changed(repository)
    assert str(change).startswith(f"{EVE} changed the policy"), "the first is where to look"
    assert f"does not name {EVE} as one who approves; " in str(change)
    told = change.lets_through([repository.judged()])
    assert told.startswith(f"DEV-0001 counts by the policy as {SAM} changed it in commit ")
    assert f"and not by the one before ({NOT_NAMED.format(LIN)})" in told


def test_all_changes_are_named_that_loosen_it_up_to_a_few(repository: Repository):
    """Behind a harmless one a wide one would not be seen."""
    people = [KIM]
    repository.put(policy(f"approvers: [{KIM}], expires_days: 300"), MIRA, name=STANDARD)
    repository.put(policy(f"approvers: [{KIM}], expires_days: 200"), SAM, name=STANDARD)
    assert SAM not in str(changed(repository)), "that one lets nothing through"
    for who in (EVE, LIN, SAM, MIRA, "bob@example.org"):
        people.append(who)
        repository.put(policy(f"approvers: [{', '.join(people)}], expires_days: 200"), who, name=STANDARD)
        told = str(changed(repository))
        if who in (EVE, LIN, SAM):
            assert f"; then {who} changed the policy, the signers or a rule in commit " in told
    assert told.startswith(f"{MIRA} changed the policy") and "bob@" not in told
    assert told.count("(who may approve)") == 3 and "; and 2 more after that; approvals since then" in told
    assert ": look at those commits; one who may " in told


def test_what_lets_an_approval_through_is_named_first_however_many_changes_came_before_it(repository: Repository):
    people = [KIM]
    for who in (MIRA, "bob@example.org", EVE, "ida@example.org", "jon@example.org", LIN):
        people.append(who)
        repository.put(policy(f"approvers: [{', '.join(people)}]"), who, name=STANDARD)
    repository.put(approved(LIN), LIN)
    told = changed(repository).told([repository.judged()])
    assert told.startswith(f"DEV-0001 counts by the policy as {LIN} changed it in commit ")
    assert told.count(f"{LIN} changed") == 1 and "; and 1 more after that; approvals since then" in told
    assert ": look at those commits; one who may " in told
    repository.put(approved(), KIM)
    assert changed(repository).told([repository.judged()]) == str(changed(repository)), "he might before"


@pytest.mark.parametrize(
    ("strict", "why"),
    [
        (f"approvers: [{KIM}], no_deviation: [INJ-003]", "the policy allows no deviation from INJ-003"),
        (f"approvers: [{KIM}], proof: {{high: commit_signed}}", "it asks for 'commit signed'"),
    ],
)
def test_what_the_policy_before_minds_is_said(repository: Repository, strict: str, why: str):
    repository.put(policy(strict), KIM, name=STANDARD)
    repository.put(policy(f"approvers: [{KIM}], expires_days: 300"), EVE, name=STANDARD)
    repository.put(approved(), KIM)
    assert f"and not by the one before ({why})" in changed(repository).lets_through([repository.judged()])


def test_a_typed_author_is_told_as_one_and_not_as_unnamed(repository: Repository):
    repository.put(policy(f"approvers: [{KIM}], proof: {{high: committed}}"), KIM, name=STANDARD)
    repository.put(policy(f"approvers: [{KIM}, {EVE}], proof: {{high: committed}}"), MIRA, author=KIM, name=STANDARD)
    assert f"neither committer nor signature shows that it was {KIM}; " in str(changed(repository))


def test_who_owns_the_policys_own_file_may_change_it(repository: Repository):
    repository.put(f"* {LIN}\n/security/ {SAM}\n", KIM, name="CODEOWNERS")
    repository.put(policy("codeowners: CODEOWNERS"), KIM, name=STANDARD)
    repository.put(policy("codeowners: CODEOWNERS, expires_days: 300"), SAM, name=STANDARD)
    assert unvouched(load(repository.folder, repository.standard)) is None
    repository.put(policy("codeowners: CODEOWNERS, expires_days: 200"), LIN, name=STANDARD)
    assert f"does not name {LIN} as one who approves in {STANDARD}" in str(changed(repository))
