"""What a record names is there, and its days are in order: else it is told at the key."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from sample_records import sample_records

from aseptic.analysis.projects.dangling import dangling
from aseptic.records.reading import read_shelf
from aseptic.standard.catalog import Standard
from aseptic.standard.head import Head

TODAY = datetime.date(2026, 11, 25)
RECORD = """\
---
id: DEV-0007
kind: mitigated
rule: INJ-003
requirements: [SEC-001]
where: a.py::f
fingerprint: {v: 1, statement: "6f1c0a9be2d44d10", around: ["", ""], of: 1/1}
status: approved
raised: {by: mira@example.org, on: 2026-11-20}
approved: {by: kim@example.org, on: 2026-11-21, of: "abcdef"}
expires: 2027-11-20
---
## Justification
The command is one constant and no part of it comes from outside.
"""


_THREATS = tuple(sample_records(Head(), TODAY, "requirement", "interface", "asset", "threat"))


def told(folder: Path, standard: Standard, *pairs: tuple[str, str]) -> list[str]:
    """What is said of the samples that `aseptic init` writes, and of one deviation with some of it replaced."""
    text = RECORD
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    for name, sample in {**dict(_THREATS), "deviations/DEV-0007.md": text}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sample, encoding="utf-8")
    shelf = read_shelf(folder, "security")
    assert shelf.problems == ()
    return [f"{each.path.rpartition('/')[2]}:{each.line} {each.text}" for each in dangling(standard, shelf, TODAY)]


def test_of_sound_records_nothing_is_said(tmp_path: Path, standard: Standard) -> None:
    assert told(tmp_path, standard) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("INJ-003", "INJ-999", "DEV-0007.md:3 'rule': no rule has the id 'INJ-999'"),
        (
            "[SEC-001]",
            "[SEC-001, SEC-011]",
            "4 'requirements': there is no requirement SEC-011; did you mean 'SEC-001'?",
        ),
        ("expires:", "permit: PER-009\nexpires:", "10 'permit': there is no permit PER-009; "),
        ("2027-11-20", "2026-11-01", "10 'expires': it ends on 2026-11-01, before it was raised on 2026-11-20"),
        ("2026-11-21", "2026-11-19", "9 'approved': it was approved on 2026-11-19, before it was raised"),
        ("2026-11-21", "2026-11-27", "9 'approved': 2026-11-27 is still to come"),
    ],
)
def test_each_fault_is_told_once_at_its_key(tmp_path: Path, standard: Standard, old: str, new: str, words: str) -> None:
    (said,) = told(tmp_path, standard, (old, new))
    assert words in said


def test_tomorrow_may_be_today_further_east(tmp_path: Path, standard: Standard) -> None:
    assert told(tmp_path, standard, ("2026-11-21", "2026-11-26")) == []


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_of_what_has_ended_nothing_is_said(tmp_path: Path, standard: Standard, status: str) -> None:
    assert told(tmp_path, standard, ("status: approved", f"status: {status}"), ("INJ-003", "INJ-999")) == []


def test_what_cannot_be_read_is_there_all_the_same(tmp_path: Path, standard: Standard) -> None:
    told(tmp_path, standard)
    (tmp_path / "requirements" / "SEC-001.md").write_text("---\nid: SEC-001\n---\n", encoding="utf-8")
    shelf = read_shelf(tmp_path, "security")
    assert shelf.problems
    assert list(dangling(standard, shelf, TODAY)) == []


def test_the_threat_model_is_held_together(tmp_path: Path, standard: Standard) -> None:
    told(tmp_path, standard)
    (tmp_path / "threats" / "THR-001.md").unlink()
    (tmp_path / "assets" / "AST-001.md").unlink()
    found = {(each.path.rpartition("/")[2], each.key) for each in dangling(standard, read_shelf(tmp_path, "s"), TODAY)}
    assert found == {("SEC-001.md", "threats"), ("IF-001.md", "threats"), ("IF-001.md", "assets")}
