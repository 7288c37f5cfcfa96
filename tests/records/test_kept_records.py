"""Records that did not change are not read again, neither while we run nor in the next run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from record_texts import REASON, deviation_text

from aseptic.records import kept, record
from aseptic.records.approval import approval_digest
from aseptic.records.deviation import read_deviation
from aseptic.records.reading import read_shelf
from aseptic.records.shelf import Shelf

LONG_AGO = 1_700_000_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "_WORTH", 2)
    for number in (1, 2, 3):
        put(tmp_path / "security", f"DEV-000{number}", f"{REASON} ({number})")
    return tmp_path / "security"


def put(folder: Path, name: str, reason: str, when: int = LONG_AGO) -> Path:
    path = folder / "deviations" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(deviation_text(reason, id=name), encoding="utf-8")
    os.utime(path, (when, when))
    return path


def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, *_: object) -> None:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr(record, "read_keys", refuse)


def again(folder: Path) -> Shelf:
    return read_shelf(folder, "security", keeping=folder.parent / "cache")


def test_the_next_run_knows_what_this_one_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = again(folder)
    no_reading(monkeypatch)
    second = again(folder)
    assert second == first
    monkeypatch.undo()
    for one, other in zip(first.deviations, second.deviations, strict=True):
        text = (folder / "deviations" / f"{one.id}.md").read_text(encoding="utf-8")
        fresh, _ = read_deviation(one.record, text)
        assert other.digest == one.digest == (approval_digest(fresh.page) if fresh else None)
        assert other.line("fingerprint") == one.line("fingerprint") > 0
        assert other.justification == one.justification
        assert dict(other.page.fields) == dict(one.page.fields)


def test_a_record_that_changed_is_read_again(folder: Path) -> None:
    again(folder)
    path = put(folder, "DEV-0002", "For another reason that is long enough.")
    assert [each.justification for each in again(folder).deviations][1] == "For another reason that is long enough."
    path.write_text(path.read_text(encoding="utf-8").replace("kind:", "knid:"), encoding="utf-8")
    shelf = again(folder)
    assert [each.id for each in shelf.deviations] == ["DEV-0001", "DEV-0003"]
    assert [each.key for each in shelf.problems] == ["knid"]


def test_a_fault_is_found_in_every_run(folder: Path) -> None:
    put(folder, "DEV-0003", "short")
    first, second = again(folder), again(folder)
    assert [each.key for each in first.problems] == ["Justification"]
    assert second == first


@pytest.mark.parametrize("harm", ["cut", "edited", "of another kind"])
def test_a_spoilt_cache_counts_as_none(folder: Path, harm: str) -> None:
    first = again(folder)
    (path,) = (folder.parent / "cache").glob("*.json")
    data = path.read_bytes()
    harmed = {
        "cut": data[:-10],
        "edited": data.replace(b"INJ-003", b"INJ-004"),
        "of another kind": b"[]",
    }
    path.write_bytes(harmed[harm])
    assert again(folder) == first


def test_another_reader_reads_everything_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again(folder)
    monkeypatch.setattr(kept.keeping, "code_digest", lambda _: "another")
    no_reading(monkeypatch)
    with pytest.raises(AssertionError, match="was read again"):
        again(folder)


def test_while_we_run_only_what_changed_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_shelf(folder, "security")
    put(folder, "DEV-0002", "For another reason that is long enough.", LONG_AGO + 1)
    after = read_shelf(folder, "security", before)
    same = [one is other for one, other in zip(before.deviations, after.deviations, strict=True)]
    assert same == [True, False, True]
    assert after == read_shelf(folder, "security")
    no_reading(monkeypatch)
    assert read_shelf(folder, "security", after) == after


def test_what_changed_a_moment_ago_may_have_changed_again(folder: Path) -> None:
    path = put(folder, "DEV-0002", f"{REASON} (a)")
    os.utime(path)
    status = path.stat()
    before = read_shelf(folder, "security")
    path.write_text(path.read_text(encoding="utf-8").replace("(a)", "(b)"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = read_shelf(folder, "security", before)
    assert after.deviations[1].justification.endswith("(b)")


def test_another_shortest_justification_looks_at_all_of_them_again(folder: Path) -> None:
    before = read_shelf(folder, "security")
    (folder / "standard.md").write_text(
        '---\nid: STANDARD\ntitle: A\nstandard: aseptic\nversion: "1"\npolicy: {shortest_justification: 500}\n---\nAll.\n',
        encoding="utf-8",
    )
    after = read_shelf(folder, "security", before)
    assert len([each for each in after.problems if each.key == "Justification"]) == 3
