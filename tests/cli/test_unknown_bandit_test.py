"""A release of bandit that brings a test of which the standard says nothing: named, and never passed over."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

NEW = """
import bandit
from bandit.core import test_properties as test


@test.checks("Call")
@test.test_id("B999")
def paint_it_red(context):
    return bandit.Issue(severity=bandit.HIGH, confidence=bandit.HIGH, cwe=0, text="red")
"""
PROGRAM = """
import sys
from aseptic.checks.bandit import loading as bandit_loading
import bandit.plugins

bandit.plugins.__path__.append(sys.argv.pop(1))
from aseptic.cli.main import main

main(prog_name="aseptic")
"""
STANDARD = "---\nstandard: Aseptic\nversion: '0.1'\n{keys}---\nText.\n"
SAID = "bandit's B999 is not accounted for"


def standard(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run our command under a bandit that brings one more test."""
    release = tmp_path / "release"
    release.mkdir(exist_ok=True)
    (release / "paint_it_red.py").write_text(NEW, encoding="utf-8")
    project = tmp_path / "project"
    project.mkdir(exist_ok=True)
    command = [sys.executable, "-c", PROGRAM, str(release), "standard", *words]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


def page(tmp_path: Path, keys: str = "") -> None:
    record = tmp_path / "project" / "security" / "standard.md"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(STANDARD.format(keys=keys), encoding="utf-8")


def test_the_command_names_it_and_fails(tmp_path: Path) -> None:
    done = standard(tmp_path)
    assert done.returncode == 2
    assert "unaccounted: B999" in done.stdout
    assert done.stderr.count(SAID) == 1


def test_the_account_says_so(tmp_path: Path) -> None:
    done = standard(tmp_path, "--format", "json")
    assert done.returncode == 2
    became = {line["test"]: line["is"] for line in json.loads(done.stdout)["bandit"]}
    assert [test for test, what in became.items() if what == "unaccounted"] == ["B999"]
    assert became["B602"] == "mapped"
    assert "| B999 | unaccounted |" in standard(tmp_path, "--format", "markdown").stdout


def test_a_projects_page_has_a_problem_until_it_accounts_for_it(tmp_path: Path) -> None:
    page(tmp_path)
    done = standard(tmp_path)
    assert (done.returncode, done.stderr.count(SAID)) == (2, 1)
    assert done.stderr.startswith("security/standard.md:1: ")
    page(tmp_path, "excluded: {B999: it finds colours}\n")
    done = standard(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
