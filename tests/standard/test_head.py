"""The standard's own page: what of bandit is left out and why, and where advisory rules rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.projects.loading import load
from aseptic.analysis.sessions.session import Session
from aseptic.checks.bandit.installed import known_tests, unaccounted
from aseptic.standard.catalog import Source, Standard, build
from aseptic.standard.head import PathSetting, read_head, resting

HEAD = "---\nstandard: S\nversion: '1'\n{keys}---\nText.\n"
TAILORED = "---\nstandard: Aseptic\nversion: '0.1'\n{keys}---\nText.\n"


def test_every_test_of_bandit_is_accounted_for(standard: Standard) -> None:
    assert unaccounted(standard) == ()
    assert not standard.head.excluded.keys() & standard.by_bandit.keys()
    assert standard.head.excluded.keys() <= known_tests()


def test_a_test_that_nobody_knows_is_named(standard: Standard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = known_tests()
    monkeypatch.setattr("aseptic.checks.bandit.installed.known_tests", lambda: known | {"B999"})
    record = tmp_path / "security" / "standard.md"
    record.parent.mkdir()
    record.write_text(TAILORED.format(keys=""), encoding="utf-8")
    problems = [str(problem) for problem in load(tmp_path, standard).problems]
    assert problems == [
        "security/standard.md:1: bandit's B999 is not accounted for; map it in a rule, or exclude it with a reason"
    ]
    record.write_text(TAILORED.format(keys="excluded: {B999: it finds colours}\n"), encoding="utf-8")
    assert load(tmp_path, standard).problems == ()


def test_a_review_that_is_past_due_is_a_problem(standard: Standard, tmp_path: Path) -> None:
    record = tmp_path / "security" / "standard.md"
    record.parent.mkdir()
    record.write_text(TAILORED.format(keys="next_review: 2020-01-31\n"), encoding="utf-8")
    assert [str(problem) for problem in load(tmp_path, standard).problems] == [
        "security/standard.md:4: the review of the standard was due on 2020-01-31; review it, and set the next date"
    ]


@pytest.mark.parametrize(
    ("head", "key", "line"),
    [("standard: Ours\nversion: '0.1'", "standard", 1), ("standard: Aseptic\nversion: '1.0'", "version", 2)],
)
def test_a_standard_that_was_adopted_and_does_not_run_is_a_problem(
    standard: Standard, tmp_path: Path, head: str, key: str, line: int
) -> None:
    assert (standard.head.standard, standard.head.version) == ("Aseptic", "0.1")
    record = tmp_path / "security" / "standard.md"
    record.parent.mkdir()
    record.write_text(f"---\n{head}\n---\nText.\n", encoding="utf-8")
    (problem,) = load(tmp_path, standard).problems
    assert (problem.key, problem.line) == (key, line)
    assert "what runs is Aseptic 0.1" in problem.message


def test_an_approval_that_is_still_to_come_is_a_problem(standard: Standard, tmp_path: Path) -> None:
    record = tmp_path / "security" / "standard.md"
    record.parent.mkdir()
    record.write_text(TAILORED.format(keys="approved: {by: kim, on: 2999-01-31}\n"), encoding="utf-8")
    (problem,) = load(tmp_path, standard).problems
    assert (problem.key, problem.line) == ("approved.on", 3)
    assert "2999-01-31, which is still to come" in problem.message


def test_what_is_named_and_is_nowhere_is_a_problem_at_its_key(standard: Standard, tmp_path: Path) -> None:
    folder = tmp_path / "security"
    (folder / "requirements").mkdir(parents=True)
    keys = "requirements:\n  RES-001: [SEC-001, SEC-999]\n  ERR-001: [SEC-003]\n"
    (folder / "standard.md").write_text(TAILORED.format(keys=keys), encoding="utf-8")
    text = "---\nid: SEC-001\ntitle: T\ncapability: SAHD\nstatus: draft\nrules: [INJ-003, FOO-001]\n---\nIt shall.\n"
    (folder / "requirements" / "SEC-001.md").write_text(text, encoding="utf-8")
    (folder / "requirements" / "SEC-003.md").write_text(text.replace("status: draft", "status: none"), encoding="utf-8")
    found = {(each.path, each.key, each.line): each.message for each in load(tmp_path, standard).problems}
    assert found == {
        ("security/requirements/SEC-003.md", "status", 4): "'status': 'none' is not one of draft, approved, retired",
        ("security/standard.md", "requirements.RES-001", 4): "'requirements.RES-001': there is no requirement SEC-999",
        ("security/requirements/SEC-001.md", "rules[1]", 5): "'rules': no rule has the id 'FOO-001'",
    }


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("excluded: {B101: ''}\n", "'excluded.B101': the reason is missing"),
        ("paths: [{globs: [a], without: [ERR-001], reason: ' '}]\n", "'paths[0].reason': the reason is missing"),
        ("exluded: {}\n", "did you mean 'excluded'?"),
    ],
)
def test_a_fault_of_the_page_excludes_nothing(keys: str, said: str) -> None:
    head, problems = read_head("standard.md", HEAD.format(keys=keys))
    assert head.excluded == {}
    assert said in str(problems[0])


def test_what_a_rule_uses_cannot_be_excluded(standard: Standard) -> None:
    page = Path(standard.rules["ERR-001"].path).read_text(encoding="utf-8")
    head = HEAD.format(keys="excluded: {B101: none of ours}\n")
    _, problems = build([Source("ERR-001.md", page), Source("standard.md", head)])
    assert [problem.message for problem in problems] == ["B101 is excluded, and ERR-001 uses it"]


def test_rules_rest_where_the_page_says() -> None:
    settings = (PathSetting(("tests/**", "**/test_*.py"), ("ERR-001",), "why"),)
    assert resting(settings, "tests/a/b.py") == {"ERR-001"}
    assert resting(settings, "src/x/test_b.py") == {"ERR-001"}
    assert resting(settings, "src/tests.py") == frozenset()


def test_tests_may_assert_and_products_may_not(standard: Standard, tmp_path: Path) -> None:
    session = Session(standard, [tmp_path])
    assert session.open(tmp_path / "tests" / "test_a.py", 1, "assert user.is_admin\n").findings == ()
    assert [each.finding.rule for each in session.open(tmp_path / "a.py", 1, "assert user.is_admin\n").findings] == [
        "ERR-001"
    ]


def test_a_project_lets_only_advisory_rules_rest(standard: Standard, tmp_path: Path) -> None:
    record = tmp_path / "security" / "standard.md"
    record.parent.mkdir()
    keys = "paths:\n  - {globs: ['x/**'], without: [INJ-001], reason: we like it}\nexcluded: {B602: we like it}\n"
    record.write_text(TAILORED.format(keys=keys), encoding="utf-8")
    problems = [str(problem) for problem in load(tmp_path, standard).problems]
    assert any("INJ-001 is required and may not rest" in problem for problem in problems)
    assert any("B602 serves INJ-003, which is required" in problem for problem in problems)
