"""Records onto the disk, and what a killed process leaves beside them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aseptic.records import filing
from aseptic.records.filing import ignore_drafts, replace_record, replace_whole, write_new
from aseptic.standard import whole_files

KILLED = """\
import os, signal, sys
from pathlib import Path
from aseptic.records import filing
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
filing.write_new(Path(sys.argv[1]), "half")
"""


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_record_is_written_once_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "deviations" / "DEV-0001.md"
    assert write_new(path, "one")
    assert not write_new(path, "two")
    assert path.read_text() == "one"
    assert names(path.parent) == ["DEV-0001.md"]


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_the_draft_of_a_killed_process_is_no_record_and_goes_with_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "DEV-0001.md"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)])
    assert done.returncode == -signal.SIGKILL
    (left,) = names(tmp_path)
    assert left.startswith(".aseptic-")
    (tmp_path / ".mine.draft").write_text("somebody else's")
    assert write_new(path, "one")
    assert names(tmp_path) == [".mine.draft", "DEV-0001.md"]


@pytest.mark.skipif(os.name != "posix", reason="locks")
@pytest.mark.parametrize("locks", [True, False], ids=["locks", "no locks"])
def test_a_draft_on_which_somebody_writes_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locks: bool) -> None:
    if not locks:
        monkeypatch.setattr(whole_files, "lock", lambda _: None)
    sync, met = os.fsync, list[str]()

    def swept(descriptor: int) -> None:
        filing.sweep(tmp_path)
        met.extend(names(tmp_path))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", swept)
    assert write_new(tmp_path / "DEV-0001.md", "one")
    assert [each[:9] for each in met] == [".aseptic-"]
    assert names(tmp_path) == ["DEV-0001.md"]
    old = time.time() - 3600
    (tmp_path / ".aseptic-old.draft").write_text("half")
    os.utime(tmp_path / ".aseptic-old.draft", (old, old))
    os.mkfifo(tmp_path / ".aseptic-pipe.draft")
    filing.sweep(tmp_path)
    assert names(tmp_path) == [".aseptic-pipe.draft", "DEV-0001.md"]


def test_git_passes_over_drafts_and_an_ignore_file_of_ones_own_stays(tmp_path: Path) -> None:
    ignore_drafts(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == ".aseptic-*.draft\n"
    (tmp_path / ".gitignore").write_text("mine\n")
    ignore_drafts(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_record_is_replaced_through_a_link_that_stays_in_the_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "deviations").mkdir(parents=True)
    real, link = root / "real.md", root / "deviations" / "DEV-0001.md"
    real.write_text("one")
    link.symlink_to("../real.md")
    assert replace_record(root, link, b"one", "two")
    assert link.is_symlink() and real.read_text() == "two"
    outside = tmp_path / "outside.md"
    outside.write_text("one")
    link.unlink()
    link.symlink_to(outside)
    with pytest.raises(OSError, match="leads out of the project"):
        replace_record(root, link, b"one", "two")
    assert outside.read_text() == "one"


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be replaced there")
def test_who_reads_a_file_meanwhile_reads_it_whole(tmp_path: Path) -> None:
    """It is put in the other's place in one step, and never written over where it stands."""
    path = tmp_path / "pump.py"
    path.write_bytes(b"before\n" * 10_000)
    with path.open("rb") as reader:
        first = reader.read(7)
        assert replace_whole(path, b"before\n" * 10_000, "after\n")
        assert first + reader.read() == b"before\n" * 10_000
    assert path.read_bytes() == b"after\n"
    assert [each.name for each in tmp_path.iterdir()] == ["pump.py"]
