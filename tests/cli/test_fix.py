"""`aseptic fix`: what it prints, what it writes, what it leaves and why."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.documents.reading import Unchecked
from aseptic.analysis.fixing import fixed as fixing
from aseptic.analysis.fixing.replacing import Wish
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

Run = Callable[..., Result]
LOAD = "import yaml\n\n\ndef f(x):\n    return yaml.load(x)\n"
SAFE = LOAD.replace("yaml.load", "yaml.safe_load")
DIGEST = "import hashlib\n\n\ndef f(x):\n    return hashlib.md5(x)\n"


def test_a_diff_changes_nothing_and_is_the_default(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(LOAD)
    done = run("fix")
    assert done.exit_code == 1
    assert "-    return yaml.load(x)\n+    return yaml.safe_load(x)\n" in done.stdout
    assert "a.py:5  DES-005  Load the YAML with yaml.safe_load (safe)\n" in done.stderr
    assert "nothing was written" in done.stderr
    assert (tmp_path / "a.py").read_text() == LOAD
    assert run("fix", "--diff").stdout == done.stdout


def test_writing_settles_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(LOAD)
    done = run("fix", "--write")
    assert (done.exit_code, done.stdout) == (0, "")
    assert (tmp_path / "a.py").read_text() == SAFE
    again = run("fix", "--write")
    assert again.exit_code == 0
    assert "nothing to replace" in again.stderr
    assert run("fix").exit_code == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.py"]


KILLED = """
import os, signal, sys
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
sys.argv[0] = "aseptic"
from aseptic.cli.main import main
main()
"""


def test_the_draft_of_a_killed_run_goes_with_the_next_whatever_that_writes(run: Run, tmp_path: Path) -> None:
    inner = tmp_path / "src"
    inner.mkdir()
    (inner / "a.py").write_text(LOAD)
    command = [sys.executable, "-c", KILLED, "fix", "--write", "--jobs", "1"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == -signal.SIGKILL
    assert [each.name[:9] for each in inner.glob(".*")] == [".aseptic-"]
    assert (inner / "a.py").read_text() == LOAD
    (inner / "a.py").write_text(SAFE)
    run("fix")
    assert list(inner.glob(".*")), "a diff changes nothing"
    assert "nothing to replace" in run("fix", "--write").stderr
    assert [each.name for each in inner.iterdir()] == ["a.py"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LOAD.replace("\n", "\r\n").encode(), SAFE.replace("\n", "\r\n").encode()),
        (LOAD.replace("\n", "\r").encode(), SAFE.replace("\n", "\r").encode()),
        (LOAD.rstrip().encode(), SAFE.rstrip().encode()),
        (b"\xef\xbb\xbf" + LOAD.encode(), b"\xef\xbb\xbf" + SAFE.encode()),
        (("# é ü 𝄞\n" + LOAD).encode(), ("# é ü 𝄞\n" + SAFE).encode()),
        (("# coding: latin-1\n# é\n" + LOAD).encode("latin-1"), ("# coding: latin-1\n# é\n" + SAFE).encode("latin-1")),
        (("#!python\n# coding: cp1252\n# €\n" + LOAD).encode("cp1252"), None),
        (LOAD.replace("    ", "\t").encode(), SAFE.replace("    ", "\t").encode()),
        (("x = '''\x0c\x85'''\n" + LOAD).encode(), ("x = '''\x0c\x85'''\n" + SAFE).encode()),
    ],
    ids=range(9),
)
def test_every_other_byte_stays(run: Run, tmp_path: Path, before: bytes, after: bytes | None) -> None:
    after = before.replace(b"yaml.load", b"yaml.safe_load") if after is None else after
    path = tmp_path / "a.py"
    path.write_bytes(before)
    difference = run("fix").stdout_bytes
    assert run("fix", "--write").exit_code == 0
    assert path.read_bytes() == after
    if shutil.which("git"):
        path.write_bytes(before)
        subprocess.run(["git", "apply"], cwd=tmp_path, input=difference, check=True)
        assert path.read_bytes() == after


def test_what_needs_review_is_left_until_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(DIGEST)
    plain = run("fix", "-v")
    assert (plain.exit_code, plain.stdout) == (0, "")
    assert "nothing to replace without review\n" in plain.stderr
    assert "a.py:5  left CRY-001  it needs review" in plain.stderr
    assert "left: 1 needs review; --review takes what is offered (CRY-001 1)" in plain.stderr
    reviewed = run("fix", "--review", "--write")
    assert reviewed.exit_code == 0
    assert "(needs review)" in reviewed.stderr
    assert "hashlib.sha256" in (tmp_path / "a.py").read_text()


def test_a_rule_narrows(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(LOAD + DIGEST)
    done = run("fix", "--review", "--rule", "cry-001")
    assert "sha256" in done.stdout
    assert "safe_load" not in done.stdout
    assert "DES-005" not in done.stderr
    unknown = run("fix", "--rule", "CRY-999")
    assert unknown.exit_code == 2
    assert "there is no rule CRY-999" in unknown.stderr


def recorded(folder: Path, standard: Standard, text: str) -> None:
    (folder / "security").mkdir()
    (folder / "security" / "standard.md").write_text("---\nstandard: Aseptic\nversion: '0.1'\n---\n")
    (folder / "a.py").write_text(text)
    snapshot = Session(standard, [folder]).open(folder / "a.py", 1, text)
    path = record_deviation(snapshot, snapshot.findings[0]).path
    path.write_text(path.read_text().replace("TODO: say why not", "Because.").replace("TODO: say why", "Because."))


def test_a_record_stands(run: Run, tmp_path: Path, standard: Standard) -> None:
    recorded(tmp_path, standard, LOAD)
    done = run("fix")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "left: 1 stands by its record" in done.stderr
    assert "(DEV-0001)" in run("fix", "-v").stderr
    assert "safe_load" in run("fix", "--deviated").stdout


def test_a_twin_of_a_recorded_finding_is_left_with_the_reason(run: Run, tmp_path: Path, standard: Standard) -> None:
    twice = LOAD.replace("    return", "    yaml.load(x)\n    return").replace("return yaml", "yaml")
    recorded(tmp_path, standard, twice)
    done = run("fix", "-v")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "a.py:6  left DES-005" in done.stderr
    assert "a record would no longer cover" in done.stderr


def test_nested_findings_are_settled_one_after_another(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("import yaml\n\n\ndef f(x):\n    return yaml.load(yaml.load(yaml.load(x)))\n")
    done = run("fix", "--write")
    assert done.exit_code == 0
    assert path.read_text().count("yaml.safe_load") == 3
    assert "made 3 replacements in 1 file\n" in done.stderr


def test_lines_are_those_of_the_text_before(run: Run, tmp_path: Path) -> None:
    """An import that the first replacement brings moves the second finding down."""
    text = "import random\n\n\ndef token_one():\n    return random.randint(0, 9)\n\n\ndef f(x):\n    import yaml\n\n    return yaml.load(x)\n"
    (tmp_path / "a.py").write_text(text)
    done = run("fix", "--review")
    lines = [line.split("  ")[0] for line in done.stderr.splitlines() if line.startswith("a.py:")]
    assert lines == ["a.py:5", "a.py:11"]


def test_the_middle_of_a_broken_file_is_mended_and_the_rest_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def broken(:\n    eval(x)\n\n\n" + LOAD)
    done = run("fix", "--write")
    assert done.exit_code == 2
    assert "not checked" in done.stderr
    assert (tmp_path / "a.py").read_text() == "def broken(:\n    eval(x)\n\n\n" + SAFE


def test_a_file_that_changed_meanwhile_is_left(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.py"
    path.write_text(LOAD)
    whole = fixing.replace_whole

    def overtaken(place: Path, before: bytes, text: str | bytes) -> bool:
        path.write_text("mine = 1\n")
        return whole(place, before, text)

    monkeypatch.setattr(fixing, "replace_whole", overtaken)
    done = run("fix", "--write")
    assert done.exit_code == 2
    assert "a.py: not written: it was changed meanwhile" in done.stderr
    assert path.read_text() == "mine = 1\n"
    assert [each.name for each in tmp_path.iterdir()] == ["a.py"]


def test_a_file_that_changed_before_it_is_written_is_left(standard: Standard, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(LOAD)
    result = fixing.fixed(Session(standard, [tmp_path]), path, Wish())
    assert isinstance(result, fixing.Fixed)
    path.write_text("mine = 1\n")
    assert not fixing.write(result)
    assert path.read_text() == "mine = 1\n"


def test_a_file_whose_other_bytes_would_change_is_left(standard: Standard, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"# -*- coding: iso2022_jp -*-\n# \x1b(Bward 3\n" + LOAD.encode())
    result = fixing.fixed(Session(standard, [tmp_path]), path, Wish())
    assert isinstance(result, Unchecked)
    assert result.reason == "its bytes would not stay as they are"


def test_mode_and_links_stay(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "real.py"
    path.write_text(LOAD)
    path.chmod(0o750)
    (tmp_path / "link.py").symlink_to("real.py")
    assert run("fix", "--write").exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o750
    assert (tmp_path / "link.py").is_symlink()
    assert path.read_text() == SAFE


def test_a_diff_of_a_file_outside_says_where_it_applies(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.py").write_text(LOAD)
    assert "patch -p1 -d /" not in run("fix").stderr
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    done = run("fix", "../a.py")
    assert "patch -p1 -d /" in done.stderr
    if shutil.which("patch"):
        subprocess.run(["patch", "-p1", "-d", "/"], input=done.stdout_bytes, check=True, capture_output=True)
        assert (tmp_path / "a.py").read_text() == SAFE


def test_a_file_of_two_names_is_left(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(LOAD)
    os.link(tmp_path / "a.py", tmp_path / "twin.txt")
    done = run("fix", "--write")
    assert done.exit_code == 2
    assert "a.py: not written (it has another name, a hard link, which would keep the old text" in done.stderr
    assert (tmp_path / "a.py").read_text() == LOAD


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_keeps_its_owner_and_mode(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(LOAD)
    path.chmod(0o640)
    os.chown(path, 12345, 23456)
    assert run("fix", "--write").exit_code == 0
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12345, 23456, 0o640)
    assert path.read_text() == SAFE


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="attributes are set so on Linux alone")
def test_a_file_keeps_its_attributes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(LOAD)
    try:
        os.setxattr(path, "user.origin", b"bench")
    except OSError:
        pytest.skip("the file system has no attributes")
    assert run("fix", "--write").exit_code == 0
    assert os.getxattr(path, "user.origin") == b"bench"


def test_nothing_outside_the_paths_is_written(run: Run, tmp_path: Path) -> None:
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    (tmp_path / "out" / "b.py").write_text(LOAD)
    (tmp_path / "in" / "link.py").symlink_to("../out/b.py")
    done = run("fix", "--write", "in")
    assert done.exit_code == 2
    assert "a link leads out" in done.stderr
    assert (tmp_path / "out" / "b.py").read_text() == LOAD
    assert run("fix", "--write", "in/link.py").exit_code == 0
    assert (tmp_path / "out" / "b.py").read_text() == SAFE


def test_what_may_not_be_written_is_named_and_the_rest_is(
    tmp_path: Path, process: Callable[..., subprocess.CompletedProcess[bytes]], powerless: tuple[str, ...]
) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(LOAD)
    (tmp_path / "a.py").chmod(0o444)
    done = process("fix", "--write", prefix=powerless)
    assert done.returncode == 2
    assert b"a.py: not written" in done.stderr
    assert (tmp_path / "a.py").read_text() == LOAD
    assert (tmp_path / "b.py").read_text() == SAFE


def test_excludes_and_faulty_calls_are_those_of_check(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.py").write_text(LOAD)
    (tmp_path / "pyproject.toml").write_text('[tool.aseptic]\nexclude = ["old"]\n')
    assert run("fix").exit_code == 0
    missing = run("fix", "nowhere")
    assert missing.exit_code == 2
    assert "nowhere: there is no such file or folder" in missing.stderr


def test_an_unreadable_encoding_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"# coding: utf-8\n'\xff'\n" + LOAD.encode())
    done = run("fix", "--write")
    assert done.exit_code == 2
    assert "not text in its encoding" in done.stderr


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals here")
def test_a_terminal_gets_colours_and_nothing_that_steers_it(tmp_path: Path) -> None:
    import sys

    (tmp_path / "a.py").write_text(LOAD.replace("yaml.load(x)", "yaml.load(x)  # \x1b[2J"))
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "aseptic", "fix"]
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen(command, cwd=tmp_path, stdout=theirs, stderr=subprocess.DEVNULL, env=env) as running:
        os.close(theirs)
        seen = b""
        try:
            while part := os.read(ours, 4096):
                seen += part
        except OSError:  # how Linux says that the other end was closed
            pass
        running.wait()
    os.close(ours)
    assert b"\x1b[32m+    return yaml.safe_load(x)" in seen
    assert b"\x1b[2J" not in seen
    assert b"\\x1b[2J" in seen
