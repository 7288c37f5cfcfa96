"""What a hover says of a rule that the project tailored."""

from __future__ import annotations

from pathlib import Path

from aseptic.analysis.sessions.session import Session
from aseptic.feedback.hover import hover
from aseptic.source.span import Position
from aseptic.standard.catalog import Standard


def test_a_rule_that_is_declared_not_applicable_says_so_with_its_line(standard: Standard, tmp_path: Path) -> None:
    page = tmp_path / "security" / "standard.md"
    page.parent.mkdir()
    keys = "not_applicable:\n  INJ-003: nothing is started here"
    page.write_text(f"---\nstandard: Aseptic\nversion: '0.1'\n{keys}\n---\nText.\n", encoding="utf-8")
    session = Session(standard, [tmp_path])
    snapshot = session.open(tmp_path / "a.py", None, "import os\nos.system(x)\n")
    found = hover(snapshot, Position(1, 4))
    assert found is not None
    assert "*Declared not applicable in security/standard.md:5: nothing is started here*" in found.markdown
