"""Code that left a stricter policy on a line that is not the mainline: turned parents and second roots hide no move."""

from __future__ import annotations

import pytest
from test_changed_policies import KIM, MIRA, NAMED, SAM, Repository, policy
from test_changed_policies import STANDARD as PAGE
from test_laundered_policies import CODE, MORE, OWN, approve, change
from test_left_behind import LOOSE, STRICT, assert_moved, move
from test_moved_policies import OPEN

from aseptic.standard.catalog import Standard

OLD, NEW = "pump/src/a.py", "device/src/a.py"
FIX = OWN.replace("listen", "hear")


@pytest.fixture
def repository(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Repository:
    made = Repository(tmp_path_factory.mktemp("turned"), standard)
    made.git("init", "-q", "-b", "main")
    change(made, KIM, **{"README.md": "Pumps.\n"})
    return made


def merge(repository: Repository, branch: str, *how: str, who: str = MIRA) -> None:
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", *how, branch, who=who)


def take(repository: Repository, *names: str, into_last: bool = False, who: str = MIRA) -> None:
    repository.git("rm", "-rq", *names)
    repository.git("commit", "-qm", "Take", *(["--amend"] if into_last else []), who=who)


def branched(repository: Repository, *names: str, **files: str) -> None:
    """Leave branches off here, and commit files of kim's on the main one."""
    for name in names:
        repository.git("branch", name)
    change(repository, KIM, **files)


def begun(repository: Repository, **files: str) -> None:
    """Begin a history of its own."""
    repository.git("checkout", "-q", "--orphan", "own")
    repository.git("rm", "-rqf", ".")
    change(repository, **files)


def steps(words: str) -> str:
    """Return code of which each word gives a part."""
    lines = (f"    step_{number} = dose({number}, {word})\n" for word in words for number in range(3))
    return "".join(("def run():\n", *lines))


@pytest.mark.parametrize("removed", ["in the merge", "before it", "after it"])
def test_a_branch_from_before_the_project_that_takes_the_main_one_in(repository: Repository, removed: str):
    branched(repository, "turned", **STRICT, **{OLD: CODE})
    if removed == "before it":
        repository.git("checkout", "-qb", "cleared")
        take(repository, OLD)
    repository.git("checkout", "-q", "turned")
    change(repository, **LOOSE, **{NEW: CODE})
    merge(repository, "cleared" if removed == "before it" else "main")
    if removed != "before it":
        take(repository, OLD, into_last=removed == "in the merge")
    assert_moved(approve(repository, "src/a.py"))


@pytest.mark.parametrize("first", ["code", "other", "merge"])
def test_a_history_with_a_root_of_its_own(repository: Repository, first: str):
    """Also one that leaves all of the main one out, and has the code later."""
    change(repository, KIM, **STRICT, **{OLD: CODE})
    new = {**LOOSE, NEW: CODE}
    begun(repository, **(new if first == "code" else {"NOTES.md": "Other.\n"}))
    if first == "other":
        change(repository, **new)
    merge(repository, "main", "--allow-unrelated-histories", *(["-s", "ours"] if first == "merge" else []))
    if first == "merge":
        change(repository, **new)
    else:
        take(repository, "pump", into_last=True)
    assert_moved(approve(repository, "src/a.py"))


def test_a_root_that_takes_in_a_copy_and_what_it_was_made_of_at_once(repository: Repository):
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: CODE})
    change(repository, **{NEW: CODE})
    begun(repository, **{"NOTES.md": "Other.\n"})
    merge(repository, "main", "--allow-unrelated-histories")
    take(repository, OLD)
    assert_moved(approve(repository, "src/a.py"), how="copied")


def test_what_another_line_rewrote_on_the_way(repository: Repository):
    branched(repository, "turned", **STRICT, **{OLD: steps("ab")})
    change(repository, take=OLD, **{"shelf/a.py": steps("bc")})
    repository.git("checkout", "-q", "turned")
    change(repository, **LOOSE, **{NEW: steps("cd")})
    merge(repository, "main")
    take(repository, "shelf", into_last=True)
    assert_moved(approve(repository, "src/a.py"), new="shelf/a.py")


@pytest.mark.parametrize("who", [MIRA, KIM])
def test_a_policy_that_was_tightened_on_the_line_that_was_taken_in(repository: Repository, who: str):
    """Who merges it chooses between the two, whatever of them was first."""
    change(repository, KIM, **{**STRICT, f"pump/{PAGE}": OPEN, OLD: CODE}, **LOOSE)
    branched(repository, "turned", **{f"pump/{PAGE}": NAMED})
    repository.git("checkout", "-q", "turned")
    move(repository, OLD, NEW)
    merge(repository, "main", who=who)
    line = approve(repository, "src/a.py")
    if who == KIM:
        assert line == ""
    else:
        assert_moved(line)


