"""What git told of renamed files: asked at once, or aside; what was known is answered until it tells otherwise."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from aseptic.analysis.matching import renames
from aseptic.analysis.matching.renames import Renames

WHO = ("-c", "user.email=mira@example.org", "-c", "user.name=mira")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *WHO, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository in which a.py is called b.py by now."""
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text("import os\n\n\ndef f(x):\n    os.system(x)\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "All")
    git(tmp_path, "mv", "a.py", "b.py")
    return tmp_path


def test_whoever_may_wait_is_told_at_once(folder: Path) -> None:
    found = Renames(folder)
    assert found.renamed("a.py", "b.py")
    assert not found.renamed("a.py", "c.py")
    assert not found.renamed("b.py", "c.py"), "it is not gone"
    assert not found.waiting


def test_aside_what_was_known_holds_until_git_told(folder: Path) -> None:
    heard: list[Renames] = []
    found = Renames(folder, heard.append)
    assert not found.renamed("a.py", "b.py")
    assert (heard, found.waiting) == ([found], {("a.py", "b.py")})
    assert found.take(found.ask()()), "it is another answer"
    assert found.renamed("a.py", "b.py") and not found.waiting
    found.refresh()
    assert found.renamed("a.py", "b.py") and found.waiting, "git is asked again, and nothing else is shown meanwhile"
    assert not found.take(found.ask()())
    git(folder, "mv", "b.py", "c.py")
    assert found.renamed("a.py", "b.py") and found.waiting
    assert found.take(found.ask()())
    assert not found.renamed("a.py", "b.py")


def test_a_refresh_asks_where_gits_files_are_and_not_what_is_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aseptic.analysis.versioning import git as asking

    found = Renames(folder)
    assert found.renamed("a.py", "b.py")
    words: list[str] = []
    asked = asking.asked
    monkeypatch.setattr(asking, "asked", lambda *given: words.append(given[1][0]) or asked(*given))
    assert found.renamed("a.py", "b.py")
    assert words == []
    found.refresh()
    assert found.renamed("a.py", "b.py")
    assert words == ["rev-parse"]


def test_where_there_is_no_git_nothing_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert not Renames(tmp_path).renamed("a.py", "b.py")


def test_no_more_answers_are_kept_than_hold(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renames, "_MOST", 2)
    found = Renames(folder)
    for name in "cdef":
        found.renamed("a.py", name)
    git(folder, "mv", "b.py", "c.py")
    found.renamed("a.py", "c.py")
    assert len(found._kept) == 1


def test_what_became_of_a_file_is_told_through_all_its_names(folder: Path) -> None:
    found = Renames(folder)
    assert (found.heir("a.py"), found.heir("b.py"), found.heir("none.py")) == ("b.py", "", "")
    git(folder, "commit", "-qm", "Rename")
    assert Renames(folder).heir("a.py") == "b.py"
    git(folder, "mv", "b.py", "c.py")
    (folder / "d.py").write_text((folder / "c.py").read_text())
    assert Renames(folder).heir("a.py") == Renames(folder).heir("b.py") == "c.py"
