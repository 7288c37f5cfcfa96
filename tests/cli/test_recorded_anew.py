"""Where nobody whom the policy names may approve a record any more, each refusal ends in the way that still works."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from test_approved_anew import KIM, MIRA, commit, decide, verdict
from test_deviations_command import CODE, REASON, RECORD, STRICT, TODAY, Run, become, git, project, strict

__all__ = ["project", "strict"]
ANEW = "withdraw it, and have somebody else record it anew"


def approved(run: Run, folder: Path) -> None:
    assert not decide(run, folder, KIM, "approve")
    commit(folder, KIM)


def reworded(folder: Path, who: str, author: str = "") -> None:
    text = (folder / RECORD).read_text()
    (folder / RECORD).write_text(text.replace("the operator's own", "the operator's alone"))
    commit(folder, who, author)


def squashed(folder: Path) -> None:
    """Have kim's commit be the first that has the record, with mira named in its message."""
    git(folder, "checkout", "-q", "--orphan", "squashed")
    git(folder, "rm", "-qf", "--cached", str(RECORD))
    become(folder, MIRA)
    git(folder, "commit", "-qm", "Base")
    git(folder, "add", str(RECORD))
    become(folder, KIM)
    git(folder, "commit", "-qm", f"Squash\n\nCo-authored-by: Mira <{MIRA}>")


@pytest.mark.parametrize("how", ["code", "reasons", "forged", "squash"])
def test_the_only_approver_who_wrote_it_gets_another_record_to_approve(run: Run, strict: Path, how: str):
    if how == "squash":
        approve = decide(run, strict, KIM, "approve")
        assert not approve
        squashed(strict)
        assert f"so {ANEW}" in verdict(run)
    else:
        approved(run, strict)
    if how == "code":
        (strict / "a.py").write_text(CODE.replace("system(x)", "system(x + x)"))
        commit(strict, KIM)
        become(strict, KIM)
        done = run("deviations", "propose", "DEV-0001")
        assert "but nobody whom the policy names may approve it" in done.stdout
        assert done.stdout.endswith(
            f": take that back (`git restore -SW :/{RECORD}`), and have somebody else propose it\n"
        )
        commit(strict, KIM)
    elif how != "squash":
        reworded(strict, KIM if how == "reasons" else MIRA, KIM)
        become(strict, KIM)
        assert run("deviations", "propose", "DEV-0001").stdout.endswith(f": {ANEW}\n")
        git(strict, "checkout", "-q", str(RECORD))
    assert decide(run, strict, KIM, "approve").endswith(f": {ANEW}\n")
    assert not decide(run, strict, MIRA, "propose")
    commit(strict, MIRA)
    assert decide(run, strict, KIM, "approve").endswith(f": {ANEW}\n")

    assert not decide(run, strict, MIRA, "withdraw", "--reason", "It is recorded anew.")
    commit(strict, MIRA)
    done = run("deviations", "record", "a.py:5", "--reason", REASON, "--why-not", REASON)
    assert done.exit_code == 0, done.output
    git(strict, "add", ".")
    commit(strict, MIRA)
    become(strict, KIM)
    assert run("deviations", "approve", "DEV-0002").exit_code == 0
    commit(strict, KIM)
    assert verdict(run).endswith("holds") and run("check").exit_code == 0


def test_one_proposal_of_somebody_else_needs_no_other_record(run: Run, strict: Path):
    approved(run, strict)
    (strict / "a.py").write_text(CODE.replace("system(x)", "system(x + x)"))
    commit(strict, KIM)
    become(strict, MIRA)
    assert "nobody" not in run("deviations", "propose", "DEV-0001").stdout
    commit(strict, MIRA)
    approved(run, strict)
    assert verdict(run).endswith("holds")


def test_where_the_policy_names_nobody_verify_says_who_has_to_do_what(run: Run, strict: Path):
    (strict / "security/standard.md").write_text(STRICT.replace("approvers: [kim@example.org], ", ""))
    commit(strict, MIRA)
    assert not decide(run, strict, KIM, "approve")
    squashed(strict)
    told = f"so have somebody else propose it again, and one who wrote none of it approve it; or {ANEW}"
    assert told in verdict(run)
    assert told.removeprefix("so ") in decide(run, strict, KIM, "approve")
    assert not decide(run, strict, MIRA, "propose")
    commit(strict, MIRA)
    assert decide(run, strict, KIM, "approve").endswith(f"; where nobody else can, {ANEW}\n")
    assert not decide(run, strict, "sam@example.org", "approve")
    commit(strict, "sam@example.org")
    assert verdict(run).endswith("holds")


def test_an_end_or_reasons_that_can_be_set_right_are_no_reason_to_record_it_anew(run: Run, strict: Path):
    (strict / "security/standard.md").write_text(STRICT.replace("approvers:", "longest_days: {high: 90}, approvers:"))
    assert decide(run, strict, MIRA, "approve").endswith(f"raised it, and somebody else has to approve it: {KIM} may\n")
    (strict / RECORD).write_text((strict / RECORD).read_text().replace(REASON, "TODO: say why"))
    done = run("deviations", "propose", "DEV-0001")
    assert done.exit_code == 0 and "nobody" not in done.stdout
    (strict / RECORD).unlink()
    assert run("deviations", "record", "a.py:5", "--reason", REASON).exit_code == 0
    made = next((strict / "security/deviations").glob("*.md")).read_text()
    assert f"\nexpires: {TODAY + datetime.timedelta(days=90)}\n" in made
