"""An installed bandit that lacks what the standard rests on: each lack is named, and the rest runs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PROGRAM = """
import sys
import aseptic.checks.bandit.loading
from pathlib import Path

import bandit.plugins

bandit.plugins.__path__[:] = [sys.argv.pop(1)]
from aseptic.cli.main import main

main(prog_name="aseptic")
"""
CODE = "import os\nexec(x)\nos.system(x)\n"


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """Return a copy of bandit's own plugins."""
    spec = find_spec("bandit.plugins")
    assert spec is not None and spec.submodule_search_locations is not None
    return Path(shutil.copytree(spec.submodule_search_locations[0], tmp_path / "plugins"))


def run(plugins: Path, *words: str) -> subprocess.CompletedProcess[str]:
    project = plugins.parent / "project"
    project.mkdir(exist_ok=True)
    (project / "a.py").write_text(CODE, encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, str(plugins), *words]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


def test_a_test_that_is_gone_is_named_with_its_rule(plugins: Path) -> None:
    (plugins / "exec.py").unlink()
    done = run(plugins, "standard", "--format", "json")
    assert done.returncode == 2
    assert done.stderr.count("rests on bandit's B102, which the installed bandit lacks") == 1
    assert done.stderr.count("\n") == 1
    became = {line["test"]: line["is"] for line in json.loads(done.stdout)["bandit"]}
    assert became["B102"] == "absent"
    assert became["B602"] == "mapped"
    done = run(plugins, "check", "--no-cache")
    assert done.returncode == 2
    assert "INJ-003" in done.stdout
    assert done.stderr.startswith("bandit: ") and "B102" in done.stderr
    done = run(plugins, "record")
    assert done.returncode == 2
    assert done.stderr.endswith("nothing was recorded; mend this first\n"), "else its findings would count as mended"


def test_with_a_page_of_its_own_the_project_says_so_there(plugins: Path) -> None:
    (plugins / "exec.py").unlink()
    page = plugins.parent / "project" / "security" / "standard.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\nstandard: Aseptic\nversion: '1'\n---\n", encoding="utf-8")
    done = run(plugins, "standard")
    assert done.returncode == 2
    (said,) = [line for line in done.stderr.split("\n") if "B102" in line]
    assert said.startswith("security/standard.md:2: ")


def test_a_module_that_cannot_be_imported_costs_its_tests_and_no_others(plugins: Path) -> None:
    (plugins / "exec.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    done = run(plugins, "check", "--no-cache")
    assert done.returncode == 2
    assert "INJ-003" in done.stdout
    first, second = done.stderr.strip().split("\n")
    assert first.startswith("bandit: bandit's bandit.plugins.exec (ModuleNotFoundError) cannot be imported")
    assert "B102" in second


def test_an_excluded_test_that_does_not_exist_is_a_problem_at_its_line(plugins: Path) -> None:
    page = plugins.parent / "project" / "security" / "standard.md"
    page.parent.mkdir(parents=True)
    text = "---\nstandard: Aseptic\nversion: '1'\nexcluded:\n  B404: bans of use are stricter\n  B998: of no use here\n---\n"
    page.write_text(text, encoding="utf-8")
    done = run(plugins, "standard")
    assert done.returncode == 2
    assert [line for line in done.stderr.split("\n") if "B998" in line] == [
        "security/standard.md:6: the installed bandit has no test B998; correct the id, or remove the line"
    ]
    assert "B404" not in done.stderr


def test_plugins_of_other_packages_are_named_and_not_run(plugins: Path) -> None:
    folder = plugins.parent / "project"
    info = folder / "painter-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: painter\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[bandit.plugins]\nred = painter.red:paint\n", encoding="utf-8")
    # `python -c` looks for packages in the current folder, as it would in site-packages.
    done = run(plugins, "standard", "--format", "json")
    assert done.returncode == 0
    (line,) = [each for each in json.loads(done.stdout)["bandit"] if each["is"] == "not run"]
    assert (line["test"], line["reason"]) == ("red", "a plugin of the package painter; only bandit's own tests are run")
