"""Measures of a draft: the tests of what a statement uses, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.deviations.measuring import measures
from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.sessions.session import Session
from aseptic.records.deviation import read_deviation
from aseptic.standard.catalog import Standard

CODE = """\
import os

ALLOWED = ("a", "b")


def checked(host):
    assert host in ALLOWED
    return host


def go(host):
    os.system("ping " + checked(host))
"""
TEST = """\
from pump.shell import checked, go


def test_another_host_is_refused():
    checked("c")


def test_go():
    go("a")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {"pump/shell.py": CODE, "tests/test_shell.py": TEST}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_draft_names_what_the_statement_uses_and_the_tests_of_that(project: Path, standard: Standard) -> None:
    session = Session(standard, [project])
    snapshot = session.open(project / "pump" / "shell.py", 1, CODE)
    (placed,) = (each for each in snapshot.findings if each.finding.rule.startswith("INJ"))
    recorded = record_deviation(snapshot, placed)
    record, _ = read_deviation("security/deviations/DEV-0001.md", recorded.path.read_text())
    assert record is not None
    assert [each.code for each in record.premises] == ["pump/shell.py::checked"]
    assert [(each.what, each.verified_by) for each in record.measures] == [
        ("checked does what this test says", "tests/test_shell.py::test_another_host_is_refused")
    ]


@pytest.mark.parametrize(
    "text",
    [
        TEST.replace("pump.shell", "pump.other"),
        TEST.replace("test_another", "another"),
        TEST.replace('checked("c")', "pass"),
        "from pump.shell import checked\n\n\ndef test_broken(:\n",
        "",
    ],
)
def test_other_tests_are_none(project: Path, text: str) -> None:
    (project / "tests" / "test_shell.py").write_text(text)
    assert measures(project, "pump/shell.py", ["checked"]) == ()


def test_names_of_nothing_are_looked_for_nowhere(tmp_path: Path) -> None:
    assert measures(tmp_path, "a.py", []) == measures(tmp_path, "a.py", ["x"]) == ()
