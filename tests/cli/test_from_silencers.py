"""`aseptic deviations from-silencers`: one draft of a permit a cause, and never a second one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aseptic.analysis.projects.day import utc_today
from aseptic.records.permit import Permit, read_permit

Run = Callable[..., Result]


def permits(folder: Path) -> dict[str, Permit]:
    found: dict[str, Permit] = {}
    for path in sorted((folder / "security" / "permits").glob("*.md")):
        permit, problems = read_permit(f"security/permits/{path.name}", path.read_text(encoding="utf-8"))
        assert permit is not None and {each.key for each in problems} <= {"Justification", "Why not the replacement"}, (
            problems
        )
        found[permit.id] = permit
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\n")
    body = "import os\n\n\ndef f(x):\n"
    for number in range(3):
        (tmp_path / f"a{number}.py").write_text(f"{body}    os.system(x)  # nosec B605 - The  console\n")
    (tmp_path / "b[1].py").write_text(
        f"{body}    os.system(x)  # NOSONAR the console\n    os.system(x + x)  # noqa: S605\n    return sum(x)  # nosec\n"
    )
    return tmp_path


def test_what_would_be_drafted_is_listed_by_cause(run: Run, project: Path) -> None:
    done = run("deviations", "from-silencers")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        'INJ-003 "The console", 4 findings in 4 files: not drafted yet',
        "INJ-003 without a reason, 1 finding in b[1].py: not drafted yet",
        "--write drafts a permit for each, and records deviations under those that are approved",
        "1 comment without a finding of its own, not drafted: b[1].py:7",
    ]
    assert not (project / "security").exists()


def test_one_permit_a_cause_is_written_and_never_again(run: Run, project: Path) -> None:
    before = {path.name: path.read_bytes() for path in project.glob("*.py")}
    (project / "security").mkdir()
    (project / "security/standard.md").write_text(
        "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {longest_days: {high: 90}}\n---\n"
    )
    done = run("deviations", "from-silencers", "--write")
    assert done.exit_code == 0, done.output
    found = permits(project)
    assert [(each.rule, each.limit, each.condition) for each in found.values()] == [
        ("INJ-003", 4, "The console"),
        ("INJ-003", 1, "a comment silences INJ-003, and says no reason"),
    ]
    assert found["PER-001"].paths == ("a0.py", "a1.py", "a2.py", "b[[]1].py")
    assert not any(each.approved.given for each in found.values())
    assert {(each.expires - each.raised.on).days for each in found.values()} == {90}, "the policy allows no more"
    assert {path.name: path.read_bytes() for path in project.glob("*.py")} == before

    again = run("deviations", "from-silencers", "--write")
    assert "PER-001" in again.stdout and "wrote" not in again.stdout
    assert permits(project) == found
    assert all("TODO" in each.justification for each in found.values()), "without reasons nobody can approve it"


def test_a_project_without_any_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1  # nosec\n")
    done = run("deviations", "from-silencers", "--write")
    assert done.stdout.splitlines() == [
        "no comment silences a finding that a deviation may be recorded for",
        "1 comment without a finding of its own, not drafted: a.py:1",
    ]
    assert not (tmp_path / "security").exists()


def approved(folder: Path, name: str = "PER-001", limit: str = "limit: 4") -> None:
    path = folder / "security" / "permits" / f"{name}.md"
    text = path.read_text(encoding="utf-8").replace("TODO: say why these may stand", "One constant in each")
    text = text.replace("TODO: say for all of them why", "Nothing but the console is at hand:")
    text = text.replace("limit: 4", limit).replace("raised: {by: unknown", "raised: {by: mira@example.org")
    path.write_text(text, encoding="utf-8")
    digest = permits(folder)[name].digest
    given = f"approved: {{by: kim@example.org, on: {utc_today().isoformat()}, of: {digest}}}"
    path.write_text(text.replace("approved: {by: , on: , of: }", given), encoding="utf-8")


def test_under_an_approved_permit_deviations_are_recorded_in_bulk(run: Run, project: Path) -> None:
    run("deviations", "from-silencers", "--write")
    approved(project)
    assert "PER-001 is approved, no deviation under it" in run("deviations", "from-silencers").stdout
    before = {path.name: path.read_bytes() for path in project.glob("*.py")}
    done = run("deviations", "from-silencers", "--write")
    assert 'INJ-003 "The console", 4 findings in 4 files: recorded 4 deviations under PER-001' in done.stdout, (
        done.output
    )
    assert {path.name: path.read_bytes() for path in project.glob("*.py")} == before
    shown = json.loads(run("check", "--format", "json").stdout)["findings"]
    states = [each["state"] for each in shown if each["rule"] == "INJ-003"]
    assert sorted(states) == ["approved"] * 4 + ["open"]
    assert "The console" not in run("deviations", "from-silencers", "--write").stdout


def test_no_more_are_recorded_than_the_permit_allows(run: Run, project: Path) -> None:
    run("deviations", "from-silencers", "--write")
    approved(project, limit="limit: 3")
    done = run("deviations", "from-silencers", "--write")
    assert "recorded 3 deviations under PER-001; 1 more than it allows" in done.stdout


def test_a_recorded_deviation_names_the_permit_that_fits(run: Run, project: Path) -> None:
    run("deviations", "from-silencers", "--write")
    refused = run("deviations", "record", "a0.py:5:INJ-003", "--permit", "PER-001")
    assert (refused.exit_code, "PER-001 is not approved" in refused.stderr) == (2, True)
    approved(project)
    done = run("deviations", "record", "a0.py:5:INJ-003", "--reason", "The command is typed at the console.")
    assert "to stand under PER-001; take 'permit' out of it where this is not so: The console" in done.stdout
    assert "permit: PER-001" in (project / "security" / "deviations" / "DEV-0001.md").read_text(encoding="utf-8")
    run("deviations", "record", "a1.py:5:INJ-003", "--permit", "none")
    assert "permit:" not in (project / "security" / "deviations" / "DEV-0002.md").read_text(encoding="utf-8")


def test_a_comment_whose_finding_is_recorded_is_said_to_be(run: Run, project: Path) -> None:
    assert run("deviations", "record", "a1.py:5:INJ-003", "--reason", "Only the console calls this.").exit_code == 0
    done = run("deviations", "from-silencers")
    assert "a1.py:5 is recorded in DEV-0001: write '# deviation: DEV-0001' in the comment's place" in done.stdout
    assert 'INJ-003 "The console", 3 findings in 3 files' in done.stdout
    assert "1 comment without a finding of its own" in done.stdout
    report = run("check").stdout
    assert "a1.py:5:19  information SUPR-001  The comment hides findings without approval or expiry" in report
    assert "; DEV-0001 is recorded for what it hides: write '# deviation: DEV-0001' here\n" in report


def test_what_the_permit_says_is_written_once_and_what_is_left_is_told(run: Run, tmp_path: Path) -> None:
    """Known findings that passed pass still; where the permit does not say all that is needed, what is left is told."""
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\n")
    body = "import hashlib\n\n\ndef f(x):\n    return hashlib.md5(x).hexdigest()  # nosec B324 - The  console\n"
    for number in range(2):
        (tmp_path / f"a{number}.py").write_text(body)
    assert run("baseline").exit_code == 0 and run("check").exit_code == 0
    done = run("deviations", "from-silencers", "--write")
    assert done.stdout.splitlines()[1:3] == [
        "security/permits/PER-001.md:14: 'Justification' is still to be written; "
        "say why this is acceptable, and what protects instead",
        "security/permits/PER-001.md:17: 'Why not the replacement' is still to be written; "
        "say why, or remove the heading",
    ]
    assert run("record").exit_code == 0, "what is still to be written hinders nobody"
    approved(tmp_path)
    approval = (tmp_path / "security/permits/PER-001.md").read_text()
    done = run("deviations", "from-silencers", "--write")
    assert done.stdout.splitlines()[0].endswith("recorded 2 deviations under PER-001")
    assert "to be written" not in done.stdout
    checked = run("check")
    assert checked.exit_code == 0, checked.output
    told = (tmp_path / "security/deviations/DEV-0001.md").read_text()
    assert "## Why not the replacement\nNothing but the console is at hand:" in told

    for each in (tmp_path / "security/deviations").glob("*.md"):
        each.unlink()
    assert run("deviations", "record", "a0.py:5:CRY-001", "--reason", "The digest names a file.").exit_code == 0
    assert (tmp_path / "security/deviations/DEV-0001.md").read_text().count("Nothing but the console is at hand:") == 1
    (tmp_path / "security/deviations/DEV-0001.md").unlink()
    head, _, below = approval.partition("## Why not the replacement")
    (tmp_path / "security/permits/PER-001.md").write_text(head + "## Silenced" + below.partition("## Silenced")[2])
    again(tmp_path)
    done = run("deviations", "from-silencers", "--write")
    left = [line for line in done.stdout.splitlines() if "'Why not the replacement' is still to be written" in line]
    assert [line.partition(":")[0] for line in left] == [f"security/deviations/DEV-000{each}.md" for each in (1, 2)]


def again(folder: Path) -> None:
    """Have a permit approved as it is by now."""
    path = folder / "security/permits/PER-001.md"
    was, now = path.read_text().partition("of: ")[2][:64], permits(folder)["PER-001"].digest
    path.write_text(path.read_text().replace(was, now))
