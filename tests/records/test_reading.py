"""The records' folder: one bad file never costs the others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, cast

import pytest
from own_rule_text import PAGE
from record_texts import REASON, deviation_text

from aseptic.records.reading import read_shelf, stamp
from aseptic.records.shelf import Shelf
from aseptic.records.trace import requirements_for
from aseptic.records.unsaved import with_unsaved
from aseptic.standard.tailoring import Tailoring


def put(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def put_deviation(folder: Path, name: str, identity: str | None = None) -> Path:
    return put(folder, f"deviations/{name}.md", deviation_text(f"{REASON} ({name})", id=identity or name))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "security"
    put_deviation(made, "DEV-0001")
    put_deviation(made, "DEV-0002")
    return made


def ids(shelf: Shelf) -> list[str]:
    return [each.id for each in shelf.deviations]


def test_no_folder_is_an_empty_shelf(tmp_path: Path):
    assert read_shelf(tmp_path / "none", "security") == Shelf()


def test_records_and_where_they_are_shown(folder: Path):
    shelf = read_shelf(folder, "security")
    assert ids(shelf) == ["DEV-0001", "DEV-0002"]
    assert shelf.problems == ()
    assert shelf.deviations[0].record == "security/deviations/DEV-0001.md"
    assert shelf.taken == {"DEV-0001", "DEV-0002"}
    assert shelf.standard is None


def test_an_id_used_twice_is_a_problem_and_the_file_of_that_name_keeps_it(folder: Path):
    put_deviation(folder, "DEV-0001 copy", "DEV-0001")
    shelf = read_shelf(folder, "security")
    assert ids(shelf) == ["DEV-0001", "DEV-0002"]
    assert shelf.deviations[0].record == "security/deviations/DEV-0001.md"
    twice = [each for each in shelf.problems if "taken" in each.message]
    assert list(shelf.problems) == twice, "whoever named the file after the id would write over the other"
    assert twice[0].cure == "give it a free number, and name the file after that"
    assert [(each.path, each.line, each.key) for each in twice] == [("security/deviations/DEV-0001 copy.md", 1, "id")]
    assert "security/deviations/DEV-0001.md" in twice[0].message


def test_nor_is_a_file_named_after_the_id_where_that_cannot_be_read(folder: Path):
    put_deviation(folder, "DEV-0011", "DEV-0001")
    put(folder, "deviations/DEV-0001.md", "---\nid: [\n---\n")
    shelf = read_shelf(folder, "security")
    told = [each for each in shelf.problems if each.path == "security/deviations/DEV-0011.md"]
    assert [each.message for each in told] == ["the id DEV-0001 is taken by security/deviations/DEV-0001.md"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xff\xfe---", "UTF-8"),
        (b"---\n" + b"a" * 1_000_001, "1 MB"),
        (b"", "front matter"),
        (b"<<<<<<< HEAD\n", "conflict"),
        (b"---\nid: [\n---\n", "YAML"),
    ],
)
def test_an_unreadable_file_is_one_problem_and_the_rest_stay(folder: Path, content: bytes, word: str):
    put(folder, "deviations/DEV-0003.md", content)
    shelf = read_shelf(folder, "security")
    assert ids(shelf) == ["DEV-0001", "DEV-0002"]
    assert [each.path for each in shelf.problems] == ["security/deviations/DEV-0003.md"]
    assert word in shelf.problems[0].message and shelf.problems[0].cure
    assert "DEV-0003" in shelf.taken, "no new record may take its id"


def test_a_file_that_goes_away_while_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch):
    real = Path.open

    def vanishing(path: Path, mode: str, buffering: int) -> IO[bytes]:
        if path.name == "DEV-0001.md":
            path.unlink(missing_ok=True)
        return cast("IO[bytes]", real(path, mode, buffering))

    monkeypatch.setattr(Path, "open", vanishing)
    shelf = read_shelf(folder, "security")
    assert ids(shelf) == ["DEV-0002"]
    assert [each.path for each in shelf.problems] == ["security/deviations/DEV-0001.md"]
    assert "went away" in shelf.problems[0].message


def test_a_folder_or_a_pipe_in_the_place_of_a_record(folder: Path):
    (folder / "deviations" / "DEV-0003.md").mkdir()
    os.mkfifo(folder / "deviations" / "DEV-0004.md")
    shelf = read_shelf(folder, "security")
    assert ids(shelf) == ["DEV-0001", "DEV-0002"]
    assert [each.message for each in shelf.problems] == ["this is no file"] * 2


def test_a_file_in_the_place_of_a_folder(folder: Path):
    put(folder, "threats", "")
    shelf = read_shelf(folder, "security")
    assert [each.path for each in shelf.problems] == ["security/threats"]
    assert ids(shelf) == ["DEV-0001", "DEV-0002"]


def test_links_out_of_the_folder_are_not_followed(folder: Path, tmp_path: Path):
    secret = put(tmp_path, "elsewhere/DEV-0003.md", deviation_text(f"{REASON} (3)", id="DEV-0003"))
    (folder / "deviations" / "DEV-0003.md").symlink_to(secret)
    (folder / "deviations" / "DEV-0004.md").symlink_to(tmp_path / "nothing.md")
    (folder / "deviations" / "DEV-0005.md").symlink_to(folder / "deviations" / "DEV-0005.md")
    put(tmp_path, "permits/PER-001.md", "---\nid: PER-001\n---\n")
    (folder / "permits").symlink_to(tmp_path / "permits")
    (folder / "standard.md").symlink_to(secret)
    shelf = read_shelf(folder, "security")
    assert ids(shelf) == ["DEV-0001", "DEV-0002"]
    assert shelf.standard is None and shelf.permits == ()
    assert sorted(each.path for each in shelf.problems) == [
        "security/deviations/DEV-0003.md",
        "security/deviations/DEV-0004.md",
        "security/deviations/DEV-0005.md",
        "security/permits",
        "security/standard.md",
    ]


def test_a_linked_records_folder_is_followed_and_a_link_to_a_record_is_not(folder: Path, tmp_path: Path):
    (tmp_path / "linked").symlink_to(folder)
    assert ids(read_shelf(tmp_path / "linked", "security")) == ["DEV-0001", "DEV-0002"]
    (folder / "deviations" / "DEV-0003.md").symlink_to(
        put(folder, "more/x.md", deviation_text(f"{REASON} (3)", id="DEV-0003"))
    )
    shelf = read_shelf(folder, "security")
    assert ids(shelf) == ["DEV-0001", "DEV-0002"]
    assert [(each.id, each.statement) for each in shelf.unread] == [("DEV-0003", "")], "and covers nothing"
    (problem,) = shelf.problems
    assert str(problem).startswith("security/deviations/DEV-0003.md: the file is a link, of which git keeps no history")
    assert "put the file itself here" in str(problem)


@pytest.mark.parametrize("name", ["standard.md", "allowed_signers"])
@pytest.mark.parametrize("inside", [True, False])
def test_neither_the_policy_nor_who_may_sign_is_read_through_a_link(
    folder: Path, tmp_path: Path, name: str, inside: bool
):
    seen = stamp(folder)
    put(folder if inside else tmp_path, "kept", "---\nstandard: Ours\nversion: '1'\n---\n")
    (folder / name).symlink_to((folder if inside else tmp_path) / "kept")
    shelf = read_shelf(folder, "security")
    assert shelf.standard is None
    assert [each.path for each in shelf.problems] == [f"security/{name}"]
    assert "link" in shelf.problems[0].text and shelf.problems[0].cure == "put the file itself here"
    assert stamp(folder) != seen


def test_a_folder_of_records_that_is_a_link_holds_none(folder: Path):
    (folder / "deviations").rename(folder / "elsewhere")
    (folder / "deviations").symlink_to("elsewhere")
    shelf = read_shelf(folder, "security")
    assert (ids(shelf), shelf.unread) == ([], ())
    (problem,) = shelf.problems
    assert str(problem).startswith("security/deviations: the folder is a link, of which git keeps no history")


def test_other_files_are_nobodys_business(folder: Path):
    put(folder, "deviations/.#DEV-0001.md", "x")
    put(folder, "deviations/.DEV-0009.draft", "x")
    put(folder, "deviations/notes.txt", "x")
    put(folder, "keys/readme.md", "x")
    assert read_shelf(folder, "security").problems == ()


def test_what_looks_like_a_rule_and_is_none_is_named(folder: Path):
    put(folder, "rules/README.md", "Our rules.")
    put(folder, "rules/notes.txt", "x")
    put(folder, "rules/pictures/a.png", "x")
    assert read_shelf(folder, "security").problems == ()
    seen = stamp(folder)
    put(folder, "rules/ACM-001.MD", PAGE)
    put(folder, "rules/ACM-002.markdown", PAGE)
    put(folder, "rules/pump/ACM-003.md", PAGE)
    shelf = read_shelf(folder, "security")
    assert shelf.rules == ()
    assert [str(each) for each in shelf.problems] == [
        "security/rules/ACM-001.MD: the file holds no rule here: it does not end in '.md'; rename it",
        "security/rules/ACM-002.markdown: the file holds no rule here: it does not end in '.md'; rename it",
        "security/rules/pump/ACM-003.md: rules in folders of 'security/rules' do not count; move it into 'security/rules'",
    ]
    assert stamp(folder) != seen
    seen = stamp(folder)
    put(folder, "rules/pictures/ACM-004.md", PAGE)
    assert stamp(folder) != seen


def test_a_misspelt_folder_is_a_problem(folder: Path):
    put_deviation(folder / "x", "DEV-0001")
    (folder / "x" / "deviations").rename(folder / "deviation")
    shelf = read_shelf(folder, "security")
    assert [(each.path, each.cure) for each in shelf.problems] == [("security/deviation", "did you mean 'deviations'?")]


def test_the_projects_policy_says_how_short_a_justification_may_be(folder: Path):
    put(folder, "deviations/DEV-0003.md", deviation_text("Because.", id="DEV-0003"))
    assert len(read_shelf(folder, "security").problems) == 1
    put(folder, "standard.md", '---\nstandard: A\nversion: "1"\npolicy: {shortest_justification: 5}\n---\n')
    assert read_shelf(folder, "security").problems == ()


def test_the_stamp_changes_with_every_change_and_with_nothing_else(folder: Path):
    seen = stamp(folder)
    for change in (
        lambda: put(folder, "standard.md", "x"),
        lambda: put_deviation(folder, "DEV-0003"),
        lambda: put(folder, "deviations/DEV-0003.md", "x"),
        lambda: put(folder, "deviations/DEV-0003.md.new", "y").replace(folder / "deviations/DEV-0003.md"),
        (folder / "deviations" / "DEV-0003.md").unlink,
        (folder / "permit").mkdir,
        lambda: (folder / "deviations").rename(folder / "away"),
    ):
        change()
        assert stamp(folder) != seen
        seen = stamp(folder)
        assert hash(stamp(folder)) == hash(seen)
    put(folder, "notes.txt", "x")
    assert stamp(folder) == seen
    assert stamp(folder / "none") == stamp(folder / "none")


REQUIREMENT = "---\nid: {}\ntitle: T\ncapability: SAHD\nstatus: {}\nrules: [{}]\n---\nIt shall.\n"


def test_a_rule_serves_the_requirements_that_name_it_or_that_it_or_the_project_names(tmp_path: Path):
    for number, (status, rules) in enumerate(
        [("draft", "INJ-003"), ("approved", ""), ("draft", ""), ("retired", "INJ-003"), ("draft", "TLS-001")], 1
    ):
        name = f"SEC-{number:03}"
        put(tmp_path, f"requirements/{name}.md", REQUIREMENT.format(name, status, rules))
    shelf = read_shelf(tmp_path, "security")
    assert shelf.problems == ()

    def served(named: tuple[str, ...], tailoring: Tailoring | None) -> list[str]:
        return [each.id for each in requirements_for("INJ-003", shelf, named, tailoring)]

    assert served((), None) == ["SEC-001"]
    assert served(("SEC-003", "SEC-099"), None) == ["SEC-001", "SEC-003"]
    assert served((), Tailoring(requirements={"INJ-003": ("SEC-002",)})) == ["SEC-001", "SEC-002"]


def test_a_permits_reasons_are_judged_by_the_policy_on_disk_and_as_they_are_typed(folder: Path):
    def text(identity: str, reasons: str) -> str:
        keys = "rule: INJ-003\npaths: ['**']\ncondition: fixed\nraised: {by: a, on: 2026-11-30}\nexpires: 2999-01-01"
        return f"---\nid: {identity}\ntitle: T\n{keys}\n---\n## Justification\n{reasons}\n"

    put(folder, "standard.md", "---\nstandard: S\nversion: '1'\npolicy: {shortest_justification: 30}\n---\n")
    put(folder, "permits/PER-001.md", text("PER-001", "They are fixed in the code."))
    put(folder, "permits/PER-002.md", text("PER-002", f"{REASON} (DEV-0001)"))
    shelf = read_shelf(folder, "security")
    short, same = sorted(shelf.problems, key=lambda each: each.path)
    assert (short.path, "27 of at least 30" in short.message) == ("security/permits/PER-001.md", True)
    assert same.path == "security/permits/PER-002.md" and "says what DEV-0001 says" in same.message
    typed = {"permits/PER-001.md": text("PER-001", "TODO"), "permits/PER-002.md": text("PER-002", REASON)}
    assert [each.message for each in with_unsaved(shelf, "security", typed).problems] == [
        "'Justification' is still to be written"
    ]
    typed = {"permits/PER-001.md": text("PER-001", REASON), "permits/PER-002.md": text("PER-002", REASON)}
    assert "says what PER-001 says" in with_unsaved(shelf, "security", typed).problems[0].message
