"""Nothing is added to a ledger that lacks what git has of it, and the cure that is named leads out."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Git = Callable[..., str]
TWO = "import os\n\n\ndef run(x):\n    os.system(x)\n\n\ndef other(y):\n    os.system(y)\n"
THIRD = "\n\ndef third(z):\n    os.system(z)\n"
LEDGER = "security/ledger.jsonl"


@pytest.fixture
def ledger(run: Run, git: Git, tmp_path: Path) -> Path:
    """A ledger that was recorded and committed."""
    (tmp_path / "a.py").write_text(TWO)
    run("record")
    commit(git)
    return tmp_path / LEDGER


def commit(git: Git) -> None:
    git("add", "-A")
    git("commit", "-qm", "x")


def refused(run: Run, *words: str) -> str:
    """Return the one line by which a command refuses."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    (line,) = result.stderr.splitlines()
    assert f"{LEDGER}:" in line
    assert "nothing was recorded: this line of " in line
    return line


def cure(line: str) -> str:
    return line.split("`")[1]


def test_what_head_has_and_the_file_lost_is_named_with_the_way_back(
    run: Run, git: Git, tmp_path: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ledger.read_bytes()
    lines = whole.splitlines(keepends=True)
    finding = next(part for part in whole.decode().split('"') if part.startswith("FND-"))
    for left in (None, b"", b"".join(lines[:-1]), whole[:-100]):
        ledger.unlink() if left is None else ledger.write_bytes(left)
        for words in (["record"], ["baseline"], ["ledger", "feed", finding, "PUMP-1"]):
            said = refused(run, *words)
            assert cure(said) == f"git restore --source HEAD {LEDGER}", said
            assert (ledger.read_bytes() if ledger.exists() else None) == left
    assert said.startswith(f"Error: {LEDGER}:{len(lines)}: nothing was recorded: this line of HEAD would be lost")
    git("rm", "-q", "--cached", LEDGER)
    ledger.unlink()
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    said = refused(run, "baseline")
    assert f"this line of HEAD and {len(lines) - 1} more that it has" in said
    subprocess.run(shlex.split(cure(said)), check=True)
    assert ledger.read_bytes() == whole
    monkeypatch.chdir(tmp_path)
    (tmp_path / "security").rename(tmp_path / "elsewhere")
    refused(run, "ledger", "feed", finding, "PUMP-1")
    assert not (tmp_path / "security").exists()
    (tmp_path / "elsewhere").rename(tmp_path / "security")
    assert run("record").stdout.startswith("nothing new")
    (tmp_path / "pyproject.toml").write_text('[tool.aseptic]\nrecords = "safety"\n')
    said = run("record")
    assert (said.exit_code, f"put it back from `git show HEAD:{LEDGER}`" in said.stderr) == (2, True), said.output


def test_a_cut_that_was_committed_is_no_new_beginning(run: Run, git: Git, tmp_path: Path, ledger: Path) -> None:
    whole = ledger.read_bytes()
    ledger.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    commit(git)
    before = git("rev-parse", "HEAD~1")[:12]
    ledger.write_bytes(b"".join(whole.splitlines(keepends=True)[:-2]))
    commit(git)
    (tmp_path / "b.py").write_text("X = 1\n")
    commit(git)
    said = refused(run, "record")
    assert cure(said) == f"git restore --source {before} {LEDGER}"
    ledger.write_bytes(whole)
    (tmp_path / "a.py").write_text(TWO + THIRD)
    assert run("record").stdout.startswith("findings: 1 opened")
    commit(git)
    assert run("record").exit_code == 0
    more = ledger.read_bytes()
    rest = more.removeprefix(whole).splitlines(keepends=True)
    ledger.write_bytes(b"".join([*whole.splitlines(keepends=True)[:1], *rest]))
    assert run("record").exit_code == 2, "the chain tells"
    cut = b"".join(more.splitlines(keepends=True)[:-1])
    ledger.write_bytes(cut)
    commit(git)
    (tmp_path / LEDGER).write_bytes(cut + whole.splitlines(keepends=True)[0])
    said = refused(run, "record")
    assert "put back at its end what is missing, from `git show " in said, said
    ledger.write_bytes(more)
    assert run("record").exit_code == 0


@pytest.mark.parametrize("harm", ["another ledger", "an edited line", "removed", "Windows", "a mark"])
def test_what_took_the_ledgers_place_is_not_asked_for_again(
    run: Run, git: Git, tmp_path: Path, ledger: Path, harm: str
) -> None:
    whole = ledger.read_bytes()
    if harm == "another ledger":
        ledger.unlink()
        git("symbolic-ref", "HEAD", "refs/heads/none")  # so that nothing is known of the first
        (tmp_path / "a.py").write_text(f"import os\n{THIRD}")
        assert run("record").exit_code == 0
        git("symbolic-ref", "HEAD", "refs/heads/main")
    elif harm == "removed":
        ledger.unlink()
    else:
        edits = {
            "an edited line": (b'"high"', b'"low"'),
            "Windows": (b"\n", b"\r\n"),
            "a mark": (b"\n", b"\n=======\n"),
        }
        ledger.write_bytes(whole.replace(*edits[harm]))
    commit(git)
    now = ledger.read_bytes() if ledger.exists() else None
    assert run("record").exit_code == 2
    assert (ledger.read_bytes() if ledger.exists() else None) == now
    if harm == "another ledger":
        said = refused(run, "record")
        first = git("rev-parse", "HEAD~1")[:12]
        assert f"keep a copy of what is here now, then `git restore --source {first} {LEDGER}`" in said
    ledger.write_bytes(whole)
    assert run("record").exit_code == 0, "before it is committed"
    commit(git)
    assert run("record").exit_code == 0, "and after"


def test_what_a_filter_has_git_hold_is_no_ledger(run: Run, git: Git, ledger: Path) -> None:
    whole = ledger.read_bytes()
    ledger.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    git("commit", "-qa", "--amend", "-m", "x")
    ledger.write_bytes(whole)
    assert run("record").exit_code == 0


def test_a_line_that_was_committed_whole_is_not_closed_where_it_was_cut_off(
    run: Run, git: Git, tmp_path: Path, ledger: Path
) -> None:
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:-100])
    (told,) = run("ledger", "verify").stderr.splitlines()
    assert "put it back from `git show " in told
    refused(run, "record")
    assert ledger.read_bytes() == whole[:-100]
    git("commit", "-qam", "cut")
    (told,) = run("ledger", "verify").stderr.splitlines()
    assert "put it back from `git show " in told
    assert "git restore --source " in refused(run, "record")
    assert run("ledger", "verify", "--since", "HEAD").exit_code == 1, "it is broken off, whatever was before"
    git("reset", "-q", "--hard", "HEAD~1")
    (tmp_path / "a.py").write_text(TWO + THIRD)
    run("record")
    torn = ledger.read_bytes()[:-100]
    assert torn.startswith(whole)
    ledger.write_bytes(torn)
    (told,) = run("ledger", "verify").stderr.splitlines()
    assert "the last line is broken off; `aseptic record` closes it" in told
    assert run("record").exit_code == 0, "nobody has that line whole"
    commit(git)
    assert run("ledger", "verify").exit_code == 0
    assert run("record").exit_code == 0


