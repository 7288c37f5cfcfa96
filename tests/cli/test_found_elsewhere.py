"""Where a record's code is in another file by now, what is told of it there and of the record is the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_approved_anew import KIM, MIRA, commit
from test_deviations_command import CODE, REASON, RECORD, Run, become, git, project

__all__ = ["project"]


def approved(run: Run, folder: Path) -> None:
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    commit(folder, KIM)
    become(folder, MIRA)


def test_what_covers_its_finding_in_a_renamed_file_is_not_offered_to_a_copy(run: Run, project: Path):
    approved(run, project)
    (project / "copy.py").write_text(CODE)
    git(project, "add", "-A")
    commit(project, MIRA)
    git(project, "mv", "a.py", "b.py")
    for committed in (False, True):
        if committed:
            commit(project, MIRA)
        told = run("check").stdout
        assert "copy.py:5:5  error INJ-003" in told and "DEV-0001" not in told and "b.py:5:5" not in told
        refused = run("deviations", "propose", "DEV-0001", "copy.py:5")
        assert refused.exit_code == 2 and "is approved by kim@example.org, and stands" in refused.stderr

    (project / "b.py").write_text("")
    assert "copy.py:5:5  error INJ-003" in (told := run("check").stdout) and "DEV-0001 covered this at a.py" in told


def test_what_moved_is_told_as_check_tells_it_with_its_line(run: Run, project: Path):
    approved(run, project)
    (project / "a.py").write_text("import os\n")
    (project / "lib dir").mkdir()
    (project / "lib dir" / "b.py").write_text(f"\n{CODE}")
    commit(project, MIRA)
    told = (
        "DEV-0001 covered this at a.py::stop, and does not cover it here: accept its new place in an editor, or propose"
    )
    assert told in run("check").stdout
    become(project, KIM)
    call = "`aseptic deviations propose DEV-0001 'lib dir/b.py:6'`"
    for verb in ("approve", "renew"):
        assert run("deviations", verb, "DEV-0001").stderr.endswith(f"{told} it again there: {call}\n")
    assert run("deviations", "propose", "DEV-0001").stderr.endswith(f"as its own; name its finding: {call}\n")
    (project / "c.py").write_text(CODE)
    several = "`aseptic deviations propose DEV-0001 FILE:LINE`, as c.py:5 or lib dir/b.py:6\n"
    assert run("deviations", "propose", "DEV-0001").stderr.endswith(several)
    (project / "a.py").unlink()
    (project / "c.py").unlink()
    assert (
        run("deviations", "propose", "DEV-0001").stderr
        == f"Error: DEV-0001: there is no a.py; name its finding: {call}\n"
    )
    assert run("deviations", "propose", "DEV-0001", "lib dir/b.py:6").exit_code == 0


@pytest.mark.parametrize("given", [True, False])
def test_in_a_renamed_file_what_is_approved_stands_and_nothing_else_is_approved(run: Run, project: Path, given: bool):
    approved(run, project) if given else None
    git(project, "mv", "a.py", "b.py")
    become(project, KIM)
    told = run("deviations", "approve", "DEV-0001").stderr
    if given:
        assert "DEV-0001 is approved already, by kim@example.org" in told
    else:
        way = "propose it there: `aseptic deviations propose DEV-0001 b.py:5`"
        assert f"DEV-0001 is about what is in another file now: {way}" in told


def test_of_several_equals_the_lines_are_named(run: Run, project: Path):
    (project / "a.py").write_text(f"{CODE}    os.system(x)\n    os.system(x)\n")
    assert run("deviations", "propose", "DEV-0001").stderr.endswith("FILE:LINE`, as a.py:5 or a.py:6 or a.py:7\n")


def test_a_file_that_is_gone_is_told_as_gone(run: Run, project: Path):
    (project / "a.py").unlink()
    way = "withdraw it, or if its code went elsewhere `aseptic deviations propose DEV-0001 FILE:LINE`"
    told = f"DEV-0001 covers nothing: a.py is gone: {way}\n"
    assert run("deviations").stdout.endswith(told)
    for verb in ("approve", "renew"):
        assert run("deviations", verb, "DEV-0001").stderr == f"Error: {told}"
    (project / "a.py").symlink_to("nowhere")
    assert "is gone" not in run("deviations").stdout


def test_equal_statements_that_moved_together_are_told_with_their_records_where_no_git_tells(run: Run, project: Path):
    record = project / RECORD
    (project / "a.py").write_text(f"{CODE}    os.system(x)\n\n\ndef halt(x):\n    os.system(x)\n")
    assert run("deviations", "propose", "DEV-0001", "a.py:5").exit_code == 0
    for line in (6, 10):
        assert run("deviations", "record", f"a.py:{line}", "--reason", f"{REASON} {line}").exit_code == 0
    shutil.rmtree(project / ".git")
    (project / "a.py").rename(project / "b.py")
    told = run("check").stdout
    for number, line in enumerate((5, 6, 10), 1):
        call = f"propose it again there: `aseptic deviations propose DEV-000{number} b.py:{line}`"
        assert f"DEV-000{number} covered this at a.py::" in told and call in told
        assert f"`aseptic deviations propose DEV-000{number} b.py:{line}`\n" in run("deviations").stdout
    (project / "b.py").write_text("import os\n\nos.system(x)\nos.system(x)\n")
    record.with_name("DEV-0003.md").unlink()
    call = "`aseptic deviations propose DEV-000{} FILE:LINE`, as b.py:3 or b.py:4"
    for number in (1, 2):
        assert (
            f"propose it for the one that is meant: {call.format(number)}, or withdraw it" in run("deviations").stdout
        )
        assert f"name its finding: {call.format(number)}" in run("deviations", "propose", f"DEV-000{number}").stderr
    assert "; so it is with DEV-0002: propose" in run("check").stdout
    assert run("deviations", "propose", "DEV-0002", "b.py:4").exit_code == 0


def test_where_git_tells_of_a_rename_the_table_names_the_new_place(run: Run, project: Path):
    git(project, "mv", "a.py", "b.py")
    assert "  INJ-003  b.py::stop  " in run("deviations").stdout
    (project / "b.py").write_text(CODE.replace("stop", "halt"))
    assert "  INJ-003  a.py::stop  " in run("deviations").stdout


def test_where_git_tells_of_a_rename_it_is_proposed_there_without_a_place(run: Run, project: Path):
    approved(run, project)
    git(project, "mv", "a.py", "b.py")
    (project / "b.py").write_text(f"{CODE}    os.system(x)\n")
    several = "`aseptic deviations propose DEV-0001 FILE:LINE`, as b.py:5 or b.py:6\n"
    told = run("deviations", "propose", "DEV-0001").stderr
    assert "DEV-0001 is about a.py::stop, in b.py by now, and " in told and told.endswith(several)
    (project / "b.py").write_text(CODE)
    told = run("deviations", "propose", "DEV-0001")
    assert told.exit_code == 0, told.stderr
    assert "\nwhere: b.py::stop\n" in (project / RECORD).read_text()
