"""Where the files of records lay in a repository's commits, from its top, whatever folder is the project's."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from aseptic.analysis.approvals.committed_files import CommittedFiles
from aseptic.analysis.versioning.git import Git

RECORD = "security/deviations/DEV-0001.md"


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.email=mira@example.org", "-c", "user.name=Mira")
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("inner", ["", "pump"])
def test_each_commit_that_changed_a_record_is_known_with_where_it_lay(tmp_path: Path, inner: str) -> None:
    project = tmp_path / inner
    (project / RECORD).parent.mkdir(parents=True)
    git(tmp_path, "init", "-q")
    commits: list[str] = []
    for text in ("one", "two"):
        (project / RECORD).write_text(text, encoding="utf-8")
        (tmp_path / "beside.txt").write_text(text, encoding="utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", text)
        commits.insert(0, git(tmp_path, "rev-parse", "HEAD"))
        (tmp_path / "beside.txt").write_text("no record", encoding="utf-8")
        git(tmp_path, "commit", "-qam", "Another file")
    (project / RECORD).unlink()
    git(tmp_path, "commit", "-qam", "Lose it")
    files = CommittedFiles(Git(project), (RECORD,))
    prefix = f"{inner}/" if inner else ""
    last = git(tmp_path, "rev-parse", "HEAD")
    assert (files.prefix, list(files.commits), files.shallow) == (prefix, [last, *commits], False)
    assert files.before(commits[0]) == (commits[1],)
    assert [files.place_in(each, RECORD) for each in files.commits] == ["", *[f"{prefix}security"] * 2]
    assert {files.path_in(each, RECORD) for each in files.commits} == {f"{prefix}{RECORD}"}
    assert git(tmp_path, "show", f"{commits[1]}:{files.path_in(commits[1], RECORD)}") == "one"
    assert [*files.gone[RECORD].values()] == [b"two", b"one"]
