"""A signature by a key that the signers of the history do not give to its approver is refused, or told of."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from test_approved_anew import KIM, MIRA, commit, verdict
from test_deviations_command import RECORD, Run, become, git, project

__all__ = ["project"]
PAGE = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {approvers: [kim@example.org], proof: {high: record_signed}}\n---\n"


@pytest.fixture
def key(project: Path) -> Path:
    """A key of kim's, whose line nobody has written; the policy asks for signatures, and kim acts."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    made = project.parent / f"{project.name}-kim"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(made)], check=True, capture_output=True)
    (project / "security/standard.md").write_text(PAGE)
    commit(project, MIRA)
    become(project, KIM)
    return made


def name(folder: Path, key: Path, how: str = "") -> None:
    """Give the key to kim in the list of signers."""
    signers = folder / "security/allowed_signers"
    signers.write_text(f"{KIM} {key.with_suffix('.pub').read_text()}")
    if how:
        become(folder, MIRA)
        git(folder, "add", str(signers))
        git(folder, "commit", "-qm", "Signers")
        become(folder, KIM)


def approve(run: Run, key: Path) -> str:
    done = run("deviations", "approve", "DEV-0001", "--sign", str(key))
    return done.stderr if done.exit_code else ""


@pytest.mark.parametrize("listed", [True, False])
def test_it_is_refused_until_a_commit_gives_the_key(run: Run, project: Path, key: Path, listed: bool):
    if listed:
        name(project, key)
    before = (project / RECORD).read_bytes()
    told = approve(run, key)
    assert "security/allowed_signers of " in told and f"does not give its key to {KIM}" in told
    assert "the policy asks for 'record signed'; add its line, commit that, and sign then" in told
    assert (project / RECORD).read_bytes() == before and not (project / f"{RECORD}.sig").exists()
    name(project, key, "committed")
    assert not approve(run, key)
    commit(project, MIRA)
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Signature")
    assert verdict(run).endswith("holds")


def test_verify_tells_of_a_signature_that_proves_nothing(run: Run, project: Path, key: Path):
    name(project, key, "committed")
    assert not approve(run, key)
    signature = (project / f"{RECORD}.sig").read_bytes()
    git(project, "checkout", "-q", "HEAD~1")
    assert "the signature beside it proves nothing: security/allowed_signers of " in verdict(run)
    assert f"does not give its key to {KIM}; {KIM} signs it (`" in verdict(run)
    git(project, "checkout", "-q", "-")
    (project / f"{RECORD}.sig").write_bytes(signature.replace(b"A", b"B", 1))
    assert "the signature beside it is not of what was approved" in verdict(run)


def test_one_that_was_committed_before_the_key_was_named_is_approved_anew_with_it(run: Run, project: Path, key: Path):
    (project / "security/standard.md").write_text(PAGE.replace("record_signed", "committed"))
    commit(project, MIRA)
    become(project, KIM)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    commit(project, KIM)
    (project / "security/standard.md").write_text(PAGE)
    commit(project, MIRA)
    name(project, key, "committed")
    assert not approve(run, key)
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Sign")
    assert verdict(run).endswith("holds")


def test_without_a_key_nothing_is_written_that_would_not_count(run: Run, project: Path, key: Path):
    name(project, key, "committed")
    before = (project / RECORD).read_bytes()
    refused = run("deviations", "approve", "DEV-0001")
    assert refused.exit_code == 2 and (project / RECORD).read_bytes() == before
    assert "the policy asks for 'record signed'; `aseptic deviations approve DEV-0001 --sign KEY`" in refused.stderr
    assert not approve(run, key)
