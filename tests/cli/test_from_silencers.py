"""`aseptic deviations from-silencers`: one draft of a permit a cause, and never a second one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aseptic.records.permit import Permit, read_permit

Run = Callable[..., Result]


def permits(folder: Path) -> dict[str, Permit]:
    found: dict[str, Permit] = {}
    for path in sorted((folder / "security" / "permits").glob("*.md")):
        permit, problems = read_permit(f"security/permits/{path.name}", path.read_text(encoding="utf-8"))
        assert permit is not None and not problems, problems
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
        "--write drafts a permit for each",
    ]
    assert not (project / "security").exists()


def test_one_permit_a_cause_is_written_and_never_again(run: Run, project: Path) -> None:
    before = {path.name: path.read_bytes() for path in project.glob("*.py")}
    done = run("deviations", "from-silencers", "--write")
    assert done.exit_code == 0, done.output
    found = permits(project)
    assert [(each.rule, each.limit, each.condition) for each in found.values()] == [
        ("INJ-003", 4, "The console"),
        ("INJ-003", 1, "a comment silences INJ-003, and says no reason"),
    ]
    assert found["PER-001"].paths == ("a0.py", "a1.py", "a2.py", "b[[]1].py")
    assert not any(each.approved.given for each in found.values())
    assert {path.name: path.read_bytes() for path in project.glob("*.py")} == before

    again = run("deviations", "from-silencers", "--write")
    assert "PER-001" in again.stdout and "wrote" not in again.stdout
    assert permits(project) == found
    assert [each.statement for each in found.values()] == ["", ""], (
        "without reasons below the keys nobody can approve it"
    )


def test_a_project_without_any_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1  # nosec\n")
    done = run("deviations", "from-silencers", "--write")
    assert done.stdout == "no comment silences a finding that a deviation may be recorded for\n"
    assert not (tmp_path / "security").exists()
