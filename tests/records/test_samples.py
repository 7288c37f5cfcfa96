"""What `aseptic init` writes reads back without a problem, and says what a record may say."""

from __future__ import annotations

from pathlib import Path

from aseptic.records.deviation import read_deviation
from aseptic.records.permit import read_permit
from aseptic.records.samples import samples
from aseptic.records.shelf import read_shelf


def test_the_samples_make_a_shelf_without_problems(tmp_path: Path) -> None:
    for name, text in samples().items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shelf = read_shelf(tmp_path, "security")
    assert shelf.problems == ()
    assert shelf.standard is not None
    assert len(shelf.requirements) == len(shelf.interfaces) == len(shelf.assets) == len(shelf.threats) == 1
    assert shelf.deviations == shelf.permits == ()


def test_the_sample_deviation_and_permit_are_records_when_put_in_their_place() -> None:
    deviation, problems = read_deviation("DEV-0001.md", samples()["samples/DEV-0001.md"])
    assert problems == ()
    assert deviation is not None
    assert deviation.scope == "Label.digest"
    permit, problems = read_permit("PER-001.md", samples()["samples/PER-001.md"])
    assert problems == ()
    assert permit is not None
