"""A draft beside its place: whole, its owner's alone, and gone unless it was moved."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from aseptic.standard.whole_files import drafted, mode_at, new_mode


@pytest.mark.parametrize("durable", [True, False])
def test_what_was_moved_stays_and_the_draft_is_gone(tmp_path: Path, durable: bool) -> None:
    with drafted(tmp_path, b"new", ".a-", durable) as draft:
        assert draft.name.startswith(".a-") and draft.name.endswith(".draft")
        assert sys.platform == "win32" or stat.S_IMODE(draft.stat().st_mode) == 0o600
        draft.replace(tmp_path / "a")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyboardInterrupt), drafted(tmp_path, b"new"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), drafted(tmp_path, b"new"):
        pytest.fail("what is not on the disk is given")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_a_file_keeps_its_mode_and_a_new_one_gets_the_users(tmp_path: Path) -> None:
    (tmp_path / "new").touch()
    assert mode_at(tmp_path / "new") == new_mode() == mode_at(tmp_path / "none")
    (tmp_path / "new").chmod(0o640)
    assert mode_at(tmp_path / "new") == 0o640
