"""Several processes say what one says, in the same order, whatever becomes of one of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aseptic.analysis.scanning import processes
from aseptic.analysis.scanning.scan import Manner, Report, scan
from aseptic.analysis.sessions import outcome
from aseptic.analysis.sessions.outcome import Examined
from aseptic.analysis.sessions.session import Session
from aseptic.evidence.listing import listing
from aseptic.standard.catalog import Standard

FORKS = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a forked process sees what the test changed")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("aseptic.analysis.scanning.processes.worth", lambda size, files: files > 1)
    root = tmp_path / "project"
    root.mkdir()
    (root / "pyproject.toml").write_text("[tool.aseptic]\n")
    (root / "shell.py").write_text("from ring import *\nimport os\nrun = os.system\n", encoding="utf-8")
    (root / "ring.py").write_text("from shell import *\nimport pickle\nload = pickle.loads\n", encoding="utf-8")
    for number in range(12):
        (root / f"m{number:02}.py").write_text("from shell import *\nrun(x)\nload(x)\nrun(x)\n", encoding="utf-8")
    (root / "broken.py").write_text("def f(:\n    eval(x)\n", encoding="utf-8")
    (root / "odd.py").write_bytes(b"# coding: nonsense\n")
    return root


def scanned(standard: Standard, project: Path, processes: int, kept: Path | None = None) -> Report:
    seen: list[Path] = []
    session = Session(standard, [project])
    report = scan(session, [project], project, seen.append, Manner(processes=processes, kept=kept))
    assert sorted(seen) == sorted(file.path for file in report.files)
    return report


def text(report: Report) -> str:
    return json.dumps(listing(report), indent=1)


@FORKS
def test_several_processes_say_what_one_says(standard: Standard, project: Path, tmp_path: Path) -> None:
    one = text(scanned(standard, project, 1))
    assert one.count('"INJ-003"') == 24
    assert text(scanned(standard, project, 3)) == one
    assert text(scanned(standard, project, 3, tmp_path / "kept")) == one
    assert text(scanned(standard, project, 1, tmp_path / "kept")) == one


@FORKS
def test_what_several_processes_were_told_is_kept(standard: Standard, project: Path, tmp_path: Path) -> None:
    scanned(standard, project, 3, tmp_path / "kept")
    (project / "ring.py").write_text("import os\nload = os.getcwd\n", encoding="utf-8")
    assert text(scanned(standard, project, 3, tmp_path / "kept")) == text(scanned(standard, project, 1))


@FORKS
@pytest.mark.parametrize("victims", [{"m03.py"}, {"m03.py", "m04.py", "m11.py"}], ids=["one", "three"])
def test_a_process_that_dies_costs_the_file_that_it_was_at(
    standard: Standard, project: Path, monkeypatch: pytest.MonkeyPatch, victims: set[str]
) -> None:
    plain, parent = outcome.examined, os.getpid()

    def examined(session: Session, path: Path) -> Examined:
        if path.name in victims and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(session, path)

    monkeypatch.setattr(processes, "examined", examined)
    report = scanned(standard, project, 2)
    lost = {file.shown: each.reason for file in report.files for each in file.unchecked}
    assert {name for name, reason in lost.items() if "process" in reason} == victims
    left = [each for each in listing(report)["findings"] if each["rule"] == "INJ-003"]
    assert len(left) == 24 - 2 * len(victims)


HOSTILE = """\
import sys
from pathlib import Path
from aseptic.analysis.scanning import processes
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import shipped
processes._method = lambda: "spawn"
if __name__ == "__main__":
    paths = [Path("a.py").resolve(), Path("b.py").resolve()]
    found = []
    processes.checked_by(2, Session(shipped()[0], [Path.cwd()]), paths, found.append)
    print(sorted((each.path.name, len(each.outcome.found)) for each in found))
"""


def test_a_process_started_anew_imports_nothing_of_the_workspace(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("eval(x)\n", encoding="utf-8")
    for name in ("pickle.py", "struct.py", "multiprocessing.py", "bandit.py", "attrs.py", "sitecustomize.py"):
        (tmp_path / name).write_text("open('ran', 'w')\nraise SystemExit(7)\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-P", "-c", HOSTILE], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "[('a.py', 1), ('b.py', 1)]\n", done.stderr
    assert not (tmp_path / "ran").exists()
