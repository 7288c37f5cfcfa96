"""A project whose records have ids of its own: every way to one takes them, and git tells of them as of others."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
CODE = "import os\n\n\ndef stop(x):\n    os.system(x)\n"
REASON = "The command is the operator's own, typed at the console of the pump."
SETTINGS = '[tool.aseptic]\nids = {deviation = "PUMP-DEV-000", permit = "PUMP-PER-00000"}\n'
RECORD = Path("security/deviations/PUMP-DEV-001.md")


def git(folder: Path, *words: str, who: str = "kim@example.org") -> None:
    named = ("-c", f"user.email={who}", "-c", f"user.name={who}")
    subprocess.run(["git", *named, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """A repository in which mira recorded a deviation; kim acts."""
    git(tmp_path, "init", "-q")
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "a.py").write_text(CODE)
    git(tmp_path, "config", "user.email", "mira@example.org")
    done = run("deviations", "record", "a.py:5", "--kind", "mitigated", "--reason", REASON, "--why-not", REASON)
    assert done.exit_code == 0, done.output
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Record", who="mira@example.org")
    git(tmp_path, "config", "user.email", "kim@example.org")
    return tmp_path


def test_a_record_is_made_approved_proved_and_counts(run: Run, project: Path) -> None:
    assert (project / RECORD).is_file()
    assert "not approved" not in run("deviations", "approve", "PUMP-DEV-001").output
    git(project, "commit", "-qam", "Approve")
    done = run("deviations", "verify", "--format", "json")
    (found,) = json.loads(done.stdout)["approvals"]
    assert (done.exit_code, found["id"], found["holds"], found["proof"]) == (0, "PUMP-DEV-001", True, "committed")
    assert run("check").exit_code == 0
    assert run("record").exit_code == 0
    (project / "a.py").write_text(CODE.replace("(x)\n", "(x)  # deviation: PUMP-DEV-001\n"))
    assert run("check").exit_code == 0
    assert run("ledger", "verify").exit_code == 0


@pytest.mark.parametrize("form", ["PUMP-DEV-00000", "DEV-0000", "MED-0000"])
def test_what_was_approved_under_other_settings_counts_on_and_new_ones_are_called_otherwise(
    run: Run, project: Path, form: str
) -> None:
    run("deviations", "approve", "PUMP-DEV-001")
    git(project, "commit", "-qam", "Approve")
    (project / "pyproject.toml").write_text(SETTINGS.replace("PUMP-DEV-000", form))
    git(project, "commit", "-qam", "Call them otherwise")
    assert "PUMP-DEV-001 approved" in " ".join(run("deviations", "verify").stdout.split())
    assert (run("deviations", "verify").exit_code, run("check").exit_code) == (0, 0)
    (project / "b.py").write_text(CODE)
    assert f"wrote security/deviations/{form.rstrip('0')}" in run("deviations", "record", "b.py:5").stdout
    assert run("deviations", "withdraw", "PUMP-DEV-001", "--yes").exit_code == 0
    assert "PUMP-DEV-001 withdrawn" in " ".join(run("deviations").stdout.split())


def test_what_nobody_approved_is_renamed_and_so_is_what_looks_like_another_kind(run: Run, project: Path) -> None:
    (project / "pyproject.toml").write_text(SETTINGS.replace("PUMP-DEV-000", "MED-0000"))
    said = "'id': 'PUMP-DEV-001' is no id of a deviation here; rename it to MED-0001, which keeps its number"
    assert said in run("deviations", "verify").stderr
    (project / "pyproject.toml").write_text(SETTINGS)
    run("deviations", "approve", "PUMP-DEV-001")
    other = '[tool.aseptic]\nids = {deviation = "MED-0000", permit = "PUMP-DEV-000"}\n'
    (project / "pyproject.toml").write_text(other)
    assert "'PUMP-DEV-001' is no id of a deviation here" in run("deviations", "verify").stderr


def test_the_next_one_is_after_it(run: Run, project: Path) -> None:
    (project / "b.py").write_text(CODE)
    run("deviations", "record", "b.py:5", "--kind", "mitigated", "--reason", f"{REASON} Another one.")
    assert (project / RECORD.with_name("PUMP-DEV-002.md")).is_file()


def test_permits_are_drafted_in_the_form(run: Run, project: Path) -> None:
    (project / "b.py").write_text("import os\n\n\ndef go(x):\n    os.system(x)  # nosec\n")
    done = run("deviations", "from-silencers", "--write")
    assert "wrote security/permits/PUMP-PER-00001.md" in done.output, done.output


def test_init_writes_samples_in_the_form(run: Run, project: Path) -> None:
    assert run("init").exit_code == 0
    assert (project / "security/samples/PUMP-DEV-001.md").is_file()


@pytest.mark.parametrize(
    "settings", [SETTINGS.replace("permit", "permits"), f"{SETTINGS}exlude = []\n", f"{SETTINGS}exclude = [\n"]
)
def test_a_typo_in_the_settings_is_one_fault_and_none_of_the_records(run: Run, project: Path, settings: str) -> None:
    (project / "pyproject.toml").write_text(settings)
    done = run("deviations")
    assert done.exit_code == 2 and done.stderr.count("\n") == 1 and done.stderr.startswith("pyproject.toml:")
    assert "PUMP-DEV-001" in done.stdout and "cannot be read" not in done.stdout
    (project / "b.py").write_text(CODE)
    assert "mend that first" in run("deviations", "record", "b.py:5").output
    assert [each.name for each in (project / RECORD.parent).iterdir()] == [RECORD.name]
