"""What a scan says of itself, in every format: what it looked at, what it left out, and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from attrs import evolve

from aseptic.analysis.scanning.scan import Manner, Report, scan
from aseptic.analysis.sessions.session import Session
from aseptic.evidence.gitlab import gitlab
from aseptic.evidence.integrity import integrity, integrity_text, integrity_values
from aseptic.evidence.junit import junit
from aseptic.evidence.listing import listing
from aseptic.evidence.sarif import sarif
from aseptic.standard.catalog import Standard

Look = Callable[[], Report]


@pytest.fixture
def look(standard: Standard, tmp_path: Path) -> Look:
    return lambda: scan(Session(standard, [tmp_path]), [tmp_path], tmp_path, lambda _: None, Manner())


@pytest.fixture
def mixed(tmp_path: Path, look: Look) -> Report:
    (tmp_path / "pyproject.toml").write_text('[tool.aseptic]\nexclude = ["gen"]\n')
    (tmp_path / ".gitignore").write_text("made.py\n")
    (tmp_path / ".git").mkdir()  # of which nothing is said
    (tmp_path / "a.py").write_text("import os\n\n\ndef f(x):\n    os.system(x)\n")
    (tmp_path / "b.py").write_text("def f(:\n    eval(x)\n\n\ndef g():\n    return 1\n")
    (tmp_path / "c.py").write_bytes(b"# coding: nonsense\n")
    (tmp_path / "d.py").write_text('"""\x01\ufffe"""\neval("\x02")\n', encoding="utf-8")
    (tmp_path / "made.py").write_text("eval(x)\n")
    for folder in ("gen", ".venv"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_text("eval(x)\n")
    return look()


def test_every_file_and_line_is_accounted_for(mixed: Report) -> None:
    values = integrity_values(integrity(mixed))
    assert (values["files"], values["analysed"]) == (4, 3)
    assert (values["lines"], values["covered"]) == (13, 11)
    assert values["notParsed"] == 6, "b.py but for its broken chunk, and what is blank round it"
    assert values["notChecked"] == {"syntax": 1, "encoding": 1}
    assert values["skipped"] == {"exclude": 1, "gitignore": 1, "not-ours": 1}
    assert listing(mixed)["integrity"] == values
    assert {each["path"]: each["reason"] for each in listing(mixed)["skipped"]} == {
        ".venv/": "not-ours",
        "gen/": "exclude",
        "made.py": "gitignore",
    }


def test_the_line_names_each_of_them(mixed: Report) -> None:
    said = integrity_text(integrity(mixed))
    assert said.startswith(
        "checked 3 of 4 files, 11 of 13 lines (5 parsed, 6 not parsed, without a word that a rule looks for); "
    )
    for part in ("1 place does not parse", "1 left out by .gitignore", "1 left out by [tool.aseptic]"):
        assert part in said


def test_rules_that_nothing_looks_for_are_named(mixed: Report, standard: Standard) -> None:
    named = integrity(mixed).undetected
    assert set(named) < set(standard.rules)
    assert "INJ-003" not in named
    assert all(not standard.rules[each].heading.detect.runs for each in named)


def test_sarif_says_that_not_all_was_done(mixed: Report) -> None:
    (invocation,) = sarif(mixed)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["properties"]["integrity"] == integrity_values(integrity(mixed))
    told = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert sum("left out: " in each for each in told) == 3
    assert sum("not checked: " in each for each in told) == 2


def test_a_whole_scan_is_whole(tmp_path: Path, look: Look) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    report = look()
    assert integrity(report).whole
    assert sarif(report)["runs"][0]["invocations"][0]["executionSuccessful"] is True


def test_what_holds_no_word_of_any_rule_is_not_said_to_be_parsed(tmp_path: Path, look: Look) -> None:
    (tmp_path / "a.py").write_text("x = (\n")
    (tmp_path / "b.py").write_text("import os\nos.system(x)\n\n\ny = (\n")
    covered = integrity(look())
    assert (covered.lines, covered.covered, covered.wordless) == (6, 6, 3)
    assert "6 of 6 lines (3 parsed, 3 not parsed, without a word that a rule looks for)" in integrity_text(covered)


def test_types_that_nobody_told_in_time_are_named_by_file(tmp_path: Path, standard: Standard) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    session = Session(standard, [tmp_path])
    report = scan(session, [tmp_path], tmp_path, lambda _: None, Manner(), lambda each: evolve(each, open_types=2))
    assert listing(report)["integrity"]["typesTimedOut"] == {"a.py": 2}
    assert "; 2 questions about types ran out of time in 1 file" in integrity_text(integrity(report))
    (told,) = sarif(report)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("2 questions about types ran out of time")
    assert told["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}}}]


def test_junit_counts_what_it_holds(mixed: Report) -> None:
    root = ElementTree.fromstring(junit(mixed))
    (suite,) = root
    cases = suite.findall("testcase")
    assert {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": len(cases),
        "failures": len(suite.findall("testcase/failure")),
        "errors": len(suite.findall("testcase/error")),
        "skipped": 0,
    }
    assert [(each.get("classname"), each.get("name")) for each in cases if each.find("failure") is not None] == [
        ("a.py", "INJ-003 at line 5"),
        ("d.py", "INJ-001 at line 2"),
    ]
    assert [each.get("type") for each in suite.iter("error")] == ["syntax", "encoding"]
    assert "checked 3 of 4 files" in (suite.findtext("system-out") or "")


def test_gitlab_gets_an_entry_for_each_with_a_fingerprint_of_its_own(mixed: Report) -> None:
    entries = gitlab(mixed)
    places = [(each["location"]["path"], each["location"]["lines"]["begin"], each["check_name"]) for each in entries]
    assert places == [
        ("a.py", 5, "INJ-003"),
        ("d.py", 2, "INJ-001"),
        ("b.py", 1, "not-checked"),
        ("c.py", 1, "not-checked"),
    ]
    assert len({each["fingerprint"] for each in entries}) == 4
    for each in entries:
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
