"""`aseptic init` writes where the project's settings say that records are."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from aseptic.analysis.projects.loading import load
from aseptic.cli.main import main
from aseptic.standard.catalog import Standard


def test_the_records_folder_of_the_settings_is_written(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nrecords = 'compliance'\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert done.exit_code == 0
    assert (tmp_path / "compliance" / "standard.md").is_file()
    assert not (tmp_path / "security").exists()


def test_a_faulty_setting_ends_it_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nrecrds = 'x'\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert done.exit_code == 2
    assert "did you mean 'records'?" in done.output


def test_a_sample_of_each_record_is_written_and_nothing_that_is_there_is_touched(tmp_path: Path) -> None:
    first = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert first.exit_code == 0
    written = {path.relative_to(tmp_path / "security").as_posix(): path for path in tmp_path.rglob("*.md")}
    assert set(written) == {
        *("standard.md", "samples/SEC-001.md", "samples/IF-001.md", "samples/AST-001.md", "samples/THR-001.md"),
        *("samples/DEV-0001.md", "samples/PER-001.md", "samples/REV-0001.md"),
    }
    written["samples/REV-0001.md"].write_text("ours", encoding="utf-8")
    again = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert again.exit_code == 0
    assert "0 written" in again.output
    assert written["samples/REV-0001.md"].read_text(encoding="utf-8") == "ours"


def test_a_finding_right_after_names_no_record_that_nobody_wrote(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["init", str(tmp_path)]).exit_code == 0
    (tmp_path / "a.py").write_text("import os\n\n\ndef stop(x):\n    os.system(x)\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert done.exit_code == 1 and "INJ-003" in done.output
    assert done.stderr == "" and "SEC-" not in done.output


def test_what_is_written_adopts_the_standard_that_runs_and_has_no_fault(standard: Standard, tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["init", str(tmp_path)]).exit_code == 0
    assert load(tmp_path, standard).problems == ()
    page = tmp_path / "security" / "standard.md"
    text = page.read_text(encoding="utf-8")
    for line in ("# date: ", "# next_review: ", "# paths:", "#   - {globs"):
        assert f"\n{line}" in text
        text = text.replace(f"\n{line}", f"\n{line[2:]}")
    page.write_text(text, encoding="utf-8")
    project = load(tmp_path, standard)
    assert project.problems == ()
    assert project.tailoring.paths and project.tailoring.date and project.tailoring.next_review
