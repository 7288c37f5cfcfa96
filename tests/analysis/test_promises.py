"""What is offered was tried: it parses, the finding is gone, no other came, and edits that are joined do not overlap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from aseptic.analysis.fixing import proof
from aseptic.analysis.fixing.proof import Proved, proved
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.feedback import actions
from aseptic.feedback.actions import fixes
from aseptic.replacements.replacement import Replacement
from aseptic.source.span import Edit
from aseptic.standard.catalog import Standard


def snapshot(standard: Standard, text: str) -> Snapshot:
    return Session(standard).open(Path("/nowhere/a.py"), 1, text)


@pytest.mark.parametrize(
    ("instead", "offered"),
    [
        ("len(x)", True),
        ("yaml.load(x)", False),
        ("eval(x)", False),
        ("os.system(x)", False),
        ("yaml.load(x), yaml.load(x)", False),
        ("len(x", False),
    ],
)
def test_no_other_finding_may_come(
    standard: Standard, monkeypatch: pytest.MonkeyPatch, instead: str, offered: bool
) -> None:
    opened = snapshot(standard, "import os\nimport yaml\n\nyaml.load(x)\n")
    (placed,) = opened.findings
    span = placed.finding.node

    def made(*_: Any) -> tuple[Replacement, ...]:
        return (Replacement("another", (Edit(span, instead),)),)

    monkeypatch.setattr(proof, "replacements_for", made)
    assert [each.title for each in proved(opened, placed)] == (["another"] if offered else [])


@pytest.mark.parametrize("text", ["yaml.load(x, yaml.load(y))", "yaml.load(yaml.load(x, yaml.Loader), yaml.load(y))"])
def test_joined_edits_do_not_overlap(standard: Standard, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    def of_any_kind(snapshot: Snapshot, placed: ChunkFinding, only_safe: bool) -> Iterator[Proved]:
        assert only_safe
        return proved(snapshot, placed)

    monkeypatch.setattr(actions, "proved", of_any_kind)
    opened = snapshot(standard, f"import yaml\n\n{text}\n")
    edits = [edit for step in fixes(opened) for edit in step]
    assert edits
    for one, other in combinations(sorted(edits, key=lambda edit: edit.span), 2):
        assert one.span.end <= other.span.start
        assert one.span.start != other.span.start
