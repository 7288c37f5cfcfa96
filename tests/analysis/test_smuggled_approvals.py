"""Ways to make an approval stand for what nobody approved, without a word of it changed."""

from __future__ import annotations

import pytest
from own_rule_text import PAGE, PATH
from proposed_text import PROPOSED
from test_provenance import KIM, MIRA, RECORD, Repository, given, policy, repository

__all__ = ["repository"]
EVE = "eve@example.org"


def test_a_rejected_record_does_not_count_again_under_another_files_name(repository: Repository):
    policy(repository, KIM, "record_signed")
    repository.put("a.py", "")
    repository.commit(KIM)
    repository.put(RECORD, given())
    repository.sign(KIM)
    repository.commit(KIM)
    assert repository.judged().holds
    repository.put(RECORD, given().replace("status: approved", "status: rejected"))
    repository.commit(KIM)
    other = RECORD.replace("0001", "0001b")
    repository.git("mv", f"{RECORD}.sig", f"{other}.sig")
    repository.git("rm", "-q", RECORD)
    repository.put(other, given().replace("a.py::f", "b.py::g"))
    repository.commit(MIRA)
    assert repository.judged().lack == ("its file is not called DEV-0001.md, by which git tells what became of it")


@pytest.mark.parametrize("committed", [True, False])
def test_the_neighbours_of_an_approved_statement_are_not_anybodys_to_change(repository: Repository, committed: bool):
    """A twin of it with those neighbours would inherit the approval."""
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    assert repository.judged().holds
    repository.put(RECORD, given().replace('around: ["", ""]', "around: [aaaaaaaa, bbbbbbbb]"))
    if committed:
        repository.commit(MIRA)
    assert repository.judged().lack.endswith("made it mean another statement there")


@pytest.mark.parametrize(
    ("strict", "why"),
    [
        (
            PAGE.replace("required", "mandatory"),
            "ACM-001 is mandatory and admits no deviation, by the policy before it",
        ),
        (PAGE, "git shows it as 'claimed', and the policy before it asks for 'commit signed'"),
    ],
)
def test_a_change_does_not_loosen_the_projects_own_rule_that_judges_it(repository: Repository, strict: str, why: str):
    repository.put(PATH, strict)
    repository.commit(KIM)
    repository.put(PATH, PAGE.replace("severity: high", "severity: low"))
    repository.put(RECORD, given(PROPOSED.replace("INJ-003", "ACM-001")))
    repository.commit(EVE)
    assert repository.judged().lack == why


def test_a_rule_that_is_new_is_asked_of_nobody_before(repository: Repository):
    repository.put(PATH, PAGE)
    repository.put(RECORD, given(PROPOSED.replace("INJ-003", "ACM-001")))
    repository.commit(KIM, sign=True)
    found = repository.judged()
    assert (found.then.value, found.holds) == ("commit_signed", True)
