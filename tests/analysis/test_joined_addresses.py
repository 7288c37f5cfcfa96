"""Whom a `.mailmap` joins for approvals: whoever wrote it, until somebody takes that back for whom it is no gain."""

from __future__ import annotations

from pathlib import Path

import pytest
from proposed_text import PROPOSED
from test_taken_back import KIM, MIRA, Repository, approved

from aseptic.analysis.approvals.record_history import lifetime_of
from aseptic.analysis.projects.loading import load
from aseptic.analysis.versioning.git import Git
from aseptic.standard.catalog import Standard

ANN, BOB, EVE = "ann@example.org", "bob@example.org", "eve@example.org"
MAILMAP, LINE = ".mailmap", f"# Ours\nKim <{KIM}> Mira <{MIRA}>\nKim <{KIM}> <{MIRA}>\n"


def policy(*approvers: str) -> str:
    said = f"policy: {{approvers: [{', '.join(approvers)}], proof: {{high: committed}}}}"
    return f"---\nstandard: Aseptic\nversion: '0.1'\n{said}\n---\n"


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    """A repository in which eve, who approves nothing, joined mira with kim, who approved what mira raised."""
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    (made.folder / MAILMAP).write_text(LINE)
    made.put(policy(KIM, BOB), EVE, name="security/standard.md")
    made.put(PROPOSED, MIRA)
    made.put(approved(), KIM)
    return made


def lack(repository: Repository) -> str:
    return repository.judged().lack


def test_a_line_that_locks_somebody_out_is_named_with_whose_it_is_and_what_helps(repository: Repository):
    told = f"{KIM}, who is {MIRA} as well by line 3 of .mailmap ('<{KIM}> <{MIRA}>', by {EVE} in commit "
    way = f"; if those are two people, have {BOB} take it out), raised it, and somebody else has to approve it"
    assert lack(repository).startswith(told) and way in lack(repository)
    repository.put("# Ours\n", BOB, name=MAILMAP)
    assert repository.judged().holds


@pytest.mark.parametrize(("who", "author"), [(KIM, ""), (MIRA, ""), (EVE, ""), (EVE, BOB)])
def test_it_goes_on_joining_where_it_is_not_theirs_to_take_out(repository: Repository, who: str, author: str):
    """Nor does it stop because somebody changes the file who might, and did not take it out: that says nothing of it."""
    repository.put("# Ours\n", who, author, name=MAILMAP)
    repository.put("# All of ours\n", BOB, name=MAILMAP)
    assert f"taken out by {author or who} in " in lack(repository)
    assert f"have {BOB} write it again and take it out, in a commit each)" in lack(repository)
    for text in (LINE, "# Ours\n"):
        repository.put(text, BOB, name=MAILMAP)
    assert repository.judged().holds


def test_who_takes_it_out_is_named_before_by_the_policy_and_in_no_line_with_the_two(repository: Repository):
    repository.put(f"{LINE}<{BOB}> <{MIRA}>\n", EVE, name=MAILMAP)
    repository.put(LINE, BOB, name=MAILMAP)
    repository.put("# Ours\n", BOB, name=MAILMAP)
    assert "have one more named to write it again and take it out" in lack(repository)
    (repository.folder / MAILMAP).write_text(LINE)
    repository.put(policy(KIM, BOB, ANN), KIM, name="security/standard.md")
    assert f"have {ANN} take it out" in lack(repository)
    repository.put("# Ours\n", ANN, name=MAILMAP)
    assert repository.judged().holds


def test_a_merge_takes_out_and_puts_in_what_its_sides_did(repository: Repository):
    """Who pulls what another took out took nothing out; what a merge has again that one side had is there again."""
    repository.git("branch", "old")
    repository.put("# Ours\n", BOB, name=MAILMAP)
    repository.git("checkout", "-q", "old")
    repository.put("a\n", MIRA, name="other.md")
    repository.git("merge", "-q", "-m", "Merge", "main", who=KIM)
    assert repository.judged().holds
    repository.git("reset", "-q", "--hard", "HEAD^")
    repository.put("", MIRA, name=MAILMAP)
    repository.git("merge", "-q", "-X", "ours", "-m", "Merge", "main", who=BOB)
    assert repository.judged().holds, "of two who took it out one might"
    repository.git("reset", "-q", "--hard", "HEAD^")
    repository.git("branch", "-f", "main", "HEAD^")
    repository.git("checkout", "-q", "main")
    repository.put("b\n", BOB, name="other.txt")
    repository.git("merge", "-q", "-m", "Merge", "old", who=BOB)
    assert f"taken out by {MIRA} in " in lack(repository)


def test_a_merge_that_leaves_it_out_is_whose_it_is(repository: Repository):
    repository.git("checkout", "-q", "--orphan", "own")
    repository.git("rm", "-q", "--cached", MAILMAP)
    (repository.folder / MAILMAP).unlink()
    repository.git("commit", "-qm", "Own", who=MIRA)
    repository.git("merge", "-q", "--allow-unrelated-histories", "-s", "ours", "-m", "Merge", "main", who=KIM)
    assert f", taken out by {KIM} in " in lack(repository)


def test_who_never_was_joined_is_nobody_else(repository: Repository):
    joins = lifetime_of(Git(repository.folder), load(repository.folder, repository.standard).deviations).joins
    assert [each.address for each in joins.of(KIM)] == [MIRA] and not joins.of(BOB)