def test_ledgers_that_two_branches_began_are_joined(run: Run, git: Git, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(TWO)
    commit(git)
    git("checkout", "-qb", "other")
    run("baseline")
    commit(git)
    git("checkout", "-q", "main")
    (tmp_path / "a.py").write_text(TWO + THIRD)
    run("baseline")
    commit(git)
    ours, theirs = ((git("show", f"{each}:{LEDGER}") + "\n").encode() for each in ("main", "other"))
    git("merge", "-q", "--no-edit", "other")
    verified = run("ledger", "verify")
    assert (verified.exit_code, verified.stderr) == (0, "")
    assert "accepted as known by another branch's baseline, by mira@example.org on " in verified.stdout
    assert "noted in the ledger: two branches that were merged\n" in run("record").stdout
    commit(git)
    assert run("ledger", "verify").exit_code == run("check").exit_code == run("record").exit_code == 0
    git("reset", "-q", "--hard", "HEAD~2")
    git("merge", "-q", "--no-commit", "other")
    (tmp_path / LEDGER).write_bytes(ours + theirs.splitlines(keepends=True)[0])
    commit(git)
    cure = f"put back at its end what is missing, from `git show {git('rev-parse', 'other')[:12]}:"
    assert cure in refused(run, "record")
    verified = run("ledger", "verify")
    assert (verified.exit_code, cure in verified.stderr) == (1, True), "git shows that one was dropped"
    (tmp_path / LEDGER).write_bytes(theirs)
    refused(run, "record")  # the other side is to be kept as well
    (tmp_path / LEDGER).write_bytes(ours + theirs)
    assert run("record").exit_code == 0
    verified = run("ledger", "verify")
    assert (verified.exit_code, "; it is back in the file as it is now\n" in verified.stdout) == (0, True), verified
    commit(git)
    verified = run("ledger", "verify")
    since = f"; it is back since commit {git('rev-parse', 'HEAD')[:12]}\n"
    assert (verified.exit_code, since in verified.stdout) == (0, True), verified.output


@pytest.mark.parametrize("harm", ["cut", "half", "removed", "edited", "edited twice", "dropped"])
def test_what_was_lost_and_is_back_as_it_was_is_a_remark(run: Run, git: Git, ledger: Path, harm: str) -> None:
    whole = ledger.read_bytes()
    lines = whole.splitlines(keepends=True)
    harms = {
        "cut": [b"".join(lines[:-1])],
        "half": [whole[:-100]],
        "removed": [b""],
        "edited": [whole.replace(b'"high"', b'"low"')],
        "edited twice": [whole.replace(b'"high"', b'"low"'), whole.replace(b'"high"', b'"no"')],
        "dropped": [b"".join(lines[1:])],
    }
    for each in harms[harm]:
        ledger.write_bytes(each) if each else ledger.unlink()
        commit(git)
    bad = git("rev-parse", f"HEAD~{len(harms[harm]) - 1}")[:12]
    assert run("ledger", "verify").exit_code == 1
    forged = whole.splitlines(keepends=True)
    forged.insert(1, lines[-1].replace(b"mira", b"boss"))
    for text in (whole, b"".join(forged)):
        ledger.write_bytes(text)
        found = run("ledger", "verify")
        assert found.exit_code == (text != whole), found.output
    assert "the file as it is now put this line among older ones" in found.stderr
    commit(git)
    found = run("ledger", "verify").stderr
    assert f"commit {git('rev-parse', 'HEAD')[:12]} put this line among older ones" in found
    ledger.write_bytes(whole)
    git("commit", "-q", "-a", "--amend", "-m", "back")
    found = run("ledger", "verify")
    assert (found.exit_code, found.stderr) == (0, "")
    (line,) = (each for each in found.stdout.splitlines() if "it is back" in each)
    assert line.startswith(f"commit {bad} changed, dropped or cut off line ")
    assert line.endswith(f"; it is back since commit {git('rev-parse', 'HEAD')[:12]}")
    ledger.write_bytes(b"".join(lines[:-1]))
    assert run("ledger", "verify").exit_code == 1, "gone again"


def test_what_is_said_of_the_ledger_alone_is_told(run: Run, tmp_path: Path, ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes() + b'{"after"')
    said = run("record").stdout
    assert said.startswith("findings: nothing new; noted in the ledger: a last line that was broken off\n"), said
