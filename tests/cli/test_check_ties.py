"""`aseptic check` says which comments name a deviation that is not there, from kept answers, too."""

from __future__ import annotations

from pathlib import Path

from test_deviations_command import RECORD, Run, project

__all__ = ["project"]
TIED = "import os\n\n\ndef stop(x):\n    os.system(x)  # deviation: {}\n"


def test_a_comment_that_names_no_deviation_is_said_each_time(run: Run, project: Path):
    for name, near in (("DEV-0099", "record it, or remove the comment"), ("DEV-1", "did you mean DEV-0001?")):
        (project / "a.py").write_text(TIED.format(name))
        for _ in range(2):  # the second answer is a kept one
            done = run("check", "--jobs", "1")
            assert f"a.py:5: {name} is no deviation in security/deviations" in done.stderr and near in done.stderr
            assert done.exit_code == 2


def test_one_whose_record_is_there_says_nothing_until_it_goes(run: Run, project: Path):
    (project / "a.py").write_text(TIED.format("DEV-0001"))
    assert run("check").stderr == ""
    (project / RECORD).unlink()
    assert "a.py:5: DEV-0001 is no deviation" in run("check").stderr


def test_of_a_project_below_it_names_the_folder_there(run: Run, project: Path):
    (project / "sub/security").mkdir(parents=True)
    (project / "sub/security/standard.md").write_text((project / "security/standard.md").read_text())
    (project / "sub/a.py").write_text(TIED.format("DEV-0099"))
    said = "sub/a.py:5: DEV-0099 is no deviation in sub/security/deviations"
    assert said in run("check").stderr


def test_what_only_looks_like_one_in_a_string_says_nothing(run: Run, project: Path):
    (project / "a.py").write_text('TEXT = "# deviation: DEV-0099"\n')
    assert run("check").stderr == ""
