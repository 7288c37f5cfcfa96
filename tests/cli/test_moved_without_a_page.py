"""Code that was moved to where no policy lies is under the one before, which an approval hears of before it is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_approved_anew import KIM, MIRA, commit
from test_deviations_command import CODE, REASON, RECORD, STRICT, Run, become, git

SAM = "sam@example.org"


@pytest.fixture
def moved(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that kim alone approves in, moved without its policy to where mira records; no approval yet."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    project = tmp_path / "whole"
    project.mkdir()
    git(project, "init", "-q")
    old, new = project / "old", project / "new"
    (old / "security").mkdir(parents=True)
    (old / "security/standard.md").write_text(STRICT)
    (old / "pyproject.toml").write_text("[tool.aseptic]\n")
    (old / "a.py").write_text(CODE)
    git(project, "add", "-A")
    commit(project, MIRA)
    new.mkdir()
    for name in ("pyproject.toml", "a.py"):
        (old / name).rename(new / name)
    shutil.rmtree(old)
    git(project, "add", "-A")
    commit(project, MIRA)
    monkeypatch.chdir(new)
    done = run("deviations", "record", "a.py:5", "--reason", REASON, "--why-not", REASON)
    assert done.exit_code == 0, done.output
    git(project, "add", "-A")
    commit(project, MIRA)
    return new


def test_approve_names_whose_policy_it_is_and_who_may(run: Run, moved: Path):
    before = (moved / RECORD).read_bytes()
    become(moved, SAM)
    refused = run("deviations", "approve", "DEV-0001")
    assert refused.exit_code == 2 and (moved / RECORD).read_bytes() == before
    told = f"the policy does not name {SAM} as one who approves, by old/security/standard.md of commit "
    assert told in refused.stderr and refused.stderr.endswith(f": {KIM} may\n")
    become(moved, KIM)
    done = run("deviations", "approve", "DEV-0001")
    assert done.exit_code == 0, done.output
    commit(moved.parent, KIM)
    assert run("deviations", "verify").exit_code == 0


def test_verify_names_them_where_somebody_else_approved(run: Run, moved: Path):
    git(moved, "branch", "kept")
    git(moved, "checkout", "-q", "--orphan", "other")  # where no policy was
    commit(moved.parent, MIRA)
    become(moved, SAM)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    text = (moved / RECORD).read_text()
    git(moved, "checkout", "-qf", "kept")
    (moved / RECORD).write_text(text)
    commit(moved.parent, SAM)
    told = " ".join(run("deviations", "verify").stdout.split())
    assert f"so propose it again, and have {KIM} approve it, as old/security/standard.md of commit " in told
