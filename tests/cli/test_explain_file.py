"""What holds for a file, and from where: every line names its source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
STANDARD = """\
---
id: STANDARD
title: Ours
standard: Aseptic
version: "0.1"
severities: {ERR-001: high}
banned:
  - {name: acme.raw, rule: INJ-003, message: acme.raw is not for products}
paths:
  - {globs: ["tools/**"], without: [ERR-001], reason: Tools are not part of the product.}
policy: {gate: {to: medium, reason: old code first}}
---
Text.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "security").mkdir()
    (tmp_path / "security" / "standard.md").write_text(STANDARD)
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nexclude = ['gen', 'old']\nrequired-version = '>=0'\n")
    return tmp_path


def said(result: Result) -> dict[str, tuple[str, str]]:
    """Return each name with what is said of it and where that comes from."""
    found = {}
    for line in result.output.splitlines():
        if "←" in line:
            rest, _, origin = line.partition("  ← ")
            found[rest[:20].strip()] = rest[20:].strip(), origin
    return found


def test_everything_that_a_project_says_is_told_with_its_line(run: Run, project: Path) -> None:
    result = run("explain", "--file", "src/a.py")
    assert result.exit_code == 0
    found = said(result)
    assert found["project"] == (str(project), "security/standard.md")
    assert found["tailored as"] == ("Aseptic 0.1", "security/standard.md:4")
    assert found["records"] == ("security", "default")
    assert found["ids"][0].startswith("deviation DEV-0000, permit PER-000, ")
    assert found["ids"][1] == "default"
    assert found["exclude"] == ("gen, old", "pyproject.toml:2")
    assert found["required-version"] == (">=0", "pyproject.toml:3")
    assert found["severities"] == ("ERR-001 high", "security/standard.md:6")
    assert found["banned"] == ("acme.raw", "security/standard.md:7")
    assert found["policy"] == ("gate medium (old code first)", "security/standard.md:11")
    assert len(found["digest"][0]) == 64
    assert "ERR-001" not in found
    assert "left out" not in found


def test_rules_that_rest_are_told_with_the_reason_and_who_says_so(run: Run, project: Path) -> None:
    assert said(run("explain", "--file", "tools/a.py"))["ERR-001"] == (
        "Tools are not part of the product.",
        "security/standard.md:9",
    )
    assert said(run("explain", "--file", "tests/test_a.py"))["ERR-001"][1] == "the shipped standard"


def test_a_file_that_is_left_out_is_said_to_be(run: Run, project: Path) -> None:
    assert said(run("explain", "--file", "gen/deep/a.py"))["left out"][1] == "exclude: gen"
    assert said(run("explain", "--file", ".venv/a.py"))["left out"][1] == "always: the folder .venv is nobody's own"
    assert said(run("explain", "--file", "build/b.py"))["left out"][1] == "always: the folder build is nobody's own"


def test_what_git_ignores_is_said_to_be_left_out_of_scans_alone(run: Run, project: Path) -> None:
    (project / ".gitignore").write_text("made/\n")
    value, origin = said(run("explain", "--file", "made/deep/a.py"))["left out"]
    assert value == "a scan does not come here; an editor shows what is found"
    assert origin == ".gitignore"
    assert "left out" not in said(run("explain", "--file", "src/a.py"))


def test_a_file_that_is_not_there_is_said_to_be_none(run: Run, project: Path) -> None:
    assert "gone.py: there is no such file; this is what would hold" in run("explain", "--file", "gone.py").stderr
    (project / "there.py").write_text("")
    assert run("explain", "--file", "there.py").stderr == ""


def test_the_nearest_project_holds_and_what_made_it_one_is_said(run: Run, project: Path) -> None:
    (project / "inner").mkdir()
    (project / "inner" / "pyproject.toml").write_text("[tool.aseptic]\nrecords = 'quality'\n")
    found = said(run("explain", "--file", "inner/src/a.py"))
    assert found["project"] == (str(project / "inner"), "[tool.aseptic] in pyproject.toml")
    assert found["records"] == ("quality", "pyproject.toml:2")
    assert "tailored as" not in found
    (project / "inner" / "pyproject.toml").unlink()
    assert said(run("explain", "--file", "inner/src/a.py"))["project"][0] == str(project)


@pytest.mark.parametrize(("sign", "because"), [(".git", "git's top level"), ("", "the workspace's folder")])
def test_without_a_declaration_the_sign_is_told(run: Run, tmp_path: Path, sign: str, because: str) -> None:
    if sign:
        (tmp_path / sign).mkdir()
    (tmp_path / "src").mkdir()
    assert said(run("explain", "--file", "src/a.py"))["project"] == (str(tmp_path), because)


def test_faults_are_2_and_the_rest_is_told(run: Run, project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.aseptic]\nexlude = []\n")
    result = run("explain", "--file", "a.py")
    assert result.exit_code == 2
    assert "pyproject.toml:2: the key 'exlude' is unknown" in result.output
    assert said(result)["tailored as"][0] == "Aseptic 0.1"


def test_a_folder_is_said_to_be_one(run: Run, project: Path) -> None:
    (project / "folder").mkdir()
    result = run("explain", "--file", "folder")
    assert result.exit_code == 2
    assert "folder is a folder; name a file" in result.stderr
    assert result.stdout == ""


def test_a_rule_is_explained_as_it_holds_for_a_file(run: Run, project: Path) -> None:
    assert "ERR-001" in run("explain", "ERR-001", "--file", "src/a.py").output
    result = run("explain")
    assert result.exit_code == 2
    assert "--file" in result.output
