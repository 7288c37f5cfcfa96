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
