"""What is kept between scans: never another answer than a fresh scan gives, whatever became of the files or the cache."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aseptic.analysis.scanning.cache_file import Record, prune, read_shard, write_shard
from aseptic.analysis.scanning.scan import Manner, Report, scan
from aseptic.analysis.sessions import outcome
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

MAIN = "from shell import run\n\n\ndef go(x):\n    run(x)\n"
Said = list[tuple[str, str, int]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for name, text in {
        "pyproject.toml": "[tool.aseptic]\n",
        "main.py": MAIN,
        "shell.py": "from deep import run\n",
        "deep.py": "import os\nrun = os.system\n",
        "other.py": "import os\nos.system(x)\n",
    }.items():
        root.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def scanned(standard: Standard, project: Path, kept: Path | None, *paths: Path) -> Report:
    return scan(Session(standard, [project]), paths or (project,), project, lambda _: None, Manner(kept=kept))


def said(report: Report) -> Said:
    found = [(file.shown, placed.finding.rule, placed.span.start.line) for file, _, placed in report.findings]
    return [*found, *((each.path, each.reason, each.first or 0) for file in report.files for each in file.unchecked)]


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are really checked, as they are."""
    names: list[str] = []
    plain = outcome.examined

    def examined(session: Session, path: Path) -> outcome.Examined:
        names.append(path.name)
        return plain(session, path)

    monkeypatch.setattr("aseptic.analysis.scanning.scan.examined", examined)
    return names


def test_what_did_not_change_is_not_checked_again(
    standard: Standard, project: Path, kept: Path, checked: list[str]
) -> None:
    first = scanned(standard, project, kept)
    assert sorted(checked) == ["deep.py", "main.py", "other.py", "shell.py"]
    checked.clear()
    again = scanned(standard, project, kept)
    assert checked == []
    assert said(again) == said(first) == said(scanned(standard, project, None))
    assert [file.quotes for file in again.files] == [file.quotes for file in first.files]
    assert [file.outcome for file in again.files] == [file.outcome for file in first.files]


def test_only_another_answer_makes_a_file_worth_checking(
    standard: Standard, project: Path, kept: Path, checked: list[str]
) -> None:
    scanned(standard, project, kept)
    checked.clear()
    (project / "deep.py").write_text("import os\n# moved\nrun = os.system\n", encoding="utf-8")
    scanned(standard, project, kept)
    assert checked == ["deep.py"]
    checked.clear()
    (project / "deep.py").write_text("run = print\n", encoding="utf-8")
    assert said(scanned(standard, project, kept)) == [("other.py", "INJ-003", 1)]
    assert "main.py" in checked


def test_a_scan_of_a_part_leaves_nothing_stale_for_the_whole(standard: Standard, project: Path, kept: Path) -> None:
    scanned(standard, project, kept)
    (project / "deep.py").write_text("run = print\n", encoding="utf-8")
    scanned(standard, project, kept, project / "other.py")
    scanned(standard, project, kept, project / "deep.py")
    assert said(scanned(standard, project, kept)) == [("other.py", "INJ-003", 1)]


def test_another_standard_knows_nothing_of_it(standard: Standard, project: Path, kept: Path) -> None:
    scanned(standard, project, kept)
    page = "---\nid: STANDARD\ntitle: Ours\nstandard: Aseptic\nversion: '0.1'\nseverities: {INJ-003: low}\n---\nText.\n"
    (project / "security").mkdir()
    (project / "security" / "standard.md").write_text(page, encoding="utf-8")
    low = [placed.finding.severity.value for _, _, placed in scanned(standard, project, kept).findings]
    assert low == [placed.finding.severity.value for _, _, placed in scanned(standard, project, None).findings]


def test_nothing_is_kept_in_the_project_nor_any_of_its_text(standard: Standard, project: Path, kept: Path) -> None:
    before = sorted(project.rglob("*"))
    scanned(standard, project, kept)
    assert sorted(project.rglob("*")) == before
    (cache_file,) = kept.iterdir()
    assert b"os.system(x)" not in cache_file.read_bytes()
    assert b"def go" not in cache_file.read_bytes()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"INJ-003", b"INJ-999"),
        lambda data: b"\0" * len(data),
        lambda data: data.partition(b"\n")[2],
    ],
    ids=["empty", "half", "altered", "zeros", "no digest"],
)
def test_what_is_not_whole_is_as_if_it_were_not_there(
    standard: Standard, project: Path, kept: Path, checked: list[str], spoil: object
) -> None:
    first = said(scanned(standard, project, kept))
    (cache_file,) = kept.iterdir()
    cache_file.write_bytes(spoil(cache_file.read_bytes()))  # type: ignore[operator]
    checked.clear()
    assert said(scanned(standard, project, kept)) == first
    assert len(checked) == 4
    checked.clear()
    assert said(scanned(standard, project, kept)) == first
    assert checked == [], "it is mended"


