"""What was read strictly comes back equal, and only as long as nothing changed; whatever is odd counts as nothing."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

import pytest

from aseptic.standard import catalog, keeping, kept
from aseptic.standard.catalog import Source, Standard, build, rules_folder, shipped, sources
from aseptic.standard.head import Head, PathSetting
from aseptic.standard.plain import made, written


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A few of the shipped rules, in a folder of their own."""
    folder = tmp_path / "rules"
    folder.mkdir()
    for name in ("INJ/INJ-003.md", "KEY/KEY-001.md", "standard.md"):
        shutil.copy(rules_folder() / name, folder)
    return folder


def loaded(rules: Path, keeping: Path) -> Standard:
    standard, problems = build(sources(rules)[0], "test", keeping)
    assert not problems
    return standard


def only_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, a page that is read strictly fails the test."""

    def read(path: str, _: str) -> None:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(catalog, "read_rule", read)
    monkeypatch.setattr(catalog, "read_head", read)


def test_the_shipped_standard_comes_back_equal(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped(tmp_path)
    only_kept(monkeypatch)
    again, problems = shipped(tmp_path)
    assert not problems
    assert list(again.rules.items()) == list(standard.rules.items())
    assert (again.head, again.digest, again.origin) == (standard.head, standard.digest, standard.origin)
    assert [rule.why for rule in again.rules.values()] == [rule.why for rule in standard.rules.values()]


@pytest.mark.parametrize("name", ["INJ-003.md", "KEY-001.md", "standard.md"])
def test_a_changed_page_is_read_strictly_again(rules: Path, tmp_path: Path, name: str) -> None:
    keeping = tmp_path / "kept"
    loaded(rules, keeping)
    page = rules / name
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("---\n", "---\nextra: 1\n", 1), encoding="utf-8")
    _, problems = build(sources(rules)[0], "test", keeping)
    assert [problem.key for problem in problems] == ["extra"]
    page.write_text(text.replace("shall", "should"), encoding="utf-8")
    assert build(sources(rules)[0], "test", keeping)[1] or name == "standard.md"


def test_a_page_more_or_less_or_under_another_name_is_another_standard(rules: Path, tmp_path: Path) -> None:
    keeping = tmp_path / "kept"
    assert set(loaded(rules, keeping).rules) == {"INJ-003", "KEY-001"}
    (rules / "KEY-001.md").rename(rules / "A.md")
    assert [Path(rule.path).name for rule in loaded(rules, keeping).rules.values()] == ["A.md", "INJ-003.md"]
    (rules / "A.md").unlink()
    assert set(loaded(rules, keeping).rules) == {"INJ-003"}


def test_another_reader_reads_anew(rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping = tmp_path / "kept"
    loaded(rules, keeping)
    assert len(list(keeping.iterdir())) == 1
    monkeypatch.setattr(kept.keeping, "code_digest", lambda *_: "another")
    loaded(rules, keeping)
    assert len(list(keeping.iterdir())) == 2


def test_the_digest_is_the_same_whatever_the_line_ends(rules: Path) -> None:
    pages = sources(rules)[0]
    for end in ("\r\n", "\r"):
        other = [Source(page.path, page.text.replace("\n", end)) for page in pages]
        assert build(other)[0].digest == build(pages)[0].digest
    changed = [Source(page.path, page.text + "\n") for page in pages]
    assert build(changed)[0].digest != build(pages)[0].digest


def test_what_has_a_problem_is_not_kept(rules: Path, tmp_path: Path) -> None:
    keeping = tmp_path / "kept"
    (rules / "XXX-001.md").write_text("nothing", encoding="utf-8")
    for _ in range(2):
        _, problems = build(sources(rules)[0], "test", keeping)
        assert [Path(problem.path).name for problem in problems] == ["XXX-001.md"]
    assert not keeping.exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"shell", b"smell", 1),
        lambda data: b"\xff" + data,
        lambda data: data.partition(b"\n")[2],
    ],
    ids=["empty", "cut short", "altered", "no text", "without its check"],
)
def test_a_spoilt_file_counts_as_nothing_and_is_replaced(rules: Path, tmp_path: Path, spoil) -> None:
    keeping = tmp_path / "kept"
    whole = loaded(rules, keeping)
    (path,) = keeping.iterdir()
    data = path.read_bytes()
    path.write_bytes(spoil(data))
    again = loaded(rules, keeping)
    assert again.rules == whole.rules
    assert path.read_bytes() == data


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"headings":[{"id":1,"odd":2}]}', b'{"headings":3}', b"null", b"{"])
def test_a_sound_check_over_odd_content_counts_as_nothing(rules: Path, tmp_path: Path, body: bytes) -> None:
    keeping = tmp_path / "kept"
    loaded(rules, keeping)
    (path,) = keeping.iterdir()
    path.write_bytes(kept.hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    assert set(loaded(rules, keeping).rules) == {"INJ-003", "KEY-001"}


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(rules: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert set(loaded(rules, blocked / "kept").rules) == {"INJ-003", "KEY-001"}


def test_no_more_than_a_few_are_kept(rules: Path, tmp_path: Path) -> None:
    keeping = tmp_path / "kept"
    for number in range(12):
        with (rules / "INJ-003.md").open("a", encoding="utf-8") as page:
            page.write(f"{number}\n")
        loaded(rules, keeping)
    assert len(list(keeping.iterdir())) == kept._MOST


def test_values_come_back_equal() -> None:
    head = Head("A", "1", datetime.date(2026, 11, 24), None, {"B101": "why"}, (PathSetting(("**",), ("X",), "so"),))
    assert made(Head, written(head)) == head
    assert made(Head, written(Head())) == Head()


def test_what_is_kept_belongs_to_the_code_of_whole_rooms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A room that is moved must not fall out of the digest in silence."""
    rooms = ("source", "standard", "records", "checks", "analysis")
    for room in rooms:
        inner = tmp_path / room / "inner"
        inner.mkdir(parents=True)
        (inner / "module.py").write_text("a = 1\n", encoding="utf-8")
    monkeypatch.setattr(keeping, "__file__", str(tmp_path / "standard" / "keeping.py"))

    def digest() -> str:
        keeping.code_digest.cache_clear()
        return keeping.code_digest(*rooms)

    try:
        before = digest()
        for room in rooms:
            (tmp_path / room / "inner" / "module.py").write_text("a = 2\n", encoding="utf-8")
            now = digest()
            assert now != before, room
            before = now
    finally:
        keeping.code_digest.cache_clear()


def test_the_rooms_of_each_digest_are_there() -> None:
    here = Path(keeping.__file__).resolve().parents[1]
    asked = [
        room
        for path in here.rglob("*.py")
        for call in re.findall(r"code_digest\(([^)]*)\)", path.read_text(encoding="utf-8"))
        for room in re.findall(r'"(\w+)"', call)
    ]
    assert len(asked) > 8
    assert [room for room in asked if not any((here / room).rglob("*.py"))] == []
