"""What `aseptic init` writes reads back without a problem, and says what a record may say."""

from __future__ import annotations

import datetime
from pathlib import Path

from sample_records import sample_records

from aseptic.records.deviation import read_deviation
from aseptic.records.forms import Forms, fits
from aseptic.records.permit import read_permit
from aseptic.records.reading import KINDS, read_shelf
from aseptic.records.review import read_review
from aseptic.records.samples import samples
from aseptic.standard.head import Head

HEAD = Head("Aseptic", "1.0")
DAY = datetime.date(2026, 11, 24)


def test_the_samples_make_a_shelf_without_problems(tmp_path: Path) -> None:
    for name, text in sample_records(HEAD, DAY):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shelf = read_shelf(tmp_path, "security")
    assert shelf.problems == ()
    assert shelf.standard is not None
    assert len(shelf.requirements) == len(shelf.interfaces) == len(shelf.assets) == len(shelf.threats) == 1
    assert len(shelf.deviations) == len(shelf.permits) == len(shelf.reviews) == 1


def test_where_they_are_written_none_is_a_record(tmp_path: Path) -> None:
    for name, text in samples(HEAD, DAY).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    shelf = read_shelf(tmp_path, "security")
    assert shelf.problems == ()
    assert shelf.standard is not None
    assert shelf.taken == frozenset()


def test_the_sample_deviation_permit_and_review_are_records_when_put_in_their_place() -> None:
    deviation, problems = read_deviation("DEV-0001.md", samples(HEAD, DAY)["samples/DEV-0001.md"])
    assert problems == ()
    assert deviation is not None
    assert deviation.scope == "Label.digest"
    permit, problems = read_permit("PER-001.md", samples(HEAD, DAY)["samples/PER-001.md"])
    assert problems == ()
    assert permit is not None
    review, problems = read_review("REV-0001.md", samples(HEAD, DAY)["samples/REV-0001.md"])
    assert problems == ()
    assert review is not None
    assert review.statement


def test_samples_have_ids_as_the_project_has_them() -> None:
    found = samples(HEAD, DAY, Forms(deviation="PUMP-DEV-0000", requirement="REQ-0000"))
    text = found["samples/PUMP-DEV-0001.md"]
    assert "id: PUMP-DEV-0001\n" in text and "[REQ-0001]" in text and "rule: CRY-001" in text
    assert not any("SEC-001" in each for each in (*found, *found.values()))


def test_every_kind_of_record_has_a_sample() -> None:
    names = [Path(name).stem for name in samples(HEAD, DAY)]
    assert [kind.noun for kind in KINDS if not any(fits(name, kind.of(Forms()).form) for name in names)] == []
