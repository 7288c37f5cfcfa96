"""An approval that counts only since the code that it is about was moved out from under a stricter policy is told."""

from __future__ import annotations

import pytest
from test_changed_policies import KIM, MIRA, NAMED, SAM, Repository
from test_changed_policies import STANDARD as PAGE
from test_laundered_policies import CODE, MORE, OWN, SETTINGS, approve, change, device
from test_moved_policies import OPEN
from test_taken_back import RECORD

from aseptic.analysis.scanning.scan import Manner, scan
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

LOOSE = {f"device/{PAGE}": OPEN, "device/pyproject.toml": SETTINGS, "device/src/own.py": OWN}
STRICT = {f"pump/{PAGE}": NAMED, "pump/pyproject.toml": SETTINGS}
SCRIPT = f"#!/usr/bin/env python3\n{CODE}"


@pytest.fixture
def repository(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Repository:
    made = Repository(tmp_path_factory.mktemp("left"), standard)
    made.git("init", "-q", "-b", "main")
    return made


def move(repository: Repository, old: str, new: str, who: str = MIRA) -> None:
    (repository.folder / new).parent.mkdir(parents=True, exist_ok=True)
    repository.git("mv", old, new)
    repository.git("commit", "-qm", "Move", who=who)


def assert_moved(
    line: str, old: str = "pump/src/a.py", new: str = "device/src/a.py", who: str = MIRA, how: str = "moved"
) -> None:
    assert line.startswith(f"DEV-0001: {who} {how} its code from {old} to {new} in commit ")
    why = f"away from a policy by which it does not count (the policy does not name {SAM} as one who approves)"
    assert line.endswith(f", {why}: look at that commit")
    assert len(line) < 250


@pytest.mark.parametrize("copied", [True, False])
def test_code_that_comes_to_a_folder_without_a_page(repository: Repository, copied: bool):
    change(repository, KIM, **STRICT, **{"pump/src/a.py": CODE})
    if copied:
        change(repository, **{"device/src/a.py": CODE, "device/pyproject.toml": SETTINGS})
    else:
        (repository.folder / "device").mkdir()
        repository.git("mv", "pump/pyproject.toml", "device")
        move(repository, "pump/src", "device/src")
    assert_moved(approve(repository, "src/a.py"), how="copied" if copied else "moved")


@pytest.mark.parametrize("order", ["loose, strict", "strict, loose", "both"])
def test_code_that_comes_to_a_project_that_was_there(repository: Repository, order: str):
    strict, loose = {**STRICT, "pump/src/a.py": CODE}, LOOSE
    for step in ({**strict, **loose},) if order == "both" else (loose, strict)[:: 1 if order[0] == "l" else -1]:
        change(repository, KIM, **step)
    move(repository, "pump/src/a.py", "device/src/a.py")
    assert_moved(approve(repository, "src/a.py"))


@pytest.mark.parametrize("seeded", [True, False])
def test_a_policy_that_was_tightened_after_the_other_page_came(repository: Repository, seeded: bool):
    change(repository, KIM, **{**STRICT, f"pump/{PAGE}": OPEN, "pump/src/a.py": CODE}, **LOOSE)
    if seeded:
        change(repository, **{"device/src/a.py": CODE})
    change(repository, KIM, **{f"pump/{PAGE}": NAMED, "pump/src/a.py": CODE + OWN.replace("listen", "hear")})
    change(repository, take="pump/src", **{"device/src/a.py": CODE + OWN.replace("listen", "hear")})
    assert_moved(approve(repository, "src/a.py"))


@pytest.mark.parametrize("who", [MIRA, KIM])
def test_what_a_branch_moved_is_theirs_who_merged_it(repository: Repository, who: str):
    change(repository, KIM, **{**STRICT, f"pump/{PAGE}": OPEN, "pump/src/a.py": CODE}, **LOOSE)
    repository.git("checkout", "-qb", "branch")
    move(repository, "pump/src/a.py", "device/src/a.py")
    repository.git("checkout", "-q", "main")
    change(repository, KIM, **{f"pump/{PAGE}": NAMED})
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "branch", who=who)
    line = approve(repository, "src/a.py")
    if who == KIM:
        assert line == ""
    else:
        assert_moved(line)


def test_a_file_is_called_as_it_was_when_it_was_copied(repository: Repository):
    change(repository, KIM, **STRICT, **LOOSE, **{"pump/src/a.py": CODE})
    move(repository, "pump/src/a.py", "pump/src/b.py", KIM)
    change(repository, **{"device/src/a.py": CODE})
    assert_moved(approve(repository, "src/a.py"), old="pump/src/b.py", how="copied")


def test_code_that_goes_up_to_the_project_around_its_own(repository: Repository):
    inner = {name.replace("pump", "device/inner"): text for name, text in STRICT.items()}
    change(repository, KIM, **LOOSE, **inner, **{"device/inner/a.py": CODE})
    move(repository, "device/inner/a.py", "device/src/a.py")
    change(repository, take="device/inner")
    assert_moved(approve(repository, "src/a.py"), old="device/inner/a.py")


def test_a_project_that_is_taken_away_from_around_its_code(repository: Repository):
    inner = {name.replace("pump", "device/inner"): text for name, text in STRICT.items()}
    change(repository, KIM, **LOOSE, **inner, **{"device/inner/a.py": CODE})
    change(repository, take="device/inner/security device/inner/pyproject.toml")
    line = approve(repository, "inner/a.py")
    assert line.startswith(f"DEV-0001: {MIRA} changed the policy over device/inner/a.py in commit ")


