"""What was approved before the policy asked for more: what is said of it, and that the way named leads to its end."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from test_deviations_command import PERMIT, RECORD, become, git, project

__all__ = ["project"]
Run = Callable[..., Result]
ANN, KIM, MIRA, SAM = "ann@example.org", "kim@example.org", "mira@example.org", "sam@example.org"
RENEW = "have one who may approve it renew it, for as long as the policy allows: `aseptic deviations renew DEV-0001`"
MEND = "mend the code, and withdraw it: `aseptic deviations withdraw DEV-0001 --reason 'the code is mended'`"


def asks(project: Path, said: str) -> None:
    page = f"---\nstandard: Aseptic\nversion: '0.1'\npolicy: {{{said}, proof: {{high: committed}}}}\n---\n"
    (project / "security/standard.md").write_text(page)
    git(project, "commit", "-qam", "Policy")


def approved(run: Run, project: Path, by: str, policy: str, since: str) -> str:
    """Have somebody approve under one policy, and return what `verify` says of it under the next."""
    become(project, SAM)
    asks(project, policy)
    become(project, by)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    git(project, "commit", "-qam", "Approve")
    become(project, SAM)
    asks(project, since)
    done = run("deviations", "verify")
    assert done.exit_code == 1 and run("check").exit_code == 1
    return done.stdout


def holds(run: Run, project: Path) -> None:
    git(project, "commit", "-qam", "Mend")
    for what in (("deviations", "verify"), ("check",)):
        done = run(*what)
        assert done.exit_code == 0, done.output


def decide(run: Run, project: Path, who: str, verb: str) -> Result:
    become(project, who)
    return run("deviations", verb, "DEV-0001")


NAMED = f"approvers: [{KIM}, {SAM}]"
SHORT = f"{NAMED}, longest_days: {{high: 90}}"


@pytest.mark.parametrize("who", [KIM, SAM, MIRA])
def test_one_that_lasts_longer_than_the_policy_allows_now_is_renewed(run: Run, project: Path, who: str):
    said = approved(run, project, KIM, NAMED, SHORT)
    assert f"it lasts 365 days, and the policy allows 90 for high severity; {RENEW}\n" in said
    assert f"it counts as proposed: {RENEW}\n" in run("check").stdout
    assert f"; {RENEW.removeprefix('have one who may approve it ')}\n" in decide(run, project, KIM, "approve").stderr
    done = decide(run, project, who, "renew")
    assert done.exit_code == 0 and done.stdout.rstrip().endswith("waits for approval") is (who == MIRA)
    if who == MIRA:
        git(project, "commit", "-qam", "Renew")
        assert decide(run, project, KIM, "approve").exit_code == 0
    holds(run, project)
    assert "lasts until" in decide(run, project, KIM, "renew").stderr


def test_one_that_was_only_proposed_is_shortened_by_whoever_approves_it(run: Run, project: Path):
    become(project, SAM)
    asks(project, SHORT)
    told = decide(run, project, KIM, "approve").stderr
    assert f"; shorten 'expires' in {RECORD} to " in told
    path = project / RECORD
    end = next(line for line in path.read_text().split("\n") if line.startswith("expires: "))
    path.write_text(path.read_text().replace(end, f"expires: {told.split()[-1]}"))
    assert decide(run, project, KIM, "approve").exit_code == 0
    holds(run, project)


@pytest.mark.parametrize(
    ("before", "since", "by", "said", "who"),
    [
        ("four_eyes: false", "four_eyes: true", MIRA, "and somebody else has to approve it\n", KIM),
        (
            f"approvers: [{MIRA}, {SAM}, {ANN}], four_eyes: false",
            f"approvers: [{MIRA}, {SAM}, {ANN}]",
            MIRA,
            f"{MIRA} raised it, and somebody else has to approve it; have {ANN} or {SAM} approve it\n",
            SAM,
        ),
        (
            NAMED,
            f"approvers: [{SAM}, {ANN}]",
            KIM,
            f"approves; if {KIM} left since, write the day under 'former' in the policy; "
            f"else have {ANN} or {SAM} approve it\n",
            ANN,
        ),
    ],
)
def test_one_whose_approver_may_not_any_more_is_approved_by_another(
    run: Run, project: Path, before: str, since: str, by: str, said: str, who: str
):
    assert said in approved(run, project, by, before, since)
    renewed, (_, _, way) = decide(run, project, by, "renew").stderr, said.partition("; ")
    assert "as long as the policy allows" not in renewed and "DEV-0001 is approved, but " in renewed
    for told in (renewed, run("check").stdout, run("deviations").stdout):
        assert f"it counts as proposed{f': {way}' if way else chr(10)}" in told
    assert decide(run, project, by, "approve").exit_code == 2
    assert decide(run, project, who, "approve").exit_code == 0
    holds(run, project)


@pytest.mark.parametrize(
    ("before", "since", "by"),
    [
        (f"approvers: [{MIRA}], four_eyes: false", f"approvers: [{MIRA}]", MIRA),
        (f"approvers: [{KIM}, {MIRA}]", f"approvers: [{MIRA}]", KIM),
    ],
)
def test_where_nobody_is_left_who_may_it_is_recorded_anew(run: Run, project: Path, before: str, since: str, by: str):
    anew = "withdraw it, and have somebody else record it anew"
    assert anew in approved(run, project, by, before, since)
    assert decide(run, project, MIRA, "approve").stderr.endswith(f"; nobody else whom the policy names may: {anew}\n")


def test_one_from_a_rule_that_allows_none_is_mended_and_withdrawn(run: Run, project: Path):
    said = approved(run, project, KIM, NAMED, f"{NAMED}, no_deviation: [INJ-003]")
    why = "the policy allows no deviation from INJ-003"
    assert f"{why}; {MEND}\n" in said
    for verb in ("approve", "renew", "propose"):
        assert decide(run, project, KIM, verb).stderr == f"Error: DEV-0001 cannot stand: {why}: mend the code\n"
    (project / "security/permits").mkdir()
    permit = project / "security/permits/PER-001.md"
    permit.write_text(PERMIT)
    told = run("deviations", "approve", "PER-001").stderr
    assert f"PER-001 is not approved: {why}, by security/standard.md of commit " in told and " may" not in told
    permit.unlink()
    (project / "a.py").write_text("print(1)\n")
    assert run(*shlex.split(MEND.split("`")[1])[1:]).exit_code == 0
    holds(run, project)
    (project / "a.py").write_text("import os\nos.system(input())\n")
    done = run("deviations", "record", "a.py:2:INJ-003", "--reason", "It is run by hand, on one machine of ours.")
    assert done.exit_code == 2 and done.stderr == f"Error: {why}: mend the code\n"


def test_where_more_proof_is_asked_for_a_renewal_tells_what_lacks(run: Run, project: Path):
    become(project, SAM)
    asks(project, NAMED)
    assert decide(run, project, KIM, "approve").exit_code == 0
    git(project, "commit", "-qam", "Approve")
    page = project / "security/standard.md"
    page.write_text(page.read_text().replace("high: committed", "high: commit_signed"))
    git(project, "commit", "-qam", "Policy")
    told = decide(run, project, KIM, "renew").stderr
    assert (
        "as long as the policy allows; but git shows it as 'committed by', and the policy asks for 'commit signed'"
        in told
    )
    assert told.rstrip().endswith(
        f"{KIM} approves it again and signs the commit, or signs it (`aseptic deviations approve DEV-0001 --sign KEY`)"
    )


def test_one_that_was_changed_since_is_undone_or_approved_as_it_is_now(run: Run, project: Path):
    path, permit = project / RECORD, project / "security/permits/PER-001.md"
    permit.parent.mkdir()
    permit.write_text(PERMIT)
    become(project, MIRA)
    git(project, "add", ".")
    asks(project, NAMED)
    for each in ("DEV-0001", "PER-001"):
        become(project, KIM)
        assert run("deviations", "approve", each).exit_code == 0
    git(project, "commit", "-qam", "Approve")
    become(project, MIRA)
    before = permit.read_text()
    path.write_text(path.read_text().replace("typed at", "written at"))
    permit.write_text(before.replace("has the shell", "owns the shell"))
    git(project, "commit", "-qam", "Change")
    way = f"undo that, or have {KIM} or {SAM} approve it as it is now\n"
    assert run("deviations", "verify").stdout.count(f"it was changed after {KIM} approved it; {way}") == 2
    permit.write_text(before)
    assert decide(run, project, SAM, "approve").exit_code == 0
    holds(run, project)
