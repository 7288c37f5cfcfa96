"""Where a branch began, by git alone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from aseptic.analysis.versioning.branching import base_of, lines_before, marks_of, stamp

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Mira", "-c", "user.email=mira@example.org")
    done = subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, **files: str) -> str:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--no-gpg-sign", "-m", "step")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def test_no_git_no_commit_or_no_usual_branch_is_no_base(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    plain = tmp_path_factory.mktemp("plain")
    assert (base_of(plain), marks_of(plain)) == (None, ())
    assert base_of(folder) is None
    git(folder, "checkout", "-q", "-b", "odd")
    commit(folder, a="1\n")
    assert base_of(folder) is None


def test_the_base_is_where_the_branch_left_and_follows_a_merge(folder: Path) -> None:
    first = commit(folder, a="1\n")
    git(folder, "checkout", "-q", "-b", "work")
    commit(folder, b="2\n")
    git(folder, "checkout", "-q", "main")
    second = commit(folder, a="other\n")
    git(folder, "checkout", "-q", "work")
    base = base_of(folder)
    assert base
    assert (base.commit, base.branch) == (first, "main")
    assert lines_before(folder, base, "a.py") == ["1\n", ""]
    assert lines_before(folder, base, "b.py") is None
    marks = marks_of(folder)
    seen = stamp(marks)
    git(folder, "merge", "-q", "--no-edit", "main")
    assert stamp(marks) != seen
    now = base_of(folder)
    assert now
    assert now.commit == second


def test_what_a_remote_says_is_the_default_branch_comes_first(folder: Path) -> None:
    first = commit(folder, a="1\n")
    git(folder, "update-ref", "refs/remotes/origin/release", first)
    git(folder, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/release")
    commit(folder, a="2\n")
    base = base_of(folder)
    assert base
    assert (base.commit, base.branch) == (first, "origin/release")


def test_a_renamed_file_is_the_one_that_it_was_also_from_a_folder_below(folder: Path) -> None:
    inner = folder / "src"
    inner.mkdir()
    text = "".join(f"{number}\n" for number in range(20))
    commit(inner, old=text)
    git(folder, "mv", "src/old.py", "src/new.py")
    base = base_of(inner)
    assert base
    assert lines_before(inner, base, "new.py") == [*(f"{number}\n" for number in range(20)), ""]


def test_no_program_of_the_repositorys_configuration_runs(folder: Path) -> None:
    commit(folder, a="1\n")
    for key in ("filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv", "diff.evil.command"):
        git(folder, "config", key, "touch ran; cat")
    (folder / ".gitattributes").write_text("*.py filter=evil diff=evil\n")
    (folder / "a.py").write_text("2\n")
    base = base_of(folder)
    assert base
    assert lines_before(folder, base, "a.py") == ["1\n", ""]
    assert not (folder / "ran").exists()