def test_a_policy_that_a_merge_left_out_before_the_code_went(repository: Repository):
    change(repository, KIM, **{**STRICT, f"pump/{PAGE}": OPEN, OLD: CODE}, **LOOSE)
    branched(repository, "turned", **{f"pump/{PAGE}": NAMED})
    repository.git("checkout", "-q", "turned")
    change(repository, **{"NOTES.md": "Other.\n"})
    merge(repository, "main", "-s", "ours")
    move(repository, OLD, NEW)
    assert approve(repository, "src/a.py").startswith(f"DEV-0001: {MIRA} changed the policy over {OLD} in commit ")


def test_a_policy_that_was_loosened_before_the_code_was_taken_away_there(repository: Repository):
    branched(repository, "turned", **STRICT, **{OLD: CODE})
    change(repository, **{f"pump/{PAGE}": OPEN})
    take(repository, OLD)
    repository.git("checkout", "-q", "turned")
    change(repository, **LOOSE, **{NEW: CODE})
    merge(repository, "main")
    assert approve(repository, "src/a.py").startswith(f"DEV-0001: {MIRA} changed the policy over {OLD} in commit ")


def test_whoever_might_approve_may_move_code_on_a_branch_and_loosen_a_policy(repository: Repository):
    change(repository, KIM, **{**STRICT, f"pump/{PAGE}": OPEN, OLD: CODE, "pump/b.py": MORE}, **LOOSE)
    for number, page in enumerate((NAMED, OPEN)):
        branched(repository, f"page-{number}", **{f"{number}.md": "Notes.\n"})
        repository.git("checkout", "-q", f"page-{number}")
        change(repository, KIM, **{f"pump/{PAGE}": page})
        change(repository, **{OLD: f"{CODE}{FIX}\n# Mended {number}.\n"})
        repository.git("checkout", "-q", "main")
        merge(repository, f"page-{number}", who=KIM)
    move(repository, OLD, NEW)
    assert approve(repository, "src/a.py") == "", "loosened before it was moved"


@pytest.mark.parametrize("who", [KIM, MIRA])
def test_what_a_branch_edited_and_moved_is_theirs_who_merged_it(repository: Repository, who: str):
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: CODE})
    branched(repository, "branch", **{"NOTES.md": "Notes.\n"})
    repository.git("checkout", "-q", "branch")
    change(repository, **{OLD: CODE + FIX})
    move(repository, OLD, "shelf/a.py")
    move(repository, "shelf/a.py", NEW)
    repository.git("checkout", "-q", "main")
    merge(repository, "branch", who=who)
    assert bool(approve(repository, "src/a.py")) is (who == MIRA)


def test_what_only_a_branch_had_before_hides_nothing_of_what_the_mainline_tells(repository: Repository):
    branched(repository, "branch", **STRICT, **LOOSE)
    repository.git("checkout", "-q", "branch")
    change(repository, **{"lab/a.py": steps("ab")})
    change(repository, take="lab", **{OLD: steps("bc")})
    repository.git("checkout", "-q", "main")
    merge(repository, "branch", who=KIM)
    change(repository, **{NEW: steps("cd")})
    assert_moved(approve(repository, "src/a.py"), how="copied")


@pytest.mark.parametrize("where", ["main", "copy"])
def test_whom_code_was_copied_from_on_a_branch_is_held_to_nothing_of_where_it_went(repository: Repository, where: str):
    branched(repository, **STRICT, **LOOSE)
    repository.git("checkout", "-qB", where)
    change(repository, **{NEW: CODE})
    branched(repository, "then", **{"NOTES.md": "Notes.\n"})
    repository.git("checkout", "-q", "then")
    change(repository, **{OLD: CODE})
    repository.git("checkout", "-q", "main")
    merge(repository, "then")
    take(repository, "pump")
    assert approve(repository, "src/a.py") == ""


def test_what_changes_after_code_was_copied_did_not_govern_it(repository: Repository):
    change(repository, KIM, **{**STRICT, f"pump/{PAGE}": OPEN, OLD: CODE}, **LOOSE)
    for number in range(2):
        branched(repository, f"page-{number}", **{f"{number}.md": "Notes.\n"})
        repository.git("checkout", "-q", f"page-{number}")
        change(repository, KIM, **{f"pump/{PAGE}": NAMED})
        repository.git("checkout", "-q", "main")
        merge(repository, f"page-{number}")
        if not number:
            change(repository, KIM, **{f"pump/{PAGE}": OPEN})
            change(repository, **{NEW: CODE})
    take(repository, "pump")
    assert approve(repository, "src/a.py") == ""


@pytest.mark.parametrize("apart", [True, False])
def test_branches_that_mend_code_and_its_copy_alike_move_nothing(repository: Repository, apart: bool):
    change(repository, **STRICT, **LOOSE, **{NEW: CODE})
    change(repository, **{OLD: CODE})
    branched(repository, "one", "two", **{"NOTES.md": "Notes.\n"})
    for branch, name in (("one", NEW), ("two", OLD)) if apart else (("two", OLD), ("two", NEW)):
        repository.git("checkout", "-q", branch)
        change(repository, **{name: CODE + FIX})
    repository.git("checkout", "-q", "main")
    for branch in ("one", "two") if apart else ("two",):
        merge(repository, branch)
    assert approve(repository, "src/a.py") == ""


