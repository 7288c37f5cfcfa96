"""While the policy cannot be read nobody knows who may decide: nothing is decided, and the file's fault is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from test_deviations_command import PERMIT, RECORD, project

__all__ = ["project"]
Run = Callable[..., Result]
PAGE = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {approvers: [zed@example.org]}\n---\n"
BROKEN = {
    "polisy": "the key 'polisy' is unknown; did you mean 'policy'?",
    "policy: {aprovers": "the key 'policy.aprovers' is unknown",
    "policy: {approvers: zed}": "'policy.approvers'",
    "stendard": "the key 'stendard' is unknown",
}
LINK = "security/standard.md: the file is a link"


def page(key: str) -> str:
    if key.startswith("policy: {aprovers"):
        return PAGE.replace("approvers", "aprovers")
    if key.startswith("policy: "):
        return PAGE.replace("policy: {approvers: [zed@example.org]}", key)
    return PAGE.replace({"polisy": "policy", "stendard": "standard"}[key] + ":", f"{key}:")


@pytest.mark.parametrize(
    ("broken", "verb"),
    [*((each, "approve") for each in (*BROKEN, "link")), ("link", "renew"), ("polisy", "propose"), ("link", "reject")],
)
def test_nothing_is_decided_while_it_cannot_be_read(run: Run, project: Path, broken: str, verb: str):
    path = project / "security/standard.md"
    if broken == "link":
        path.rename(project / "security/page.txt")
        path.symlink_to("page.txt")
    else:
        path.write_text(page(broken))
    before = (project / RECORD).read_bytes()
    done = run("deviations", verb, "DEV-0001", *(("--reason", "Why not.") if verb == "reject" else ()))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "nothing is decided on DEV-0001 while the policy cannot be read: security/standard.md:" in done.stderr
    assert (LINK if broken == "link" else BROKEN[broken]) in done.stderr
    assert (project / RECORD).read_bytes() == before


def test_nor_on_a_permit(run: Run, project: Path):
    (project / "security/standard.md").write_text(page("polisy"))
    path = project / "security/permits/PER-001.md"
    path.parent.mkdir()
    path.write_text(PERMIT)
    done = run("deviations", "approve", "PER-001")
    assert done.exit_code == 2 and "did you mean 'policy'?" in done.stderr and path.read_text() == PERMIT


def test_what_is_withdrawn_is_withdrawn_and_a_fault_elsewhere_hides_no_policy(run: Run, project: Path):
    path = project / "security/standard.md"
    path.write_text(PAGE.replace("zed@", "kim@").replace("policy:", "excluded: {CRY-001: }\npolicy:"))
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    path.write_text(page("polisy"))
    assert run("deviations", "withdraw", "DEV-0001", "--yes").exit_code == 0
