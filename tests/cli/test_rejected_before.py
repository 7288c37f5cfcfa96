"""What was rejected comes back under another number: who approves or verifies that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_approved_anew import KIM, MIRA, commit, verdict
from test_deviations_command import CODE, REASON, RECORD, Run, become, git, project

__all__ = ["project"]
SAID = f"{REASON} this is acceptable, and what protects instead."
OTHER = "The console is locked by badge, and the list of commands is fixed in the build."
SECOND = RECORD.with_name("DEV-0002.md")


@pytest.fixture
def rejected(run: Run, project: Path) -> str:
    """Kim has rejected it, mira deleted it; the text that was rejected."""
    text = (project / RECORD).read_text()
    assert run("deviations", "reject", "DEV-0001", "The list of programs is known.").exit_code == 0
    commit(project, KIM)
    (project / RECORD).unlink()
    commit(project, MIRA)
    return text.replace("DEV-0001", "DEV-0002")


def file(folder: Path, text: str) -> None:
    (folder / SECOND).parent.mkdir(exist_ok=True)
    (folder / SECOND).write_text(text)
    git(folder, "add", "-A")
    commit(folder, MIRA)
    become(folder, "bob@example.org")


def test_approve_refuses_it_and_names_the_way_back(run: Run, project: Path, rejected: str):
    file(project, rejected.replace(REASON, f" {REASON} "))
    done = run("deviations", "approve", "DEV-0002")
    assert done.exit_code == 2
    assert f"the same reasons for the same statement were rejected as DEV-0001 by {KIM} in " in done.stderr
    assert "withdraw DEV-0002 and propose DEV-0001 again, which `git restore -s " in done.stderr
    back = done.stderr.partition("`")[2].partition("`")[0]
    git(project / "security", *back.split()[1:])
    assert "status: rejected" in (project / RECORD).read_text()
    take_that_way(run, project)


def take_that_way(run: Run, folder: Path) -> None:
    """Propose what was rejected again instead of what took its place, and have it approved."""
    become(folder, MIRA)
    refused = run("deviations", "propose", "DEV-0001").stderr
    assert "its finding is held by DEV-0002: withdraw DEV-0002 first, then propose DEV-0001 again" in refused
    assert run("deviations", "withdraw", "DEV-0002", "--yes").exit_code == 0
    done = run("deviations", "propose", "DEV-0001")
    assert done.exit_code == 0, done.output
    git(folder, "add", "-A")
    commit(folder, MIRA)
    become(folder, "bob@example.org")
    done = run("deviations", "approve", "DEV-0001")
    assert done.exit_code == 0, done.output
    commit(folder, "bob@example.org")
    assert run("check").exit_code == 0 and "rejected" not in run("check").stderr


@pytest.mark.parametrize("gone", [True, False])
def test_nor_does_it_come_back_with_other_code_and_the_way_out_leads_there(
    run: Run, project: Path, rejected: str, gone: bool
):
    if not gone:
        git(project, "checkout", "-q", "HEAD~1")
    (project / "a.py").write_text(CODE.replace("(x)\n", "(x + '.')\n"))
    become(project, MIRA)
    assert run("deviations", "record", "a.py:5", "--reason", SAID, "--why-not", REASON).exit_code == 0
    git(project, "add", "-A")
    commit(project, MIRA)
    become(project, "bob@example.org")
    refused = run("deviations", "approve", "DEV-0002").stderr
    assert "the same reasons for INJ-003 in a.py::stop " in refused
    assert "give other reasons, or withdraw DEV-0002 and propose DEV-0001" in refused
    approved_elsewhere(run, project, "DEV-0002")
    assert "does not hold: the same reasons for INJ-003 in a.py::stop " in verdict(run)
    assert run("check").exit_code == 1

    if gone:
        git(project / "security", *refused.split("`")[1].split()[1:])
    call = refused.split("`")[-2].replace(":LINE", ":5").split()
    assert call == ["aseptic", "deviations", "propose", "DEV-0001", "a.py:5"]
    become(project, MIRA)
    assert run("deviations", "withdraw", "DEV-0002", "--yes").exit_code == 0
    assert run(*call[1:]).exit_code == 0
    git(project, "add", "-A")
    commit(project, MIRA)
    become(project, "bob@example.org")
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    commit(project, "bob@example.org")
    assert run("check").exit_code == 0


def test_and_so_it_does_where_the_rejected_one_lies_there(run: Run, project: Path, rejected: str):
    git(project, "checkout", "-q", "HEAD~1")
    file(project, rejected)
    refused = run("deviations", "approve", "DEV-0002").stderr
    assert (
        "the same reasons for the same statement are rejected as DEV-0001; withdraw DEV-0002 and propose that"
        in refused
    )
    take_that_way(run, project)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("the operator's own, typed", "an operator's own, entered", True),
        (SAID, OTHER, False),
    ],
)
def test_a_few_other_words_are_no_other_reason(run: Run, project: Path, rejected: str, old: str, new: str, told: bool):
    file(project, rejected.replace(old, new))
    refused = run("deviations", "approve", "DEV-0002").stderr
    assert ("nearly the same reasons for the same statement were rejected as DEV-0001" in refused) is told


@pytest.mark.parametrize("how", ["reverted", "written anew"])
def test_under_its_own_number_it_has_to_be_proposed_again(run: Run, project: Path, rejected: str, how: str):
    text = rejected.replace("DEV-0002", "DEV-0001")
    if how == "written anew":
        text = text.replace("of the pump", "of this pump")
    (project / RECORD).parent.mkdir(exist_ok=True)
    (project / RECORD).write_text(text)
    git(project, "add", "-A")
    commit(project, MIRA)
    bob = "bob@example.org"
    become(project, bob)
    refused = run("deviations", "approve", "DEV-0001")
    assert refused.exit_code == 2 and f"were rejected in it by {KIM} in " in refused.stderr
    assert "and nobody proposed it again since; propose it again, or give other reasons" in refused.stderr

    given = approved_elsewhere(run, project)
    told = "the same reasons for the same statement were rejected in it by kim@example.org"
    assert told in " ".join(
        run("check").stdout.split()
    ) and f"does not hold: {'nearly ' * (how != 'reverted')}{told}" in verdict(run)
    assert verdict(run).endswith("nobody proposed it again since, so propose it again, or give other reasons")
    become(project, MIRA)
    (project / RECORD).write_text(text)
    assert run("deviations", "propose", "DEV-0001").exit_code == 0
    commit(project, MIRA)
    become(project, bob)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    assert (project / RECORD).read_text() != given
    commit(project, bob)
    assert told not in " ".join(run("check").stdout.split()) and verdict(run).endswith("holds")


def approved_elsewhere(run: Run, folder: Path, identity: str = "DEV-0001") -> str:
    """Commit an approval that bob gave where nobody rejected anything."""
    record = folder / RECORD.with_name(f"{identity}.md")
    text = record.read_text()
    git(folder, "branch", "-f", "kept")
    git(folder, "checkout", "-q", "--orphan", "other")
    if identity != "DEV-0001":
        (folder / RECORD).unlink(missing_ok=True)
    commit(folder, MIRA)
    become(folder, "bob@example.org")
    assert run("deviations", "approve", identity).exit_code == 0
    given = record.read_text()
    record.write_text(text)
    git(folder, "checkout", "-qf", "kept")
    record.write_text(given)
    commit(folder, "bob@example.org")
    return given


def test_a_number_that_git_had_is_not_given_again(run: Run, project: Path, rejected: str):
    assert not (project / RECORD).exists()
    become(project, MIRA)
    done = run("deviations", "record", "a.py:5", "--reason", REASON, "--why-not", REASON)
    assert done.exit_code == 0, done.output
    assert (project / SECOND).exists() and not (project / RECORD).exists()


@pytest.mark.parametrize("reason", [SAID, OTHER])
def test_what_verify_and_check_do_not_let_count_is_that_and_nothing_else(
    run: Run, project: Path, rejected: str, reason: str
):
    git(project, "branch", "kept")
    git(project, "checkout", "-q", "--orphan", "other")  # where nobody rejected anything
    file(project, rejected.replace(SAID, reason))
    assert run("deviations", "approve", "DEV-0002").exit_code == 0
    text = (project / SECOND).read_text()
    git(project, "checkout", "-qf", "kept")
    file(project, text)
    told = f"does not hold: the same reasons for the same statement were rejected as DEV-0001 by {KIM} in "
    assert (told in verdict(run)) is (reason is SAID)
    assert run("check").exit_code == int(reason is SAID)
    if reason is SAID:
        refused = run("deviations", "approve", "DEV-0002").stderr
        assert "DEV-0002 is approved, but the same reasons" in refused
        assert ": withdraw DEV-0002 and propose DEV-0001 again, which `git restore -s " in refused


def test_of_two_that_say_the_same_the_one_that_was_approved_first_counts(run: Run, project: Path):
    """Kim rejects a second record, since the first is there; who renews that is told, and not stopped."""
    text = (project / RECORD).read_text()
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    commit(project, KIM)
    (project / SECOND).write_text(text.replace("DEV-0001", "DEV-0002"))
    page = project / "security" / "standard.md"
    page.write_text(page.read_text().replace("'0.1'\n", "'0.1'\npolicy: {expires_days: 400}\n"))
    git(project, "add", "-A")
    commit(project, MIRA)
    become(project, KIM)
    assert run("deviations", "reject", "DEV-0002", "DEV-0001 says that.").exit_code == 0
    commit(project, KIM)
    for _ in range(2):
        assert verdict(run).endswith("holds")
        told = "the same reasons for the same statement are rejected as DEV-0002"
        assert told in run("deviations", "verify").stderr and told in run("check").stderr
        become(project, "bob@example.org")
        done = run("deviations", "renew", "DEV-0001")
        assert "is renewed until" in done.stdout or "already, as long as the policy allows" in done.stderr
        commit(project, "bob@example.org") if done.exit_code == 0 else None
