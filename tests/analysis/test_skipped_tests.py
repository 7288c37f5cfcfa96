"""Bandit's configuration: what it skips is a problem until the standard or a permit says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.projects.loading import load, renewed
from aseptic.analysis.projects.project import Project
from aseptic.records.permit import read_permit
from aseptic.standard.catalog import Standard

STANDARD = "---\nstandard: Ours\nversion: '1'\n{}---\n"


def adopt(folder: Path, more: str = "") -> None:
    (folder / "security").mkdir(exist_ok=True)
    (folder / "security" / "standard.md").write_text(STANDARD.format(more))


def given(text: str, by: str = "b") -> str:
    """A permit approved as it stands."""

    def whole(of: str) -> str:
        return f"{text}approved: {{by: {by}, on: 2026-11-02, of: {of}}}\nexpires: 2999-01-01\n---\nThey are fixed in the installer.\n"

    permit, problems = read_permit("security/permits/PER-001.md", whole("abc"))
    assert permit is not None, problems
    return whole(permit.digest)


def bandits(project: Project) -> list[str]:
    return [each.key for each in project.problems if each.key.startswith("bandit.")]


def problems(folder: Path, standard: Standard) -> list[str]:
    return [str(each) for each in load(folder, standard).problems]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("pyproject.toml", '[tool.bandit]\nexclude_dirs = ["tests"]\nskips = [\n  "B101",\n  "B602",\n]\n', 5),
        (".bandit", "[bandit]\nskips: B101, B602\n", 2),
        ("bandit.yaml", "exclude_dirs: [tests]\nskips:\n  - B101\n  - B602\n", 4),
        ("bandit.yml", "skips: ['B602']  # bandit\n", 1),
    ],
)
def test_a_skip_that_no_record_is_for_is_a_problem_at_its_line(
    tmp_path: Path, standard: Standard, name: str, text: str, line: int
) -> None:
    (tmp_path / name).write_text(text)
    assert problems(tmp_path, standard) == [], "a project that adopted no standard promised nothing"
    adopt(tmp_path)
    said = [each for each in problems(tmp_path, standard) if "B602" in each]
    assert len(said) == 1
    assert said[0].startswith(f"{name}:{line}: bandit is told to skip B602, which INJ-003 needs")


def test_a_bandit_that_is_turned_off_whole_misleads_nobody(tmp_path: Path, standard: Standard) -> None:
    adopt(tmp_path)
    every = sorted(standard.by_bandit)
    (tmp_path / "pyproject.toml").write_text(f"[tool.bandit]\nskips = {every}\n")
    assert bandits(load(tmp_path, standard)) == []
    (tmp_path / "pyproject.toml").write_text(f"[tool.bandit]\nskips = {every[1:]}\n")
    assert len(bandits(load(tmp_path, standard))) == len(every) - 1


def test_an_exclusion_in_the_standard_or_an_approved_permit_accounts_for_it(tmp_path: Path, standard: Standard) -> None:
    (tmp_path / ".bandit").write_text("[bandit]\nskips: B602\n")
    adopt(tmp_path)
    project = load(tmp_path, standard)
    assert bandits(project) == ["bandit.skips"]
    permits = tmp_path / "security" / "permits"
    permits.mkdir()
    text = (
        "---\nid: PER-001\ntitle: T\nrule: INJ-003\npaths: ['**']\ncondition: fixed\nraised: {by: a, on: 2026-11-01}\n"
    )
    (permits / "PER-001.md").write_text(f"{text}expires: 2999-01-01\n---\nThey are fixed in the installer.\n")
    assert bandits(renewed(project, standard)) == ["bandit.skips"], "it is not approved"
    approved = "approved: {by: b, on: 2026-11-02, of: abc}\n"
    (permits / "PER-001.md").write_text(f"{text}{approved}expires: 2999-01-01\n---\nThey are fixed in the installer.\n")
    assert bandits(renewed(project, standard)) == ["bandit.skips"], "what was approved is another text"
    (permits / "PER-001.md").write_text(given(text.replace("'**'", "'src/**', '*/**/*.py'")))
    assert bandits(renewed(project, standard)) == ["bandit.skips"], "what lies at the root is skipped, too"
    (permits / "PER-001.md").write_text(given(text, by="a"))
    assert bandits(renewed(project, standard)) == ["bandit.skips"], "nobody approves what they raised"
    (permits / "PER-001.md").write_text(given(f"{text}limit: 99\n"))
    project = renewed(project, standard)
    assert bandits(project) == ["bandit.skips"], "how many findings a skip hides is not counted"
    assert any("without a limit" in each.cure for each in project.problems)
    (permits / "PER-001.md").write_text(given(text))
    project = renewed(project, standard)
    assert bandits(project) == []
    (tmp_path / ".bandit").write_text("[bandit]\nskips: B602,B605,B301\nbaseline: old.json\n")
    said = [each.message for each in renewed(project, standard).problems if each.key.startswith("bandit.")]
    assert [each.partition(",")[0] for each in said] == [
        "bandit is told to skip B301",
        "bandit hides what stands in its baseline old.json",
    ], "another file of bandit's is read again when it changes"


@pytest.mark.parametrize("text", ["[bandit", "[bandit]\nskips: \n", "skips = [1, {}]\nbandit", "\ud800"])
def test_what_bandit_cannot_read_hides_nothing(tmp_path: Path, standard: Standard, text: str) -> None:
    adopt(tmp_path)
    for name in ("pyproject.toml", ".bandit", "bandit.yaml"):
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        assert not [each for each in problems(tmp_path, standard) if "bandit" in each]