@pytest.mark.parametrize("strict", [True, False])
def test_another_repository_that_is_taken_in_was_not_moved_here(repository: Repository, strict: bool):
    """Also where the two have a file in common, which stays in both, and one was moved before."""
    change(repository, **(LOOSE if strict else STRICT), **({NEW: CODE} if strict else {OLD: MORE}))
    begun(repository, **(STRICT if strict else LOOSE), **{"pump/a.py" if strict else "a.py": CODE})
    move(repository, *(("pump/a.py", OLD) if strict else ("a.py", NEW)))
    repository.git("checkout", "-q", "main")
    merge(repository, "own", "--allow-unrelated-histories")
    assert approve(repository, "src/a.py") == ""


def test_pulls_that_turn_parents_move_nothing(repository: Repository):
    branched(repository, "clone", **STRICT, **LOOSE, **{OLD: MORE})
    repository.git("checkout", "-q", "clone")
    change(repository, **{"lib/b.py": FIX})
    merge(repository, "main")
    change(repository, **{NEW: CODE})
    branched(repository, "other", **{OLD: f"{MORE}# Mended.\n"})
    repository.git("checkout", "-q", "other")
    change(repository, **{NEW: f"{CODE}\n\nprint(install)\n"})
    merge(repository, "clone")
    assert approve(repository, "src/a.py", who=SAM) == ""


@pytest.mark.parametrize("then", ["", "merged again", "edited in the merge", "put back in it", "loosened meanwhile"])
def test_what_an_approver_moved_on_a_branch_is_not_theirs_who_merge_it(repository: Repository, then: str):
    """It is where they choose: another text, or a policy that was loosened there since."""
    page = {f"device/{PAGE}": policy(f"approvers: [{MIRA}]" if then == "loosened meanwhile" else "expires_days: 300")}
    change(repository, KIM, **{**STRICT, **LOOSE, **page}, **{OLD: CODE})
    repository.git("checkout", "-qb", "branch")
    move(repository, OLD, NEW, who=KIM)
    if then == "put back in it":
        change(repository, KIM, **{NEW: CODE + FIX})
    if then == "merged again":
        repository.git("checkout", "-qb", "local", "main")
        change(repository, **{"NOTES.md": "Notes.\n"})
        merge(repository, "branch")
    repository.git("checkout", "-q", "main")
    change(repository, **{f"device/{PAGE}": OPEN} if then == "loosened meanwhile" else {"OTHER.md": "Notes.\n"})
    merge(repository, "local" if then == "merged again" else "branch")
    if "in" in then.split():
        change(repository, **{NEW: CODE if then == "put back in it" else CODE + FIX})
        repository.git("reset", "-q", "--soft", "HEAD~1")
        repository.git("commit", "-q", "--amend", "-m", "Merge")
    line = approve(repository, "src/a.py")
    assert line == "" if then in ("", "merged again") else line.startswith(f"DEV-0001: {MIRA} moved its code ")


@pytest.mark.parametrize("narrowed", [False, True])
def test_a_policy_that_an_approver_loosened_on_a_branch_is_not_theirs_who_merge_it(
    repository: Repository, narrowed: bool
):
    """It is where the other side had narrowed it meanwhile, of which they choose one."""
    change(repository, KIM, **STRICT, **LOOSE, **{"pump/src/a.py": CODE})
    branched(repository, "branch", **{f"pump/{PAGE}": policy(f"approvers: [{KIM}], longest_days: {{high: 9}}")})
    if not narrowed:
        repository.git("branch", "-f", "branch")
    repository.git("checkout", "-q", "branch")
    change(repository, KIM, **{f"pump/{PAGE}": OPEN})
    repository.git("checkout", "-q", "main")
    merge(repository, "branch", "-X", "theirs")
    move(repository, OLD, NEW)
    line = approve(repository, "src/a.py")
    assert line.startswith(f"DEV-0001: {MIRA} changed the policy over {OLD} in commit ") if narrowed else line == ""


@pytest.mark.parametrize("first", ["original", "copy", "apart"])
def test_a_copy_whose_original_stays_is_told_where_its_line_had_that_before(repository: Repository, first: str):
    """Not where the original may be the copy: each came on a line that knew nothing of the other."""
    branched(repository, "turned", "strict", **LOOSE)
    steps = [{**STRICT, OLD: CODE}, {NEW: CODE}]
    for step in steps[::-1] if first == "copy" else steps:
        if first == "apart" and step is steps[0]:
            repository.git("checkout", "-q", "strict")
        change(repository, MIRA if NEW in step else KIM, **step)
        repository.git("checkout", "-q", "main")
    if first == "apart":
        merge(repository, "strict")
    repository.git("checkout", "-q", "turned")
    change(repository, **{"NOTES.md": "Other.\n"})
    merge(repository, "main")
    line = approve(repository, "src/a.py")
    if first == "original":
        assert_moved(line, how="copied")
    else:
        assert line == ""
