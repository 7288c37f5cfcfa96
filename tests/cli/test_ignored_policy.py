"""A policy that git ignores is not in force: whoever approves by it, verifies or checks is told so."""

from __future__ import annotations

from pathlib import Path

from test_approved_anew import KIM, MIRA, commit
from test_deviations_command import LOOSE, RECORD, STRICT, Run, become, git, project

__all__ = ["project"]
TOLD = "git ignores security/standard.md (.gitignore, line 1), so its last committed text counts; commit it: "


def ignore(folder: Path) -> None:
    """Have git ignore the policy of before, and put a looser one into the tree."""
    policy = folder / "security/standard.md"
    policy.write_text(STRICT.replace(KIM, "zed@example.org"))
    commit(folder, MIRA)
    (folder / ".gitignore").write_text("security/standard.md\n")
    git(folder, "rm", "-q", "--cached", "security/standard.md")
    git(folder, "add", "-A")
    commit(folder, MIRA)
    policy.write_text(LOOSE)
    become(folder, KIM)


def test_approve_refuses_what_the_committed_one_does_not_let_count(run: Run, project: Path):
    ignore(project)
    before = (project / RECORD).read_bytes()
    done = run("deviations", "approve", "DEV-0001")
    assert done.exit_code == 2 and f"does not name {KIM} as one who approves" in done.stderr and TOLD in done.stderr
    assert (project / RECORD).read_bytes() == before
    git(project, "add", "-f", "security/standard.md")
    git(project, "commit", "-qm", "Commit the policy")
    assert run("deviations", "approve", "DEV-0001").exit_code == 0


def test_verify_and_check_name_it_where_something_is_approved(run: Run, project: Path):
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    ignore(project)
    assert TOLD in run("deviations", "verify").stderr and TOLD in run("check").stderr
    git(project, "add", "-f", "security/standard.md")
    assert TOLD not in run("deviations", "verify").stderr and TOLD not in run("check").stderr