def test_a_folder_that_cannot_be_used_costs_only_time(standard: Standard, project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert said(scanned(standard, project, tmp_path / "file" / "kept")) == said(scanned(standard, project, None))


def test_a_file_that_could_not_be_read_is_looked_at_again(standard: Standard, project: Path, kept: Path) -> None:
    (project / "deep.py").write_bytes(b"# coding: nonsense\n")
    assert "encoding" in str(said(scanned(standard, project, kept)))
    (project / "deep.py").write_text("import os\nrun = os.system\n", encoding="utf-8")
    assert said(scanned(standard, project, kept)) == said(scanned(standard, project, None))


TEXTS = (
    "from b import *\nrun(x)\n", "from a import run\nrun(x)\n", "import os\nrun = os.system\n", "run = print\n",
    "import p.c\np.c.run(x)\n", "from p import c\nc.run(x)\n", "from p import run\nrun(x)\n", "class K:\n    pass\n",
    "from b import K\n\n\nclass L(K):\n    def f(self):\n        self.go(x)\n", "from p.c import *\n",
    "import os\n\n\nclass K:\n    go = os.system\n", "def f(:\n    eval(x)\n", "from a import *\nfrom b import *\nrun(x)\n",
)  # fmt: skip
PLACES = ("a.py", "b.py", "p/__init__.py", "p/c.py", "p/c/__init__.py", "d.py")


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_the_kept_answers_are_those_of_a_fresh_scan(
    standard: Standard, tmp_path: Path, kept: Path, seed: int
) -> None:
    chosen = random.Random(seed)
    root = tmp_path / "project"
    root.mkdir()
    (root / "pyproject.toml").write_text("[tool.aseptic]\n")
    for _ in range(10):
        path = root / chosen.choice(PLACES)
        if path.is_file() and chosen.random() < 0.3:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(chosen.choice(TEXTS), encoding="utf-8")
        part = [each for each in root.rglob("*.py") if chosen.random() < 0.3]
        if part:
            assert said(scanned(standard, root, kept, *part)) == said(scanned(standard, root, None, *part))
        assert said(scanned(standard, root, kept)) == said(scanned(standard, root, None))


KILLED = """\
import os, signal, sys
from pathlib import Path
from aseptic.analysis.scanning import cache_file
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
Path.replace = die
cache_file.write_shard(Path(sys.argv[1]), {"b.py": cache_file.Record("2", "")})
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_process_killed_while_it_keeps_leaves_the_last_answers(tmp_path: Path) -> None:
    place = tmp_path / "x.answers"
    write_shard(place, {"a.py": Record("1", "")})
    done = subprocess.run([sys.executable, "-c", KILLED, str(place)])
    assert done.returncode == -signal.SIGKILL
    assert list(read_shard(place)) == ["a.py"]
    (draft,) = tmp_path.glob("*.draft")
    os.utime(draft, (0, 0))
    prune(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["x.answers"]


def test_two_runs_at_once_say_the_same_and_leave_whole_answers(
    standard: Standard, project: Path, kept: Path, checked: list[str]
) -> None:
    others: list[Report] = []

    def in_the_middle(_: Path) -> None:
        if not others:
            others.append(scanned(standard, project, kept))

    first = scan(Session(standard, [project]), [project], project, in_the_middle, Manner(kept=kept))
    assert said(first) == said(others[0])
    checked.clear()
    assert said(scanned(standard, project, kept)) == said(first)
    assert checked == []


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        write_shard(tmp_path / f"{number}.answers", {"a.py": Record("1", "", told="t" * 100)})
        os.utime(tmp_path / f"{number}.answers", (1000 + number,) * 2)
    monkeypatch.setattr("aseptic.analysis.scanning.cache_file._MOST_BYTES", 450)
    prune(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["2.answers", "3.answers"]
