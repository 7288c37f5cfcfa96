"""`aseptic explain ID` knows what became of a rule here, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import Result
from own_rule_text import PAGE, PATH

from aseptic.analysis.projects.loading import load
from aseptic.evidence.sought import sought
from aseptic.standard.catalog import Standard

Run = Callable[..., Result]


@pytest.fixture
def tailor(tmp_path: Path) -> Callable[[str], None]:
    def tailor(keys: str) -> None:
        path = tmp_path / "security" / "standard.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\nstandard: Aseptic\nversion: '0.1'\n{keys}\n---\nText.\n", encoding="utf-8")

    return tailor


@pytest.mark.parametrize(
    ("keys", "asked", "said"),
    [
        ("excluded: {ERR-001: none of ours}", "ERR-001", "It is left out here: none of ours"),
        ("excluded: {ERR-001: none of ours}", "B101", "Bandit's B101 is left out here: none of ours"),
        ("excluded: {B101: none of ours}", "err-001", "It is left out here: none of ours"),
        ("not_applicable: {DEV-001: no DICOM}", "DEV-001", "It is declared not applicable: no DICOM"),
        ("categories: {ERR-001: required}", "ERR-001", "It is required here; the standard has it as advisory."),
    ],
)
def test_what_the_project_says_of_a_rule_is_told_with_the_rule(
    run: Run, tailor: Callable[[str], None], keys: str, asked: str, said: str
) -> None:
    tailor(keys)
    result = run("explain", asked)
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    assert said in words
    assert "Noncompliant" in words


def test_an_own_rule_at_fault_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.parent.mkdir(parents=True)
    path.write_text(PAGE.replace("severity:", "sevrity:"), encoding="utf-8")
    result = run("explain", "ACM-001")
    assert result.exit_code == 2
    assert result.stdout == "ACM-001 is a rule of the project's own, and is at fault: it does not hold.\n"
    assert result.stderr.startswith(f"{PATH}:")
    assert "sevrity" in result.stderr


def test_an_id_that_nothing_has_is_refused_with_the_nearest(run: Run) -> None:
    result = run("explain", "INJ-9003")
    assert result.exit_code == 2
    assert result.stderr == "Error: no rule has the id INJ-9003; did you mean INJ-003?\n"


def test_the_id_that_a_rule_had_once_leads_to_it(standard: Standard, tmp_path: Path) -> None:
    rule = standard.rules["INJ-003"]
    renamed = evolve(rule, heading=evolve(rule.heading, formerly=("INJ-999",)))
    project = load(tmp_path, evolve(standard, rules={**standard.rules, rule.id: renamed}))
    found = sought(project, "INJ-999")
    assert found.rule is renamed
    assert found.notes == ("INJ-999 is INJ-003 now.",)
