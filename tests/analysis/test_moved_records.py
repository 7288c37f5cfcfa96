"""Deviations whose code went to another file: renamed by git, or moved by hand; and those that stayed."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest

from aseptic.analysis.deviations.overview import overview
from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.scanning.scan import scan
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.git import Git
from aseptic.records.disposition import Disposition, State
from aseptic.standard.catalog import Standard

CODE = "import os\n\n\ndef stop(x):\n    os.system(x)\n"
TODAY = datetime.date(2026, 11, 24)


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.email=mira@example.org", "-c", "user.name=Mira")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path, standard: Standard) -> Path:
    """A repository in which the one finding of `a.py` has an approved record."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text(CODE)
    session = Session(standard, [tmp_path], lambda: TODAY)
    snapshot = session.open(tmp_path / "a.py", 1, CODE)
    recorded = record_deviation(snapshot, snapshot.findings[0])
    text = recorded.path.read_text().replace("TODO: say why", "The operator's own command, by design; why")
    text = text.replace("TODO: say why not", "It has pipes; why not")
    approve(recorded.path, text)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Start")
    return tmp_path


def approve(path: Path, text: str) -> None:
    from aseptic.records.deviation import read_deviation

    found, problems = read_deviation("security/deviations/DEV-0001.md", text)
    assert found is not None and not problems
    given = f"status: approved\napproved: {{by: kim@example.org, on: 2026-11-24, of: {found.digest}}}"
    path.write_text(text.replace("status: proposed", given))


def said(standard: Standard, project: Path, path: str, text: str | None = None) -> list[Disposition]:
    session = Session(standard, [project], lambda: TODAY)
    text = (project / path).read_text() if text is None else text
    return [each.disposition for each in session.open(project / path, 1, text).findings]


def test_where_it_was_it_is_covered(standard: Standard, project: Path):
    assert [each.state for each in said(standard, project, "a.py")] == [State.APPROVED]


@pytest.mark.parametrize("committed", [False, True])
def test_a_file_that_git_renamed_stays_covered(standard: Standard, project: Path, committed: bool):
    git(project, "mv", "a.py", "b.py")
    if committed:
        git(project, "commit", "-qm", "Rename")
    (found,) = said(standard, project, "b.py")
    assert (found.state, found.where) == (State.APPROVED, "b.py::stop")


def test_git_is_asked_once_for_as_long_as_nothing_moves_in_it(
    standard: Standard, project: Path, monkeypatch: pytest.MonkeyPatch
):
    """In a project below the repository's top, too, whose folder has no `.git`."""
    inner = project / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[tool.aseptic]\n")
    for name in ("a.py", "security"):
        git(project, "mv", name, f"inner/{name}")
    git(project, "commit", "-qm", "Below")
    git(inner, "mv", "a.py", "b.py")
    session = Session(standard, [inner], lambda: TODAY)
    opened = session.open(inner / "b.py", 1, CODE)
    assert opened.findings[0].disposition.state is State.APPROVED
    monkeypatch.setattr(Git, "ask", lambda *_, **__: pytest.fail("git is asked while somebody types"))
    typed = session.open(inner / "b.py", 2, f"{CODE}\n\nx = 1\n")
    assert typed.findings[0].disposition.state is State.APPROVED
    monkeypatch.undo()
    git(inner, "mv", "b.py", "c.py")
    (found,) = session.open(inner / "c.py", 1, CODE).findings
    assert found.disposition.state is State.APPROVED


def test_a_file_that_nobody_told_git_of_is_offered_its_place_and_open(standard: Standard, project: Path):
    (project / "a.py").rename(project / "b.py")
    (found,) = said(standard, project, "b.py")
    assert (found.state, found.covers, found.where) == (State.MOVED, False, "b.py::stop")


def test_a_function_moved_to_another_module_is_offered_its_place(standard: Standard, project: Path):
    (project / "a.py").write_text("import os\n")
    (found,) = said(
        standard, project, "c.py", "import os as o\n\n\nclass A:\n    def stop(self, x):\n        o.system(x)\n"
    )
    assert (found.state, found.where) == (State.MOVED, "c.py::A.stop")


def test_a_copy_in_another_file_inherits_nothing(standard: Standard, project: Path):
    assert said(standard, project, "b.py", CODE) == [Disposition()]


def test_a_partial_scan_takes_no_copy_for_what_moved_and_no_record_for_unused(standard: Standard, project: Path):
    (project / "b.py").write_text(CODE)

    def scanned() -> list[Disposition]:
        session = Session(standard, [project], lambda: TODAY)
        report = scan(session, [project / "b.py"], project, lambda _: None)
        assert [each.path.name for each in report.files] == ["b.py"]
        (row,) = overview(session.project(project), report, TODAY).rows
        states.append(row.stands.state)
        return [placed.disposition for _, _, placed in report.findings]

    states: list[State] = []
    assert scanned() == [Disposition()]
    (project / "a.py").write_text("import os\n")
    (moved,) = scanned()
    assert (moved.state, moved.where) == (State.MOVED, "b.py::stop")
    assert State.UNUSED not in states


def test_what_is_open_counts_and_not_what_is_on_disk(standard: Standard, project: Path):
    session = Session(standard, [project], lambda: TODAY)
    session.open(project / "a.py", 1, "import os\n")
    (found,) = session.open(project / "b.py", 1, CODE).findings
    assert found.disposition.state is State.MOVED
    session.open(project / "a.py", 2, CODE)
    assert session.snapshot(project / "b.py").findings[0].disposition == Disposition()


def test_a_hostile_repository_runs_nothing(standard: Standard, project: Path):
    mark = project / "ran"
    program = project / "evil.sh"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    program.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "diff.external", "gpg.program", "filter.x.clean", "diff.x.textconv"):
        git(project, "config", key, str(program))
    git(project, "config", "log.showSignature", "true")
    (project / ".gitattributes").write_text("*.py filter=x diff=x\n")
    (project / "a.py").rename(project / "b.py")
    said(standard, project, "b.py")
    assert not mark.exists()
