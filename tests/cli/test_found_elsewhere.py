"""Where a record's code is in another file by now, what is told of it there and of the record is the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_approved_anew import KIM, MIRA, commit
from test_deviations_command import CODE, Run, become, git, project

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
