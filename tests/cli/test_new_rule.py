"""`aseptic new rule`: a skeleton that says what is left to write, and never over anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from own_rule_text import PAGE, PATH

from aseptic.records.own_rule import read_own_rule
from aseptic.records.rule_skeleton import next_rule_id, rule_skeleton

Run = Callable[..., Result]
DEVIATION = """\
---
id: DEV-0001
kind: accepted_risk
rule: ACM-007
where: a.py
fingerprint: {v: 1, statement: 6f1c0a9be2d44d10, around: ["", ""], of: 1/1}
status: withdrawn
raised: {by: mira@example.org, on: 2026-01-01}
approved: {by: , on: , of: }
expires: 2999-01-01
---
## Justification
The text comes from a table of constants and from nowhere else.
"""


def filled(text: str) -> str:
    """Write what the skeleton leaves to be written."""
    for old, new in (
        ("title: TODO ", "title: Write through the interlock "),
        ('message: "TODO"', 'message: "{name} skips the interlock"'),
        ("name: TODO ", "name: pump.legacy.raw_write "),
        ("TODO: The implementation shall …", "The implementation shall write through the interlock."),
        ("## Why\nTODO", "## Why\nNo limit has seen the rate."),
        ("# TODO: code that breaches this rule, and no other", "import pump.legacy\npump.legacy.raw_write(1)"),
        ("# TODO: the same done right", "import pump.safe\npump.safe.write(1)"),
        ("TODO: when one can be justified, and what it has to show", "None is known."),
    ):
        assert old in text
        text = text.replace(old, new)
    assert "TODO" not in text
    return text


def test_the_skeleton_names_everything_that_is_left_to_write() -> None:
    own, problems = read_own_rule(PATH, rule_skeleton("ACM-001"))
    assert own is None
    lines = rule_skeleton("ACM-001").split("\n")
    assert {each.line for each in problems if each.line} == {
        number - (1 if lines[number - 1].startswith("## ") else 0)
        for number, line in enumerate(lines)
        if "TODO" in line and not line.startswith("TODO: The")
    }
    assert all("is still to be written" in each.message for each in problems)
    assert len(problems) == 8


def test_the_skeleton_written_over_reads_strictly() -> None:
    own, problems = read_own_rule(PATH, filled(rule_skeleton("ACM-001")))
    assert problems == ()
    assert own is not None and own.id == "ACM-001"


def test_the_skeleton_says_where_people_read_how_to_write_it(run: Run, tmp_path: Path) -> None:
    assert run("new", "rule", "ACM").exit_code == 0
    assert "'Write a rule' in the book of aseptic standard --book DIR" in (tmp_path / PATH).read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.aseptic]\nbook = "https://example.org/standard/"\n')
    assert run("new", "rule", "ACM").exit_code == 0
    text = (tmp_path / PATH).with_name("ACM-002.md").read_text(encoding="utf-8")
    assert "samples: https://example.org/standard/write-a-rule.html\n" in text


def test_from_skeleton_to_finding(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from pump.legacy import raw_write as write\nwrite(3)\n")
    result = run("new", "rule", "acm")
    assert result.exit_code == 0
    assert "wrote security/rules/ACM-001.md" in result.stdout
    path = tmp_path / PATH
    unfilled = run("standard")
    assert unfilled.exit_code == 2
    assert unfilled.stderr.count("is still to be written") == 8
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert run("standard").exit_code == 0
    result = run("check")
    assert result.exit_code == 1
    assert "ACM-001  pump.legacy.raw_write skips the interlock" in result.stdout
    assert "Write through the interlock" in run("explain", "ACM-001").stdout


def test_letters_take_the_next_number_and_nothing_is_written_over(run: Run, tmp_path: Path) -> None:
    run("new", "rule", "ACM-004")
    (tmp_path / "security" / "rules" / "ACM-004.md").write_text("mine", encoding="utf-8")
    result = run("new", "rule", "ACM-004")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ACM-004 is in security/rules/ACM-004.md; choose another id")
    assert "wrote security/rules/ACM-005.md" in run("new", "rule", "ACM").stdout
    assert (tmp_path / "security" / "rules" / "ACM-004.md").read_text() == "mine"


def test_without_an_id_the_project_goes_on_with_its_own_letters(run: Run, tmp_path: Path) -> None:
    assert "wrote security/rules/OWN-001.md" in run("new", "rule").stdout
    (tmp_path / "security" / "rules" / "OWN-001.md").unlink()
    (tmp_path / PATH).write_text(PAGE, encoding="utf-8")
    assert "wrote security/rules/ACM-002.md" in run("new", "rule").stdout


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("INJ-003", "INJ-003 is a rule of the standard already (Start processes without a shell)"),
        ("pump", None),
        ("pump-rules", "'PUMP-RULES' is no rule id; two to five capitals, a hyphen and three digits make one"),
        ("A1", "'A1' is no rule id"),
        ("../X", "'../X' is no rule id"),
    ],
)
def test_an_id_that_cannot_be_is_one_clear_line(run: Run, tmp_path: Path, asked: str, said: str | None) -> None:
    result = run("new", "rule", asked)
    assert (result.exit_code == 0) is (said is None)
    if said:
        assert result.stderr.startswith(f"Error: {said}")
        assert result.stderr.count("\n") == 1
        assert not (tmp_path / "security").exists()


def test_an_id_in_one_of_our_families_is_given_with_a_word_of_warning(run: Run) -> None:
    result = run("new", "rule", "INJ")
    assert result.exit_code == 0
    assert "A later version of the standard may use that id" in result.stderr


def test_the_records_folder_of_the_settings_is_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nrecords = 'quality'\n", encoding="utf-8")
    assert "wrote quality/rules/ACM-001.md" in run("new", "rule", "ACM").stdout


def test_a_folder_that_leads_out_of_the_project_is_refused(run: Run, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (tmp_path / "security").mkdir()
    (tmp_path / "security" / "rules").symlink_to(outside)
    result = run("new", "rule", "ACM")
    assert result.exit_code == 2
    assert "leads out of the project" in result.stderr
    assert list(outside.iterdir()) == []


def test_in_a_checkout_of_aseptic_a_rule_goes_to_its_family(run: Run, tmp_path: Path) -> None:
    for name in ("rules/standard.md", "rules/INJ/INJ-007.md", "server/aseptic/standard/rule.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert "wrote rules/INJ/INJ-008.md" in run("new", "rule", "INJ").stdout
    assert "wrote rules/NEW/NEW-001.md" in run("new", "rule", "NEW").stdout
    assert "which family?" in run("new", "rule").stderr


@pytest.mark.parametrize("sign", ["security/standard.md", ".git/HEAD"])
def test_a_project_below_a_checkout_of_aseptic_keeps_its_rules(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    for name in ("rules/standard.md", "server/aseptic/standard/rule.py", f"try/pump/{sign}", "try/pump/src/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "try" / "pump" / "src")
    assert "wrote security/rules/ACM-001.md" in run("new", "rule", "ACM").stdout
    assert (tmp_path / "try" / "pump" / "security" / "rules" / "ACM-001.md").is_file()
    assert not (tmp_path / "rules" / "ACM").exists()
    monkeypatch.chdir(tmp_path / "try")
    assert "wrote rules/ACM/ACM-001.md" in run("new", "rule", "ACM").stdout


def test_numbers_go_up_and_end() -> None:
    assert next_rule_id("INJ", ["INJ-001", "INJ-030", "INJX-999", "TLS-050"]) == "INJ-031"
    assert next_rule_id("NEW", []) == "NEW-001"
    assert next_rule_id("INJ", ["INJ-001", "INJ-002", "INJ-005", "INJ-999"]) == "INJ-006"
    assert next_rule_id("INJ", ["INJ-999"]) == "INJ-001"
    assert next_rule_id("INJ", [f"INJ-{number:03}" for number in range(1000)]) is None


def test_an_id_that_a_faulty_file_or_a_record_speaks_of_is_taken(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "security" / "rules"
    rules.mkdir(parents=True)
    (rules / "pump.md").write_text(PAGE.replace("severity: high", "severity: grave"), encoding="utf-8")
    assert "wrote security/rules/ACM-002.md" in run("new", "rule", "ACM").stdout
    result = run("new", "rule", "ACM-001")
    assert result.stderr.startswith("Error: ACM-001 is in security/rules/pump.md; choose another id")
    record = tmp_path / "security" / "deviations" / "DEV-0001.md"
    record.parent.mkdir()
    record.write_text(DEVIATION, encoding="utf-8")
    assert "wrote security/rules/ACM-008.md" in run("new", "rule", "ACM").stdout
