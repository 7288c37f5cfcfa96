"""Who wrote what they are to approve, by git, is told so before the approval is written, with who may give it."""

from __future__ import annotations

import subprocess
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
    assert run("deviations", "approve", "DEV-0001").stderr.endswith(
        "; nobody else whom the policy names may: withdraw it, and have somebody else record it anew\n"
    )


def test_nor_is_a_permit(run: Run, project: Path):
    policy(project, KIM, SAM)
    path = project / "security/permits/PER-001.md"
    path.parent.mkdir()
    path.write_text(PERMIT)
    assert "no commit has it yet" in run("deviations", "approve", "PER-001").stderr and path.read_text() == PERMIT
    git(project, "add", ".")
    git(project, "commit", "-qm", "Permit")
    done = run("deviations", "approve", "PER-001")
    assert done.exit_code == 2 and path.read_text() == PERMIT
    assert "PER-001 is not approved: kim@example.org committed it first, in" in done.stderr


@pytest.mark.parametrize("what", ["it", "its reasons", "its measures", "its kind", "its later end"])
def test_nor_is_what_nobody_has_committed(run: Run, project: Path, what: str):
    policy(project, KIM, SAM)
    path = project / RECORD
    text = path.read_text()
    end = next(line for line in text.split("\n") if line.startswith("expires: "))
    kind = next(line for line in text.split("\n") if line.startswith("kind: "))
    other = "kind: false_positive" if "risk" in kind else "kind: accepted_risk"
    changes = {
        "its reasons": text.replace(REASON, f"{REASON} And nobody else's.", 1),
        "its measures": text.replace(
            "where:", "measures:\n  - {what: The console is locked., verified_by: a.py}\nwhere:", 1
        ),
        "its kind": text.replace(kind, other),
        "its later end": text.replace(end, f"expires: {int(end[9:13]) + 1}{end[13:]}"),
    }
    if what == "it":
        git(project, "rm", "-q", "--cached", str(RECORD))
        git(project, "commit", "-q", "--amend", "-m", "None")
        git(project, "checkout", "-q", "--orphan", "fresh")
        git(project, "commit", "-qm", "None")
    else:
        path.write_text(changes[what])
    before = path.read_bytes()
    done = run("deviations", "approve", "DEV-0001")
    assert done.exit_code == 2 and path.read_bytes() == before
    path, who = f":/{RECORD}", MIRA if what == "it" else "who wrote that"
    command = f"git add -f {path} && git commit -m DEV-0001 {path}"
    why = f"no commit has {what} yet, and git takes who commits first for who wrote; have {who} commit it first: "
    else_ = f"; if it was you, take that back (`git restore -SW {path}`), and have somebody else propose it"
    assert done.stderr == f"Error: DEV-0001 is not approved: {why}`{command}`{else_ * (what != 'it')}\n"
    become(project, MIRA)
    subprocess.run(command, shell=True, check=True, cwd=project / "security", capture_output=True)
    become(project, KIM)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    git(project, "commit", "-qam", "Approve")
    assert run("deviations", "verify").exit_code == 0


def test_nor_is_anything_where_there_is_no_commit_at_all(run: Run, project: Path):
    policy(project, KIM, SAM)
    (project / ".git").rename(project.parent / "git")
    before = (project / RECORD).read_bytes()
    git(project, "init", "-q", "-b", "main")
    become(project, KIM)
    done = run("deviations", "approve", "DEV-0001")
    assert done.exit_code == 2 and (project / RECORD).read_bytes() == before
    assert (
        "DEV-0001 is not approved: no commit has it yet, and git takes who commits first for who wrote" in done.stderr
    )
    become(project, MIRA)
    git(project, "add", "-A")
    git(project, "commit", "-qm", "All")
    become(project, KIM)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0


def test_nor_by_whom_a_commit_calls_an_author_by_the_name_that_git_has_for_who_acts(run: Run, project: Path):
    policy(project, KIM)
    path = project / RECORD
    path.write_text(path.read_text().replace(REASON, f"{REASON} And nobody else's."))
    become(project, MIRA)
    git(project, "commit", "-qam", "Reasons\n\nCo-authored-by: Kim Meier")
    become(project, KIM)
    git(project, "config", "user.name", "Kim Meier")
    done = run("deviations", "approve", "DEV-0001")
    assert done.exit_code == 2 and f"{KIM} is an author of the commit" in done.stderr


def test_where_no_proof_is_asked_for_the_records_own_word_counts(run: Run, project: Path):
    policy(project, KIM, proof="claimed")
    changed(project, "reasons")
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    git(project, "commit", "-qam", "Approve")
    assert run("deviations", "verify").exit_code == 0


def test_who_acts_under_an_address_that_git_maps_is_told_which_counts(run: Run, project: Path):
    policy(project, KIM)
    (project / ".mailmap").write_text(f"Kim <{KIM}> <kim@home.net>\n")
    permits = project / "security/permits"
    permits.mkdir()
    (permits / "PER-001.md").write_text(PERMIT)
    decisions = [(verb, each) for verb in ("approve", "reject") for each in ("DEV-0001", "PER-001")]
    for who in ("kim@home.net", "eve@home.net"):
        become(project, who)
        for verb, each in decisions:
            refused = run("deviations", verb, each, *["No."] * (verb == "reject"))
            told = f"; .mailmap has that as {KIM}, so act as that: git config user.email {KIM}\n"
            assert refused.exit_code == 2 and refused.stderr.endswith(told) is (who == "kim@home.net"), refused.stderr
    become(project, MIRA)
    assert run("deviations", "approve", "PER-001").stderr.endswith(f"has to approve it, for a.py: {KIM} may\n")


def test_a_typo_that_the_approver_mends_has_one_way_on_that_leads_to_its_end(run: Run, project: Path):
    policy(project, KIM)
    path, mended = project / RECORD, REASON.replace("typed", "typed in")
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    git(project, "commit", "-qam", "Approve")
    before = path.read_text()
    path.write_text(before.replace(REASON, mended))
    way = f"take that back (`git restore -SW :/{RECORD}`), and have somebody else propose it\n"
    assert run("deviations", "approve", "DEV-0001").stderr.endswith(f"; if it was you, {way}")
    assert run("deviations", "propose", "DEV-0001").stdout.endswith(f"for each raised or wrote it: {way}")
    git(project, "add", "-A")
    git(project / "security", "restore", "-SW", f":/{RECORD}")
    assert path.read_text() == before and run("deviations", "verify").exit_code == 0
    become(project, MIRA)
    path.write_text(before.replace(REASON, mended))
    assert run("deviations", "propose", "DEV-0001").exit_code == 0
    git(project, "commit", "-qam", "Propose")
    become(project, KIM)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    git(project, "commit", "-qam", "Approve")
    assert run("deviations", "verify").exit_code == 0
