"""What the pages for people show is taken as it stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

PAGE = Path(__file__).parents[2] / "docs" / "approving.md"


def test_the_policy_and_the_permit_of_the_page_have_no_fault(run: Callable[..., Result], tmp_path: Path) -> None:
    policy, permit = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "CODEOWNERS").write_text("* kim@example.org\n")
    folder = tmp_path / "security" / "permits"
    folder.mkdir(parents=True)
    reasons = "## Justification\nThe files of tests are run where they lie, and by nobody else.\n"
    (folder / "PER-001.md").write_text(f"---\n{permit}---\n{reasons}")
    standard = folder.parent / "standard.md"
    for name, status in (("four_eyes", 0), ("for_eyes", 2)):
        standard.write_text(f"---\nstandard: Aseptic\nversion: '0.1'\n{policy.replace('four_eyes', name)}---\nText.\n")
        done = run("check")
        assert done.exit_code == status, done.output