@pytest.mark.parametrize(("old", "new"), [("tool", "tool"), ("a.py", "tool"), ("tool", "a.py"), ("tool", "a.pyw")])
def test_scripts_without_an_ending_are_code(repository: Repository, old: str, new: str):
    change(repository, KIM, **STRICT, **{f"pump/src/{old}": SCRIPT})
    change(repository, take="pump/src", **LOOSE, **{f"device/src/{new}": f"{SCRIPT}# Moved.\n"})
    assert_moved(approve(repository, f"src/{new}"), f"pump/src/{old}", f"device/src/{new}")


def test_a_part_that_is_put_into_a_file_of_another_project(repository: Repository):
    change(repository, KIM, **STRICT, **LOOSE, **{"pump/src/a.py": CODE})
    change(repository, **{"device/src/own.py": OWN + CODE})
    assert_moved(approve(repository, "src/own.py"), new="device/src/own.py", how="copied")


def test_one_function_that_moves_out_of_a_long_file(repository: Repository):
    others = "".join(f"\n\ndef dose_{each}(rate):\n    return rate * factor_{each}(rate)\n" for each in range(9))
    change(repository, KIM, **STRICT, **LOOSE, **{"pump/src/a.py": CODE + others})
    change(repository, **{"pump/src/a.py": others, "device/src/own.py": OWN + CODE})
    assert_moved(approve(repository, "src/own.py"), new="device/src/own.py")


@pytest.mark.parametrize("around", ["# '''\n{}# '''\n", "FIRST = 1  # '''\n{}LAST = 2  # '''\n"])
def test_quotes_in_comments_hide_no_code(repository: Repository, around: str):
    change(repository, KIM, **STRICT, **LOOSE, **{"pump/src/a.py": CODE})
    repository.git("rm", "-q", "pump/src/a.py")
    change(repository, **{"device/src/tool.py": around.format(CODE)})
    assert_moved(approve(repository, "src/tool.py"), new="device/src/tool.py")


def test_who_moves_it_and_approves_is_named_once(repository: Repository):
    change(repository, KIM, **STRICT, **LOOSE, **{"pump/src/a.py": CODE})
    move(repository, "pump/src/a.py", "device/src/a.py", SAM)
    line = approve(repository, "src/a.py")
    assert line.count(SAM) == 1
    assert_moved(line, who="its approver")


def test_who_approves_by_the_policy_before_may_move_code_where_it_is_looser(repository: Repository):
    change(repository, KIM, **STRICT, **LOOSE, **{"pump/src/a.py": CODE})
    move(repository, "pump/src/a.py", "device/src/a.py", KIM)
    assert approve(repository, "src/a.py") == ""


def test_what_counts_by_the_policy_before_as_well_is_nothing_to_tell(repository: Repository):
    change(repository, KIM, **STRICT, **LOOSE, **{"pump/src/a.py": CODE})
    move(repository, "pump/src/a.py", "device/src/a.py")
    assert approve(repository, "src/a.py", who=KIM) == ""


def test_code_that_went_out_and_came_back_is_asked_of_what_it_was_under_between(repository: Repository):
    change(repository, KIM, **STRICT, **LOOSE, **{"device/src/a.py": CODE})
    move(repository, "device/src/a.py", "pump/a.py")
    move(repository, "pump/a.py", "device/src/a.py")
    assert_moved(approve(repository, "src/a.py"), old="pump/a.py")


def test_whom_code_was_copied_from_is_held_to_nothing_of_where_it_went(repository: Repository):
    change(repository, KIM, **LOOSE, **{"device/src/a.py": CODE})
    change(repository, KIM, **STRICT, **{"pump/src/a.py": CODE})
    assert approve(repository, "src/a.py") == ""


def test_a_file_of_a_new_project_is_asked_where_it_is_from_and_no_other(repository: Repository):
    change(repository, KIM, **STRICT, **{"pump/manage.py": CODE, "pump/src/a.py": MORE})
    change(repository, SAM, **device(**{"manage.py": CODE, "src/b.py": OWN}))
    assert_moved(approve(repository, "manage.py"), "pump/manage.py", "device/manage.py", "its approver", "copied")
    repository.git("rm", "-q", f"device/{RECORD}")
    repository.git("commit", "-qm", "Another")
    assert approve(repository, "src/b.py") == ""


def test_of_several_records_whose_code_was_moved_in_one_commit_one_line_tells(repository: Repository):
    change(repository, KIM, **STRICT, **LOOSE, **{"pump/src/a.py": CODE, "pump/src/b.py": MORE})
    move(repository, "pump/src/a.py", "device/src/a.py")
    repository.git("mv", "pump/src/b.py", "device/src/b.py")
    repository.git("commit", "-q", "--amend", "-m", "Move")
    approve(repository, "src/a.py")
    line = approve(repository, "src/b.py", number="0002")
    assert line.startswith(
        f"DEV-0001, DEV-0002: {MIRA} moved their code from pump/src/a.py to device/src/a.py and others"
    )


def test_a_scan_for_somebody_who_tells_it_themselves_does_not_ask_for_it(repository: Repository):
    """That takes as long as all the rest of `verify`."""
    change(repository, KIM, **STRICT, **LOOSE, **{"pump/src/a.py": CODE})
    move(repository, "pump/src/a.py", "device/src/a.py")
    assert_moved(approve(repository, "src/a.py"))
    root = repository.folder / "device"
    for noted in (True, False):
        manner = Manner(noted=noted)
        report = scan(Session(repository.standard, [root]), [root], root, lambda _: None, manner)
        assert any("moved its code" in each for each in report.notes) is noted
