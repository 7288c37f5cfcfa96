"""A result's file: whole, or as it was before."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from aseptic.cli.output import write_whole

Run = Callable[..., Result]


def test_a_file_is_new_or_replaced_with_its_mode_kept(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    write_whole(path, "one\né\ud800")
    assert path.read_bytes() == "one\né?".encode()
    path.chmod(0o640)
    write_whole(path, "two")
    assert path.read_text() == "two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["out.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "out.json"
    link.symlink_to(tmp_path / "real" / "out.json")
    write_whole(link, "text")
    assert link.is_symlink()
    assert (tmp_path / "real" / "out.json").read_text() == "text"


def test_a_full_disk_leaves_the_last_result_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.json"
    path.write_text("the last one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "the next one")
    assert path.read_text() == "the last one"
    assert [each.name for each in tmp_path.iterdir()] == ["out.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["check", "standard"])
def test_a_device_that_is_full_ends_a_command_with_one_line(run: Run, command: str) -> None:
    result = run(command, "--format", "json", "--output", "/dev/full")
    assert result.exit_code == 2
    assert "/dev/full: No space left on device" in result.output


@pytest.mark.skipif(os.name != "posix", reason="pipes with names")
def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(path, "through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_folder_that_takes_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.json"
    path.write_text("one")

    def forbidden(**_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", forbidden)
    write_whole(path, "two")
    assert path.read_text() == "two"
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "new.json", "two")


COMMANDS = (
    ("check",),
    ("check", "--format", "json"),
    ("standard",),
    ("standard", "--summary"),
    ("ledger", "export"),
    ("deviations",),
)


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("records", ["security", "quality/records"])
def test_nothing_is_written_among_the_records(run: Run, tmp_path: Path, words: tuple[str, ...], records: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.aseptic]\nrecords = '{records}'\n")
    page = tmp_path / records / "deviations" / "DEV-0001.md"
    page.parent.mkdir(parents=True)
    page.write_text("precious")
    (tmp_path / "link").symlink_to(page.parent.parent)
    for name in (f"{records}/deviations/DEV-0001.md", f"{records}/new.txt", "link/standard.md", str(page)):
        result = run(*words, "--output", name)
        assert result.exit_code == 2
        assert f"{name} lies among the records in " in result.stderr
        assert result.stderr.count("\n") == 1
    assert page.read_text() == "precious"
    assert [each.name for each in page.parent.parent.iterdir()] == ["deviations"]


def test_the_records_of_another_project_are_kept_too(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "other" / "security" / "standard.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\nstandard: Ours\nversion: '1'\n---\n")
    result = run("standard", "--output", "other/security/standard.md")
    assert "lies among the records in " in result.stderr
    assert run("standard", "--output", "other/account.txt").exit_code == 0
    (tmp_path / "results" / "security").mkdir(parents=True)
    assert run("standard", "--output", "results/security/account.txt").exit_code == 0, "no project says that it is its"
