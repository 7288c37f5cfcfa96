"""What whoever decides on a permit is shown on its page and where its id stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.decisions import decisions_on
from aseptic.feedback.id_hover import id_hover
from aseptic.feedback.lenses import record_lenses
from aseptic.source.ties import cited
from aseptic.standard.catalog import Standard

PERMIT = """---
id: PER-001
title: Labels by MD5
rule: CRY-001
paths: ["src/*.py"]
condition: nobody trusts the label
raised: {by: mira@example.org, on: 2026-11-23}
approved: {by: , on: , of: }
expires: 2999-01-01
limit: 3
---
The printer knows no other.
"""
MENU = ["Approve PER-001", "Reject PER-001…", "Withdraw PER-001…"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "security" / "permits" / "PER-001.md"
    path.parent.mkdir(parents=True)
    path.write_text(PERMIT, encoding="utf-8")
    return path


def project(standard: Standard, folder: Path) -> Project:
    return Session(standard, [folder]).project(folder)


def test_a_permit_is_decided_on_where_it_stands(standard: Standard, tmp_path: Path, path: Path) -> None:
    read = project(standard, tmp_path)
    assert [each.title for each in decisions_on(read, path, lambda _: False)] == MENU
    (lens,) = record_lenses(read, path, lambda _: None)
    assert (lens.title, lens.path, lens.target) == ("is not approved · 0 of 3 used · CRY-001 in src/*.py", path, 7)
    given = f"approved: {{by: kim@example.org, on: 2026-11-24, of: {read.shelf.permits[0].digest}}}"
    path.write_text(PERMIT.replace("approved: {by: , on: , of: }", given), encoding="utf-8")
    read = project(standard, tmp_path)
    assert [each.title for each in decisions_on(read, path, lambda _: False)] == MENU[1:]
    (lens,) = record_lenses(read, path, lambda _: None)
    assert lens.title.startswith("is approved by kim@example.org until 2999-01-01 · 0 of 3 used")
    path.write_text(path.read_text(encoding="utf-8").replace("limit: 3", "limit: 30"), encoding="utf-8")
    read = project(standard, tmp_path)
    assert [each.title for each in decisions_on(read, path, lambda _: False)] == MENU


def test_a_rejected_permit_is_proposed_again_and_a_withdrawn_one_is_history(
    standard: Standard, tmp_path: Path, path: Path
) -> None:
    no = "approved: {by: , on: , of: }\nrejected: {by: kim@example.org, on: 2026-11-24}"
    path.write_text(PERMIT.replace("approved: {by: , on: , of: }", no), encoding="utf-8")
    read = project(standard, tmp_path)
    assert read.problems == ()
    assert [each.title for each in decisions_on(read, path, lambda _: False)] == ["Propose PER-001 again"]
    (lens,) = record_lenses(read, path, lambda _: None)
    assert lens.title.startswith("was rejected by kim@example.org · 0 of 3 used")
    path.write_text(path.read_text(encoding="utf-8").replace("rejected:", "withdrawn:"), encoding="utf-8")
    assert list(decisions_on(project(standard, tmp_path), path, lambda _: False)) == []
    (lens,) = record_lenses(project(standard, tmp_path), path, lambda _: None)
    assert lens.title.startswith("was withdrawn by kim@example.org · 0 of 3 used")


def test_the_owners_of_its_files_approve_it(standard: Standard, tmp_path: Path, path: Path) -> None:
    (tmp_path / "CODEOWNERS").write_text("/src/ kim@example.org\n", encoding="utf-8")
    page = "---\npolicy: {approvers: [lead@example.org], codeowners: CODEOWNERS}\n---\n"
    (tmp_path / "security" / "standard.md").write_text(page, encoding="utf-8")
    given = (
        f"approved: {{by: kim@example.org, on: 2026-11-24, of: {project(standard, tmp_path).shelf.permits[0].digest}}}"
    )
    path.write_text(PERMIT.replace("approved: {by: , on: , of: }", given), encoding="utf-8")
    (lens,) = record_lenses(project(standard, tmp_path), path, lambda _: None)
    assert lens.title.startswith("is approved by kim@example.org until 2999-01-01")


def test_a_hover_tells_all_of_it(standard: Standard, tmp_path: Path, path: Path) -> None:
    read = project(standard, tmp_path)
    mention = next(each for each in cited(["permit: PER-001"]) if each.id == "PER-001")
    said = id_hover(read, mention, lambda _: None)
    assert said is not None
    for words in (
        "**PER-001** permit: Labels by MD5",
        "*PER-001 is not approved*",
        "**CRY-001 ",
        "Condition: nobody trusts the label",
        "For `src/*.py`, raised by mira@example.org, ends 2999-01-01; 0 of 3 used",
        "The printer knows no other.",
    ):
        assert words in said.markdown
