"""What commands say about permits: each way that they name is followed to its end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from test_approved_anew import KIM, MIRA, commit, verdict
from test_deviations_command import PERMIT, RECORD, TODAY, Run, become, git, project, rows

from aseptic.records.permit import read_permit

__all__ = ["project"]
BOB = "bob@example.org"
POLICY = f"policy: {{approvers: [{KIM}, {BOB}], four_eyes: true, proof: {{high: committed}}}}\n"
RAISED = PERMIT.replace("2026-11-01", str(TODAY)).replace("2027-11-01", str(TODAY + timedelta(days=300)))
FIRST, SECOND = (Path(f"security/permits/PER-00{number}.md") for number in (1, 2))


@pytest.fixture
def permitted(project: Path) -> Path:
    """Mira raised a permit, under which the one record is to stand; kim and bob approve, who had no hand in it."""
    (project / FIRST).parent.mkdir()
    (project / FIRST).write_text(RAISED)
    (project / RECORD).write_text((project / RECORD).read_text().replace("expires:", "permit: PER-001\nexpires:"))
    page = project / "security/standard.md"
    page.write_text(page.read_text().replace("'0.1'\n", f"'0.1'\n{POLICY}"))
    put(project, MIRA)
    become(project, KIM)
    return project


def put(folder: Path, who: str) -> None:
    git(folder, "add", "-A")
    commit(folder, who)


def take(run: Run, folder: Path, who: str, *words: str) -> str:
    """Have somebody decide and commit it; return what the command says, or why it refuses."""
    become(folder, who)
    done = run("deviations", *words)
    if done.exit_code == 0:
        put(folder, who)
    return done.stderr or done.stdout


def state(run: Run) -> object:
    return rows(run)["DEV-0001"]["state"]


def second(folder: Path) -> None:
    (folder / SECOND).write_text(RAISED.replace("PER-001", "PER-002").replace('"a.py"', '"*.py"'))
    put(folder, MIRA)


def given_by_hand(folder: Path, path: Path) -> None:
    """Commit an approval of bob's that no command let through."""
    text = (folder / path).read_text()
    found, _ = read_permit(path.as_posix(), text)
    assert found is not None
    given = f"approved: {{by: {BOB}, on: {TODAY}, of: {found.digest}}}"
    (folder / path).write_text(text.replace("expires:", f"{given}\nexpires:"))
    put(folder, BOB)


def test_a_rejected_one_is_proposed_again_and_not_unsaid_by_hand(run: Run, permitted: Path):
    assert "no deviation stands under it" in take(run, permitted, KIM, "reject", "PER-001", "One by one.")
    assert take(run, permitted, BOB, "approve", "PER-001").endswith("PER-001 was rejected; propose it again first\n")
    page = permitted / FIRST
    kept = page.read_text()
    page.write_text("".join(line for line in kept.splitlines(True) if not line.startswith("rejected:")))
    put(permitted, MIRA)
    refused = take(run, permitted, BOB, "approve", "PER-001")
    told = f"the same reasons for INJ-003 were rejected in it by {KIM} in "
    assert f"PER-001 is not approved: {told}" in refused and refused.endswith(
        "and nobody proposed it again since; propose it again, or give other reasons\n"
    )
    page.write_text(page.read_text().replace("approved: {by: , on: , of: }\n", ""))
    given_by_hand(permitted, FIRST)
    assert f"does not hold: {told}" in verdict(run) and run("check").exit_code == 1
    assert told in " ".join(run("check").stdout.split())

    assert "PER-001 is a permit" in take(run, permitted, MIRA, "propose", "PER-001", "a.py:5")
    assert "waits for approval" in take(run, permitted, MIRA, "propose", "PER-001")
    assert "is approved by bob@example.org until" in take(run, permitted, BOB, "approve", "PER-001")
    assert verdict(run).endswith("holds") and run("check").exit_code == 0


