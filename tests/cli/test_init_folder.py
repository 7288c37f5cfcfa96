"""`aseptic init` writes where the project's settings say that records are."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from aseptic.cli.main import main


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
        *("standard.md", "requirements/SEC-001.md", "interfaces/IF-001.md", "assets/AST-001.md"),
        *("threats/THR-001.md", "samples/DEV-0001.md", "samples/PER-001.md", "samples/REV-0001.md"),
    }
    written["samples/REV-0001.md"].write_text("ours", encoding="utf-8")
    again = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert again.exit_code == 0
    assert "0 written" in again.output
    assert written["samples/REV-0001.md"].read_text(encoding="utf-8") == "ours"
