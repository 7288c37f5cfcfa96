"""Where a record's code is in another file by now, what is told of it there and of the record is the same."""

from __future__ import annotations

from pathlib import Path

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