def test_what_says_the_same_is_withdrawn_and_verify_is_content_with_that(run: Run, permitted: Path):
    second(permitted)
    other = RAISED.replace("PER-001", "PER-003").replace("a.py", "b.py").replace("the pump", "a pump")
    (permitted / FIRST.with_name("PER-003.md")).write_text(other)
    put(permitted, MIRA)
    take(run, permitted, KIM, "reject", "PER-001", "One by one.")
    told, way = "the same reasons for INJ-003 are rejected as PER-001", "withdraw PER-002 and propose that one again"
    assert f"{told}; {way}, or give other reasons" in take(run, permitted, BOB, "approve", "PER-002")
    assert "PER-003 is approved" in take(run, permitted, BOB, "approve", "PER-003"), "it is for other files"
    (permitted / FIRST).unlink()
    put(permitted, MIRA)
    given_by_hand(permitted, SECOND)
    told = verdict(run)
    assert f"the same reasons for INJ-003 were rejected as PER-001 by {KIM} in " in told
    assert "so withdraw PER-002 and propose PER-001 again, which `git restore -s " in told
    git(permitted, *told.split("`")[1].split()[1:])

    said = take(run, permitted, MIRA, "withdraw", "PER-002", "--yes")
    assert f"while those approved by themselves go on counting; `git restore :/{SECOND}` takes that back" in said
    take(run, permitted, MIRA, "propose", "PER-001")
    assert "PER-001 is approved by bob" in take(run, permitted, BOB, "approve", "PER-001")
    done = run("deviations", "verify")
    assert (done.exit_code, done.stderr) == (0, "") and done.stdout.count("holds") == 3
    assert state(run) == "approved" and run("check").exit_code == 0
    assert take(run, permitted, MIRA, "approve", "PER-002").endswith("PER-002 was withdrawn; write a new one\n")


def with_end(folder: Path, days: int) -> None:
    """Give the permit another end, in a commit of mira's."""
    text = (folder / FIRST).read_text()
    was = next(line for line in text.split("\n") if line.startswith("expires:"))
    (folder / FIRST).write_text(text.replace(was, f"expires: {TODAY + timedelta(days=days)}"))
    put(folder, MIRA)


def test_a_permit_that_ends_gets_a_later_end_and_what_it_does_not_cover_is_approved_by_itself(
    run: Run, permitted: Path
):
    with_end(permitted, 9)
    take(run, permitted, KIM, "approve", "PER-001")
    assert state(run) == "expiring"
    told = "9 days from now: have it approved by itself, or write a later 'expires' into PER-001 and have that approved"
    assert told in run("deviations").stdout and take(run, permitted, MIRA, "renew", "DEV-0001").endswith(f"{told}\n")
    way = "which nobody renews: write a later 'expires' into it, and have somebody else approve it\n"
    assert take(run, permitted, MIRA, "renew", "PER-001").endswith(way)
    with_end(permitted, 99)
    assert state(run) == "proposed" and "PER-001 is approved by" in take(run, permitted, KIM, "approve", "PER-001")
    assert state(run) == "approved" and verdict(run).endswith("holds")

    with_end(permitted, -1)
    assert take(run, permitted, KIM, "approve", "PER-001").endswith(": propose it again first\n")
    told = f"names PER-001, which expired on {TODAY - timedelta(days=1)}: it counts as proposed: have it approved by itself"
    assert told in run("check").stdout
    take(run, permitted, MIRA, "propose", "PER-001")
    assert "PER-001 is approved by" in take(run, permitted, BOB, "approve", "PER-001")
    assert state(run) == "approved" and verdict(run).endswith("holds")

    take(run, permitted, MIRA, "withdraw", "PER-001", "--reason", "The console is gone.")
    told = f"names PER-001, which was withdrawn by {MIRA}: it counts as proposed: have it approved by itself"
    assert told in run("check").stdout and run("deviations", "verify").exit_code == 0
    assert "DEV-0001 is approved by" in take(run, permitted, BOB, "approve", "DEV-0001")
    assert verdict(run).endswith("holds") and run("check").exit_code == 0
    told = "it names PER-001, which was withdrawn; an approval of its own does not end with that, so withdraw it, or "
    assert f"{RECORD}: {told}" in run("deviations", "verify").stderr
    (permitted / RECORD).write_text((permitted / RECORD).read_text().replace("permit: PER-001\n", ""))
    put(permitted, MIRA)
    take(run, permitted, BOB, "approve", "DEV-0001")
    done = run("deviations", "verify")
    assert (done.exit_code, done.stderr) == (0, "")


