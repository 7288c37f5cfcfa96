"""Two programs record one finding at once: one of them does."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.deviations import recording
from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.records.passes import Sighting
from aseptic.standard.catalog import Standard

CODE = "import os\n\n\ndef stop(x):\n    os.system(x)\n    os.system(x)\n"


def opened(folder: Path, standard: Standard) -> Snapshot:
    (folder / "a.py").write_text(CODE)
    return Session(standard, [folder]).open(folder / "a.py", 1, CODE)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in (folder / "security" / "deviations").iterdir())


def test_the_second_is_told_of_the_first(tmp_path: Path, standard: Standard) -> None:
    ours, theirs = opened(tmp_path, standard), opened(tmp_path, standard)
    first = record_deviation(theirs, theirs.findings[0])
    with pytest.raises(FileExistsError, match="DEV-0001 was recorded for this finding meanwhile"):
        record_deviation(ours, ours.findings[0])
    assert names(tmp_path) == ["DEV-0001.md"]
    assert record_deviation(ours, ours.findings[1]).id == "DEV-0002", "its equal is another finding"
    first.path.write_text(first.path.read_text().replace("status: proposed", "status: withdrawn"))
    assert record_deviation(ours, ours.findings[0]).id == "DEV-0003"


def test_nobody_writes_between_the_look_and_the_record(
    tmp_path: Path, standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = opened(tmp_path, standard), opened(tmp_path, standard)
    look = recording.twin

    def between(project: Project, seen: Sighting) -> str:
        monkeypatch.setattr(recording, "twin", look)
        monkeypatch.setattr(recording, "_PATIENCE", 0)
        with pytest.raises(TimeoutError, match="another program"):
            record_deviation(theirs, theirs.findings[0])
        return look(project, seen)

    monkeypatch.setattr(recording, "twin", between)
    assert record_deviation(ours, ours.findings[0]).id == "DEV-0001"
    assert names(tmp_path) == ["DEV-0001.md"]
