"""One process of ours at a time in a folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from aseptic.analysis.projects import alone as module
from aseptic.analysis.projects.alone import alone


def test_another_cache_opens_no_second_way_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "security"
    folder.mkdir()
    with alone(folder, 0):
        monkeypatch.setenv("ASEPTIC_CACHE_DIR", str(tmp_path / "other"))
        with pytest.raises(TimeoutError, match="another program holds it"), alone(folder, 0):
            pytest.fail("both are in it")
    with alone(folder, 0):
        assert not list(folder.iterdir()), "nothing is left in it"


def test_where_no_folder_can_be_locked_a_file_in_the_cache_stands_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASEPTIC_CACHE_DIR", str(tmp_path / "cache"))
    lock = module.lock
    monkeypatch.setattr(module, "lock", lambda it: None if stat.S_ISDIR(os.fstat(it).st_mode) else lock(it))
    with alone(tmp_path, 0):
        with pytest.raises(TimeoutError), alone(tmp_path, 0):
            pytest.fail("both are in it")
        with alone(tmp_path / "cache", 0):
            pass
    monkeypatch.setattr(module, "lock", lambda _: None)
    with alone(tmp_path, 0), alone(tmp_path, 0):
        pass  # without any lock what is written is compared with what was read
