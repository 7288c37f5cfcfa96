"""Two branches give two records one number, and a merge files one of them anew: each stays whose it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from proposed_text import PROPOSED
from test_taken_back import KIM, MIRA, POLICY, RECORD, SAM, Repository

from aseptic.analysis.approvals.provenance import judged
from aseptic.analysis.approvals.rejected_before import barred
from aseptic.analysis.approvals.remarks import remarks, whole_history
from aseptic.analysis.projects.loading import load
from aseptic.analysis.versioning.git import Git
from aseptic.records.deviation import read_deviation
from aseptic.standard.catalog import Standard

SECOND = "security/deviations/DEV-0002.md"
OTHER = (
    PROPOSED.replace("a.py::f", "b.py::g")
    .replace("6f1c0a9be2d44d10", "d11d26cd58865d68")
    .replace(MIRA, KIM)
    .replace("The command is one constant", "The path is written in the program")
)


def approved(text: str, by: str) -> str:
    found, problems = read_deviation(SECOND if "DEV-0002" in text else RECORD, text)
    assert found is not None and not problems
    given = f"approved: {{by: {by}, on: 2026-11-02, of: {found.digest}}}"
    text = text.replace("status: proposed", "status: approved").replace("approved: {by: , on: , of: }", given)
    return f"{text}\n## History\n\n- 2026-11-02 approved by {by} (of {found.digest})\n"


def renumbered(text: str) -> str:
    return text.replace("DEV-0001", "DEV-0002")


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    """A repository with a record of kim's on one branch, and one of mira's with the same number on the main one."""
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    made.put(POLICY, MIRA, name="security/standard.md")
    made.git("checkout", "-q", "-b", "two")
    made.put(approved(OTHER, SAM), KIM)
    made.git("checkout", "-q", "main")
    made.put(PROPOSED, MIRA)
    return made


def merge(repository: Repository, second: str, who: str = MIRA, left: str = "two") -> None:
    """Merge a branch, keeping this side's record, with the other's filed as the second where it is given."""
    repository.git("merge", "-q", "--no-commit", "-s", "ours", left)
    if second:
        (repository.folder / SECOND).write_text(second)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Merge", who=who)


def lacks(repository: Repository) -> dict[str, str]:
    return {each.record.id: each.lack for each in judged(load(repository.folder, repository.standard))}


def told(repository: Repository) -> list[str]:
    project = load(repository.folder, repository.standard)
    found = remarks(whole_history(Git(repository.folder), project), project)
    return [str(each) for each in found if "dated before" not in str(each)]


def test_who_raised_the_other_approves_this_one_and_its_words_stay_whose_they_were(repository: Repository):
    second = renumbered(approved(OTHER, SAM))
    merge(repository, second, SAM)
    assert told(repository) == [], "the other's history stands under its new number"
    anew = approved(renumbered(OTHER), SAM) + second.partition("History\n\n")[2]
    repository.put(anew, SAM, name=SECOND)
    repository.put(approved(PROPOSED, KIM), KIM)
    assert lacks(repository) == {"DEV-0001": "", "DEV-0002": ""}, "sam filed the other, and did not write it"


def test_whose_words_they_were_is_told_of_the_new_number_whatever_its_record_says(repository: Repository):
    second = renumbered(OTHER.replace(KIM, MIRA))
    merge(repository, second)
    repository.put(approved(second, KIM), KIM, name=SECOND)
    assert lacks(repository)["DEV-0002"].startswith(f"{KIM} committed its reasons first, in ")


def test_a_decided_record_that_a_merge_left_out_is_missed(repository: Repository):
    merge(repository, "")
    (line,) = told(repository)
    assert line.startswith(f"{RECORD}: another record of its number is gone, on which somebody had decided (approved")


def test_who_raised_a_record_shakes_that_off_by_no_edit(repository: Repository):
    repository.git("checkout", "-q", "two")
    repository.put(PROPOSED, MIRA)
    repository.put(approved(PROPOSED, KIM), KIM)
    assert lacks(repository)["DEV-0001"].endswith("and somebody else has to approve it")


def test_a_rejection_is_left_out_by_no_merge_that_is_turned_back(repository: Repository):
    repository.put(PROPOSED.replace("status: proposed", "status: rejected"), SAM)
    repository.git("checkout", "-q", "two")
    merge(repository, "", left="main")
    repository.put(approved(PROPOSED, KIM), KIM)
    assert f"were rejected in it by {SAM} in " in lacks(repository)["DEV-0001"]


def test_nor_by_one_that_takes_the_other_where_it_comes_back_under_a_new_number(repository: Repository):
    repository.put(PROPOSED.replace("status: proposed", "status: rejected"), SAM)
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "two")
    repository.put(approved(OTHER, SAM), MIRA)
    repository.put(renumbered(PROPOSED), MIRA, name=SECOND)
    repository.put(approved(renumbered(PROPOSED), KIM), KIM, name=SECOND)
    assert (
        f"the same reasons for the same statement were rejected as DEV-0001 by {SAM} in "
        in lacks(repository)["DEV-0002"]
    )


def test_nor_by_one_that_writes_another_in_its_place(repository: Repository):
    repository.git("checkout", "-q", "main~1")
    repository.put("None yet.\n", MIRA, name="security/deviations/README.md")
    repository.git("merge", "-q", "--no-commit", "--no-ff", "two")
    repository.put(PROPOSED, MIRA)
    repository.put(approved(PROPOSED, KIM), KIM)
    assert lacks(repository)["DEV-0001"].endswith("and somebody else has to approve it")


def test_what_lives_on_under_another_number_was_another_whoever_raised_it(repository: Repository):
    repository.git("checkout", "-q", "two")
    text = approved(OTHER, SAM).replace(KIM, MIRA)
    repository.put(text, MIRA)
    merge(repository, renumbered(text), left="main")
    repository.put(PROPOSED, MIRA)
    repository.git("reset", "-q", "--soft", "HEAD~1")
    repository.git("commit", "-q", "--amend", "--no-edit")
    assert told(repository) == []
    (repository.folder / SECOND).write_text(renumbered(OTHER.replace(KIM, MIRA)))
    repository.git("commit", "-qa", "--amend", "--no-edit")
    (line,) = (each for each in told(repository) if each.startswith(SECOND))
    assert f":{RECORD}` has it, so put that back into its history" in line, "under the number that it had there"


def test_words_are_whose_they_were_under_a_number_that_another_has_by_now(repository: Repository):
    repository.git("checkout", "-q", "two")
    theirs = renumbered(OTHER.replace(KIM, MIRA))
    repository.put(approved(OTHER, SAM).replace("status: approved", "status: withdrawn"), KIM)
    repository.put(theirs, MIRA, name=SECOND)
    repository.put(approved(theirs, KIM), KIM, name=SECOND)
    assert not lacks(repository)["DEV-0002"], "it lies there, withdrawn, for somebody else to record it anew"
    repository.put(PROPOSED, MIRA)
    assert lacks(repository)["DEV-0002"].startswith(f"{KIM} committed its reasons first, in ")
    mine = theirs.replace("The path is written in the program", "Nobody but the build writes that path")
    repository.put(mine, MIRA, name=SECOND)
    repository.put(approved(mine, KIM), KIM, name=SECOND)
    assert not lacks(repository)["DEV-0002"], "these are mira's own"


@pytest.mark.parametrize(
    ("words", "what"),
    [("The path is written in the program", "its reasons"), ("In the program that path is written", "its kind")],
)
def test_of_two_that_swapped_their_numbers_each_is_told_what_was_its_own(repository: Repository, words: str, what: str):
    repository.git("checkout", "-q", "two")
    (repository.folder / RECORD).write_text(PROPOSED)
    second = renumbered(OTHER.replace(KIM, MIRA).replace("The path is written in the program", words))
    repository.put(second, MIRA, name=SECOND)
    (repository.folder / RECORD).write_text(approved(PROPOSED, KIM))
    repository.put(approved(second, KIM), KIM, name=SECOND)
    found = lacks(repository)
    assert not found["DEV-0001"], "kim raised another that had its number"
    assert found["DEV-0002"].startswith(f"{KIM} committed {what} first, in ")
    (line,) = told(repository)
    assert (
        line.startswith(f"{SECOND}: its history")
        and "approved by sam" in line
        and line.endswith("put that back into its history")
    )


def test_a_record_that_its_own_raiser_files_anew_is_no_others(repository: Repository):
    """Mira gives her record the next number, since another branch has its own under that."""
    second = approved(renumbered(PROPOSED), KIM)
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "two")
    (repository.folder / RECORD).write_text(approved(OTHER, SAM))
    repository.put(renumbered(PROPOSED), MIRA, name=SECOND)
    repository.put(second, KIM, name=SECOND)
    assert not lacks(repository)["DEV-0002"] and told(repository) == []


def test_a_rejection_is_no_older_for_what_was_rejected_under_its_number(repository: Repository):
    second = OTHER.replace(KIM, MIRA)
    repository.put(PROPOSED.replace("status: proposed", "status: rejected"), SAM)
    repository.put(renumbered(second), MIRA, name=SECOND)
    repository.put(approved(renumbered(second), KIM), KIM, name=SECOND)
    repository.put(second.replace("status: proposed", "status: rejected"), SAM)
    assert lacks(repository) == {"DEV-0002": ""}, "it was approved before anybody rejected the same"


REJECTED = f"\n## History\n\n- 2026-11-02 rejected by {SAM} (was proposed)\n"
MINE, THEIRS = "The command is one constant", "Nobody reaches that terminal but a crew that is filmed"


@pytest.mark.parametrize(("words", "counts"), [(THEIRS, True), (f"As was said: {MINE.lower()}", False)])
def test_of_one_finding_that_two_branches_recorded_a_merge_keeps_both_where_they_argue_apart(
    repository: Repository, words: str, counts: bool
):
    theirs = PROPOSED.replace(MIRA, KIM).replace(MINE, words)
    repository.put(approved(PROPOSED, KIM), KIM)
    repository.git("checkout", "-q", "-b", "three", "main~2")
    repository.put(rejected := theirs.replace("status: proposed", "status: rejected") + REJECTED, SAM)
    repository.git("checkout", "-q", "main")
    merge(repository, "", left="three")
    left_out = lacks(repository)["DEV-0001"]
    assert f"it was rejected in commit {head(repository, 'three')}, which a merge left out" in left_out
    (line,) = told(repository)
    own = f"`git show {head(repository, 'three')}:{RECORD}`"
    assert line.endswith(
        f"; file what {own} has under a number of its own"
        if counts
        else f"; {own} has it, so put that back into its history"
    )
    repository.put(renumbered(rejected), MIRA, name=SECOND)
    assert lacks(repository) == {"DEV-0001": "" if counts else left_out}
    assert told(repository) == [] or not counts


def head(repository: Repository, name: str) -> str:
    return (Git(repository.folder).ask("rev-parse", name) or b"").decode()[:12]


@pytest.mark.parametrize("whole", [True, False])
def test_the_way_to_what_another_has_the_number_of_by_now_is_told_at_once(repository: Repository, whole: bool):
    """A proposal here would leave the rejection where it is, unless the record tells of it."""
    repository.put(PROPOSED.replace("status: proposed", "status: rejected") + REJECTED, SAM)
    (repository.folder / RECORD).write_text(OTHER)
    entry = REJECTED.rpartition("\n\n")[2] * whole
    repository.put(approved(renumbered(PROPOSED), KIM) + entry, MIRA, name=SECOND)
    project = load(repository.folder, repository.standard)
    found = next(each for each in project.deviations if each.id == "DEV-0002")
    way = str(barred(whole_history(Git(repository.folder), project), found, project))
    long = f"; give other reasons, or withdraw DEV-0002, file what `git show {head(repository, 'main~1')}:{RECORD}` has"
    assert way.endswith("; propose it again, or give other reasons") if whole else long in way
