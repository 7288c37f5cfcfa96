"""Who wrote what they are to approve, by git, is told so before the approval is written, with who may give it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from test_deviations_command import PERMIT, REASON, RECORD, become, git, project

__all__ = ["project"]
Run = Callable[..., Result]
KIM, MIRA, SAM = "kim@example.org", "mira@example.org", "sam@example.org"
PAGE = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {approvers: [%s], proof: {high: %s}}\n---\n"


def policy(folder: Path, *approvers: str, proof: str = "committed") -> None:
    (folder / "security/standard.md").write_text(PAGE % (", ".join(approvers), proof))
    git(folder, "commit", "-qam", "Policy")


def changed(folder: Path, how: str) -> None:
    """Have kim write a part of what mira raised."""
    path = folder / RECORD
    text = path.read_text()
    person = f"Kim <{KIM}>"
    if how == "end":
        end = next(line for line in text.split("\n") if line.startswith("expires: "))
        path.write_text(text.replace(end, f"expires: {int(end[9:13]) + 1}{end[13:]}"))
    else:
        path.write_text(text.replace(REASON, f"{REASON} And nobody else's."))
    if how == "co-author":
        become(folder, MIRA)
        git(folder, "commit", "-qam", f"Reasons\n\nCo-authored-by: {person}")
        become(folder, KIM)
    else:
        git(folder, "commit", "-qam", "Change")


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("co-author", "is an author of the commit"),
        ("reasons", "committed its reasons first, in"),
        ("end", "committed its later end first, in"),
    ],
)
def test_what_git_refuses_is_not_approved(run: Run, project: Path, how: str, told: str):
    policy(project, KIM, SAM, MIRA)
    changed(project, how)
    before = (project / RECORD).read_bytes()
    done = run("deviations", "approve", "DEV-0001")
    assert done.exit_code == 2 and (project / RECORD).read_bytes() == before
    assert f"DEV-0001 is not approved: {KIM} {told}" in done.stderr
    assert done.stderr.endswith(f"and somebody else has to approve it: {SAM} may\n")
    become(project, SAM)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    git(project, "commit", "-qam", "Approve")
    assert run("deviations", "verify").exit_code == 0
    become(project, KIM)
    done = run("deviations", "approve", "DEV-0001")
    assert "is approved already" in done.stderr


def test_where_nobody_else_is_named_it_says_so(run: Run, project: Path):
    policy(project, KIM)
    changed(project, "reasons")
    assert run("deviations", "approve", "DEV-0001").stderr.endswith("; nobody else whom the policy names may\n")


def test_nor_is_a_permit(run: Run, project: Path):
    policy(project, KIM, SAM)
    path = project / "security/permits/PER-001.md"
    path.parent.mkdir()
    path.write_text(PERMIT)
    git(project, "add", ".")
    git(project, "commit", "-qm", "Permit")
    done = run("deviations", "approve", "PER-001")
    assert done.exit_code == 2 and path.read_text() == PERMIT
    assert "PER-001 is not approved: kim@example.org committed it first, in" in done.stderr


def test_where_no_proof_is_asked_for_the_records_own_word_counts(run: Run, project: Path):
    policy(project, KIM, proof="claimed")
    changed(project, "reasons")
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    git(project, "commit", "-qam", "Approve")
    assert run("deviations", "verify").exit_code == 0
