"""Who is about to approve what counts only since its code left a stricter policy reads that before, not after."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_approved_anew import KIM, MIRA, commit
from test_deviations_command import CODE, PERMIT, RECORD, Run, become, git, project

from aseptic.analysis.deviations.git_facts import Remembered, remembered
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.dossier import remembered_parts
from aseptic.standard.catalog import Standard

__all__ = ["project"]
STRICT = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {approvers: [lin@example.org]}\n---\n"


@pytest.fixture
def moved(project: Path) -> Path:
    """Mira moved the code out of a project in which only lin approves, once its record lay here."""
    become(project, MIRA)
    text = (project / RECORD).read_text()
    git(project, "rm", "-q", "a.py", str(RECORD))
    (project / "pump" / "security").mkdir(parents=True)
    (project / "pump" / "security" / "standard.md").write_text(STRICT)
    (project / "pump" / "a.py").write_text(CODE)
    git(project, "add", ".")
    commit(project, MIRA)
    git(project, "mv", "pump/a.py", "a.py")
    for path, said in ((RECORD, text), (Path("security/permits/PER-001.md"), PERMIT)):
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(said)
    git(project, "add", ".")
    commit(project, MIRA)
    become(project, KIM)
    return project


def seen(standard: Standard, folder: Path) -> str:
    """What whoever acts is shown of the record before a decision."""
    session = Session(standard, [folder])
    question = remembered(session, session.project(folder), "DEV-0001")
    return "\n".join(remembered_parts(question() if question else Remembered()))


def test_approve_and_the_hover_tell_the_line_that_verify_tells_then(run: Run, moved: Path, standard: Standard):
    why = "away from a policy by which it does not count (the policy does not name kim@example.org as one who approves)"
    before = seen(standard, moved)
    assert before.startswith(
        f"Before it is approved: DEV-0001: {MIRA} moved its code from pump/a.py to a.py in commit "
    )
    assert before.endswith(f"{why}: look at that commit.")
    line = before.removeprefix("Before it is approved: ").removesuffix(".")
    for name in ("DEV-0001", "PER-001"):
        done = run("deviations", "approve", name)
        assert done.exit_code == 0, done.output
        assert done.stdout.endswith(f"; but {line.removeprefix('DEV-0001: ')}\n")
    commit(moved, KIM)
    both = line.replace("DEV-0001", "DEV-0001, PER-001").replace(" its ", " their ").replace("it does", "they do")
    assert both in run("deviations", "verify").stderr


def test_who_may_not_approve_it_is_told_nothing_of_that(moved: Path, standard: Standard):
    become(moved, MIRA)
    assert seen(standard, moved) == ""
