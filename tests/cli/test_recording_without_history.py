"""`aseptic record` and `baseline` where git's history is not at hand, nothing is checked, or a draft is unfinished."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.sessions.session import Session
from aseptic.cli import loading
from aseptic.standard.catalog import Standard

Run = Callable[..., Result]
CODE = "import os\n\n\ndef stop(x):\n    os.system(x)\n"
REASON = "The command is the operator's own, typed at the console of the pump."
POLICY = "policy: {approvers: [kim@example.org], proof: {high: committed, medium: committed}}"
LEDGER = "security/ledger.jsonl"


def git(folder: Path, *words: str, who: str = "mira@example.org") -> None:
    person = ("-c", f"user.email={who}", "-c", f"user.name={who}")
    subprocess.run(["git", *person, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch, standard: Standard) -> None:
    """Let the many commands of a test share what they would each read anew."""
    monkeypatch.setattr(loading, "shipped", lambda _: (standard, ()))


@pytest.fixture
def origin(run: Run, tmp_path: Path, standard: Standard, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one finding, its approved deviation, and a ledger that says so."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    folder = tmp_path / "origin"
    (folder / "security").mkdir(parents=True)
    monkeypatch.chdir(folder)
    git(folder, "init", "-q", "-b", "main")
    (folder / "a.py").write_text(CODE)
    (folder / "security" / "standard.md").write_text(f"---\nstandard: Aseptic\nversion: '0.1'\n{POLICY}\n---\n")
    git(folder, "config", "user.email", "mira@example.org")
    snapshot = Session(standard, [folder]).open(folder / "a.py", 1, CODE)
    path = record_deviation(snapshot, snapshot.findings[0]).path
    path.write_text(path.read_text().replace("TODO: say why not", REASON).replace("TODO: say why", REASON))
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Record")
    git(folder, "config", "user.email", "kim@example.org")
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    git(folder, "commit", "-qam", "Approve", who="kim@example.org")
    assert run("record").stdout.startswith("findings: 1 opened, 1 closed\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Record")
    return folder


def test_a_history_that_was_cut_off_reopens_nothing(
    run: Run, origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", origin.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    before = Path(LEDGER).read_bytes()
    for command in ("record", "baseline"):
        refused = run(command)
        assert refused.exit_code == 2, refused.stdout
        assert "nothing was recorded: 1 approval cannot be judged here: the history was cut off" in refused.stderr
        assert "`git fetch --unshallow`" in refused.stderr
    assert Path(LEDGER).read_bytes() == before
    git(tmp_path / "clone", "fetch", "-q", "--unshallow")
    assert run("record").stdout.startswith("nothing new")


def test_without_a_commit_nothing_is_recorded_of_what_is_approved(run: Run, origin: Path) -> None:
    before = (origin / LEDGER).read_bytes()
    git(origin, "symbolic-ref", "HEAD", "refs/heads/none")
    refused = run("record")
    assert (refused.exit_code, "no commit is checked out" in refused.stderr) == (2, True), refused.stderr
    assert (origin / LEDGER).read_bytes() == before


def test_a_copy_without_git_reopens_nothing_that_git_has_to_show(run: Run, origin: Path) -> None:
    before = (origin / LEDGER).read_bytes()
    (origin / ".git").rename(origin.parent / "git")
    refused = run("record")
    assert (refused.exit_code, "DEV-0001 counted before, and here git shows it as" in refused.stderr) == (2, True)
    assert (origin / LEDGER).read_bytes() == before
    record = origin / "security" / "deviations" / "DEV-0001.md"
    record.write_text(record.read_text().replace(REASON, f"{REASON} And more."))
    assert run("record").stdout.startswith("findings: 1 reopened\n"), "that is nothing that git would show otherwise"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_where_git_refuses_it_is_said_once_with_the_cure(origin: Path) -> None:
    before = (origin / LEDGER).read_bytes()
    for path in (origin, origin / ".git"):
        os.chown(path, 12345, 12345)

    def said(*words: str) -> tuple[int, str]:
        done = subprocess.run([sys.executable, "-m", "aseptic", *words], cwd=origin, capture_output=True, text=True)
        assert done.stderr.count("git refuses: detected dubious ownership") == 1, done.stderr
        assert f"git config --global --add safe.directory {origin}" in done.stderr
        return done.returncode, done.stderr

    code, told = said("record")
    assert (code, "cannot be judged here: git refuses" in told) == (2, True)
    assert (origin / LEDGER).read_bytes() == before
    assert said("deviations", "verify")[0] == 1


def test_a_clone_that_is_cut_off_is_recorded_where_nothing_is_approved(
    run: Run, origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(origin, "rm", "-q", "security/deviations/DEV-0001.md")
    git(origin, "commit", "-qm", "Drop")
    git(tmp_path, "clone", "-q", "--depth", "1", origin.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    assert run("record").stdout.startswith("findings: 1 reopened\n")


def test_an_unfinished_draft_covers_nothing_and_hinders_no_record(run: Run, tmp_path: Path, standard: Standard) -> None:
    (tmp_path / "a.py").write_text(CODE)
    (tmp_path / "security").mkdir()
    (tmp_path / "security" / "standard.md").write_text("---\nstandard: Aseptic\nversion: '0.1'\n---\n")
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "a.py", 1, CODE)
    path = record_deviation(snapshot, snapshot.findings[0]).path
    done = run("record")
    assert (done.exit_code, done.stdout.split("\n")[0]) == (0, "findings: 1 opened"), done.stderr
    assert "'Justification' is still to be written" in done.stderr
    path.write_text(path.read_text().replace("status: proposed", "status: approved"))
    refused = run("record")
    assert (refused.exit_code, "nothing was recorded; mend this first" in refused.stderr) == (2, True)
    path.write_text(path.read_text().replace("status: approved", "status: proposed").replace("kind: ", "kind: odd-"))
    assert run("record").exit_code == 2, "nobody knows what a record says that cannot be read"


def test_nothing_that_was_checked_opens_no_ledger(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "parts" / "pump"
    inner.mkdir(parents=True)
    for command in ("record", "baseline"):
        refused = run(command)
        assert (refused.exit_code, "no Python file of this project" in refused.stderr) == (2, True), refused.stderr
    (inner / "pyproject.toml").write_text("[tool.aseptic]\n")
    (inner / "a.py").write_text(CODE)
    refused = run("record")
    assert (refused.exit_code, "run it in parts/pump" in refused.stderr) == (2, True), refused.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["parts"]
    monkeypatch.chdir(inner)
    assert run("record").exit_code == 0
    (inner / "a.py").unlink()
    assert "1 closed" in run("record").stdout, "an open ledger is told what was removed"


def test_a_history_that_was_cut_off_shows_no_ledger_whole(
    run: Run, origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (origin / LEDGER).read_bytes().splitlines(keepends=True)
    (origin / LEDGER).write_bytes(b"".join(lines[:-1]))
    git(origin, "commit", "-qam", "Cut off")
    (origin / "b.py").write_text("")
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "Later")
    git(tmp_path, "clone", "-q", "--depth", "2", origin.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    found = run("ledger", "verify")
    assert found.exit_code == 2
    assert found.stdout.startswith("whether the ledger is whole cannot be told: the history was cut off")
    assert "`git fetch --unshallow`" in found.stdout
    since = run("ledger", "verify", "--since", "HEAD~1")
    assert (since.exit_code, since.stdout[:20]) == (0, "the ledger is whole:"), "what was asked for is here"
    git(tmp_path / "clone", "fetch", "-q", "--unshallow")
    whole = run("ledger", "verify")
    assert (whole.exit_code, "changed, dropped or cut off this line" in whole.stderr) == (1, True)