def test_an_approval_that_another_committed_is_given_anew_by_who_gave_it(run: Run, permitted: Path):
    become(permitted, KIM)
    assert run("deviations", "approve", "PER-001").exit_code == 0
    put(permitted, MIRA)
    told = "kim@example.org approves it again and commits it, or signs it (`aseptic deviations approve PER-001 --sign KEY`)"
    assert told in verdict(run)
    assert "is approved by kim" in take(run, permitted, KIM, "approve", "PER-001")
    assert verdict(run).endswith("holds") and run("check").exit_code == 0
    assert take(run, permitted, KIM, "approve", "PER-001").endswith("PER-001 is approved already, by kim@example.org\n")


def test_who_wrote_a_permit_and_approved_it_is_told_who_may(run: Run, permitted: Path):
    assert take(run, permitted, MIRA, "reject", "PER-001", "No.").endswith("raised it; withdraw it instead\n")
    (permitted / FIRST).write_text(RAISED.replace("Whoever types it", "Who types it there"))
    put(permitted, BOB)
    given_by_hand(permitted, FIRST)
    told = "so propose it again, and have kim@example.org approve it"
    assert "bob@example.org committed its reasons first" in verdict(run) and verdict(run).endswith(told)
    take(run, permitted, MIRA, "propose", "PER-001")
    assert f": {KIM} may" in take(run, permitted, BOB, "approve", "PER-001")
    assert "is approved by kim" in take(run, permitted, KIM, "approve", "PER-001")
    assert verdict(run).endswith("holds")


def test_permits_are_listed_and_what_stands_under_them_is_verified_as_they_are(run: Run, permitted: Path):
    def cells(*words: str) -> list[list[str]]:
        return [" ".join(line.split()).split(" ") for line in run("deviations", *words).stdout.splitlines()]

    told = cells()
    end = str(TODAY + timedelta(days=300))
    assert ["PER-001", "proposed", "INJ-003", "a.py", MIRA, end, "nobody"] in told
    assert "PER-001 is not approved, so nothing stands under it\n" in run("deviations").stdout
    assert "DEV-0001" not in run("deviations", "verify").stdout
    take(run, permitted, BOB, "approve", "PER-001")
    assert ["PER-001", "approved", "INJ-003", "a.py", MIRA, end, BOB] in cells()
    assert "so nothing stands under it" not in run("deviations").stdout
    permit, record = cells("verify")[1:]
    assert record[:4] == ["DEV-0001", "approved", "PER-001", f"({BOB})"] and record[4:] == permit[3:]
    (permitted / "a.py").write_text("x = 1\n")
    assert "DEV-0001" not in run("deviations", "verify").stdout


def test_why_a_permit_that_is_named_does_not_fit_is_said_of_that_one(run: Run, permitted: Path):
    def refused(identity: str) -> str:
        return run("deviations", "record", "a.py:9", "--permit", identity).stderr

    second(permitted)
    code = permitted / "a.py"
    code.write_text(f"{code.read_text()}\n\ndef go(x):\n    os.system(x + x)\n")
    assert "there is no permit PER-099; permits that fit INJ-003 in a.py: none" in refused("PER-099")
    assert "PER-001 is not approved; " in refused("per-001")
    page, other = permitted / FIRST, permitted / SECOND
    page.write_text(page.read_text().replace("expires:", "limit: 1\nexpires:"))
    other.write_text(f"{other.read_text().rstrip()} None of it leaves the maintenance room.\n")
    put(permitted, MIRA)
    take(run, permitted, BOB, "approve", "PER-001")
    take(run, permitted, BOB, "approve", "PER-002")
    assert "PER-001 allows 1, and has no use left; permits that fit INJ-003 in a.py: PER-002" in refused("PER-001")
