"""Files that nobody planned for: each is checked or said not to be, and the others are."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from aseptic.checks.checker import Checker
from aseptic.checks.detector import Subject
from aseptic.standard.finding import Finding

Run = Callable[..., Result]
EVAL = b"eval(x)\n"
SCRIPT = b"#!/usr/bin/env python3\n" + EVAL


def listing(run: Run, *words: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(run("check", "--format", "json", *words).stdout)
    return said


def found(said: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [(each["path"], each["line"], each["column"]) for each in said["findings"]]


def missing(said: dict[str, Any]) -> dict[str, str]:
    return {each["path"]: each["reason"] for each in said["notChecked"]}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'; eval(x)\n", (2, 10)),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n'\x80'; eval(x)\n", (3, 6)),
        (b"\xef\xbb\xbfeval(x)\n", (1, 1)),
        (b"\xef\xbb\xbf# coding: utf-8\neval(x)\n", (2, 1)),
        (b"x = 1\r\neval(x)\r\n", (2, 1)),
        (b"x = 1\reval(x)\r", (2, 1)),
        (b"\x0ceval(x)\n", (1, 2)),
        (b"if x:\n\teval(x)\n", (2, 2)),
        (b"eval(x)", (1, 1)),
        (b"'\xf0\x9f\x98\x80'; eval(x)\n", (1, 6)),
        (b"x = '" + b"a" * 200_000 + b"'; eval(x)\n", (1, 200_009)),
        (b"(" * 5000 + b")" * 5000 + b"\n\neval(x)\n", (3, 1)),
        (b"def f(:\n    eval(y)\n\n\ndef g(x):\n    eval(x)\n", (6, 5)),
        (b"(" * 5000 + b"\n\ndef g(x):\n    eval(x)\n", (4, 5)),
    ],
    ids=range(14),
)
def test_a_file_is_read_as_python_reads_it(run: Run, tmp_path: Path, data: bytes, expected: tuple[int, int]) -> None:
    (tmp_path / "a.py").write_bytes(data)
    assert found(listing(run)) == [("a.py", *expected)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x = '\xe9'\neval(x)\n", "encoding"),
        (b"# coding: utf-8\n\xff\n", "encoding"),
        (b"# coding: nonsense\n", "encoding"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "encoding"),
        (b"\xff\xfee\x00v\x00a\x00l\x00", "encoding"),
        (b"eval(x)\x00\n", "NUL"),
        (b"def f(:\n    eval(x)\n", "parse"),
        (b"x = '''\neval(x)\n", "parse"),
        (b"eval(x" + b"(" * 5000, "parse"),
        (b"-" * 100_000 + b"1\n", ""),
    ],
    ids=range(10),
)
def test_what_cannot_be_checked_is_said_and_the_rest_is_checked(
    run: Run, tmp_path: Path, data: bytes, reason: str
) -> None:
    (tmp_path / "a.py").write_bytes(data)
    (tmp_path / "b.py").write_bytes(EVAL)
    said = listing(run)
    assert found(said) == [("b.py", 1, 1)]
    assert list(missing(said)) == ["a.py"] or (not reason and not missing(said))
    assert reason in missing(said).get("a.py", "")
    assert all(each["cure"] for each in said["notChecked"])
    text = run("check").stdout
    assert not reason or "a.py" in text
    assert not reason or "not checked" in text


def test_an_empty_file_is_clean(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"")
    said = listing(run)
    assert (said["files"], said["findings"], said["notChecked"]) == (1, [], [])


def test_a_very_large_file_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"#" * 10_000_001)
    assert "10 MB" in missing(listing(run))["a.py"]


def test_a_folder_that_is_named_like_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pkg.py").mkdir()
    (tmp_path / "pkg.py" / "a.py").write_bytes(EVAL)
    assert found(listing(run)) == [("pkg.py/a.py", 1, 1)]
    assert found(listing(run, "pkg.py")) == [("pkg.py/a.py", 1, 1)]


@pytest.mark.skipif(os.name != "posix", reason="links, pipes and permissions as POSIX has them")
class TestPosix:
    def test_links_in_a_circle_and_into_nothing(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_bytes(EVAL)
        (tmp_path / "loop.py").symlink_to("loop.py")
        (tmp_path / "nothing.py").symlink_to("gone.py")
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub" / "up").symlink_to("..")
        said = listing(run)
        assert found(said) == [("a.py", 1, 1)]
        assert set(missing(said)) == {"loop.py", "nothing.py"}
        for line in run("check").stdout.splitlines():
            if line.startswith(("loop.py", "nothing.py")):
                assert line.endswith("; it is a link that leads to no file; mend or remove it")
        assert "2 places cannot be read" in run("check").stdout
        assert "up" not in json.dumps(said["skipped"]), "what it leads to is met by itself"
        assert listing(run, "sub")["skipped"] == [{"path": "sub/up/", "reason": "link"}]

    def test_a_file_with_two_names_is_checked_once(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_bytes(EVAL)
        (tmp_path / "b.py").symlink_to("a.py")
        assert found(listing(run)) == [("a.py", 1, 1)]
        assert found(listing(run, "a.py", "b.py", ".", "./a.py")) == [("a.py", 1, 1)]

    def test_a_pipe_is_not_waited_for(self, run: Run, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.py")
        (tmp_path / "a.py").write_bytes(EVAL)
        said = listing(run)
        assert found(said) == [("a.py", 1, 1)]
        assert "plain file" in missing(said)["pipe.py"]
        assert "plain file" in missing(listing(run, "pipe.py"))["pipe.py"]

    def test_an_unreadable_file_is_said(
        self, process: Callable[..., Any], powerless: tuple[str, ...], tmp_path: Path
    ) -> None:
        (tmp_path / "a.py").write_bytes(EVAL)
        locked = tmp_path / "locked.py"
        locked.write_bytes(EVAL)
        locked.chmod(0)
        done = process("check", "--format", "json", prefix=powerless)
        said = json.loads(done.stdout)
        assert found(said) == [("a.py", 1, 1)]
        assert "ermission" in missing(said)["locked.py"]

    def test_a_named_path_that_nobody_may_read_is_one_line_and_the_rest_is_checked(
        self, process: Callable[..., Any], powerless: tuple[str, ...], tmp_path: Path
    ) -> None:
        (tmp_path / "ok.py").write_bytes(EVAL)
        for each in ("locked", "pkg/build"):
            (tmp_path / each).mkdir(parents=True)
            (tmp_path / each / "x.py").write_bytes(EVAL)
            (tmp_path / each).chmod(0)
        words = ("check", "locked", "locked/x.py", "pkg", "ok.py")
        done = process(*words, prefix=powerless)
        assert (done.returncode, done.stderr) == (2, b"")
        lines = done.stdout.decode().splitlines()
        missed = [each for each in lines if "not checked  " in each]
        assert missed == [
            "locked  not checked  the folder cannot be read (Permission denied); look at its permissions",
            "locked/x.py  not checked  cannot be read (Permission denied); look at its permissions",
        ]
        assert "fails: ok.py:1:1 INJ-001" in lines
        done = process(*words, "--format", "sarif", prefix=powerless)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 2
        assert process("fix", *words[1:], prefix=powerless).returncode == 2
        for each in ("locked", "pkg/build"):
            (tmp_path / each).chmod(0o700)

    @pytest.mark.skipif(sys.platform == "darwin", reason="the file system takes no such name")
    def test_a_name_that_is_no_text(self, process: Callable[..., Any], tmp_path: Path) -> None:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py")).write_bytes(EVAL)
        for form in ("text", "json", "sarif"):
            done = process("check", "--format", form)
            assert done.returncode == 1, done.stderr
            assert b"INJ-001" in done.stdout
            assert done.stderr == b""
        sarif = json.loads(done.stdout)
        place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "%FF.py"

    def test_a_full_disk_is_2(self, process: Callable[..., Any], tmp_path: Path) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("no /dev/full here")
        (tmp_path / "a.py").write_bytes(EVAL)
        for form in ("text", "json"):
            done = process("check", "--format", form, "--output", "/dev/full")
            assert done.returncode == 2
            assert len(done.stderr.splitlines()) == 1
            assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_terminal_that_lacks_letters_is_served(process: Callable[..., Any], tmp_path: Path, encoding: str) -> None:
    (tmp_path / "größe 病.py").write_text("'😀'; eval(x)\n", encoding="utf-8")
    for form in ("text", "json", "sarif"):
        done = process("check", "--format", form, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
        assert done.returncode == 1, done.stderr
        assert b"INJ-001" in done.stdout
        assert done.stderr == b""
        if form != "text":
            json.loads(done.stdout.decode("utf-8"))


# what is left out


def test_folders_that_nobody_wrote_are_left_out(run: Run, tmp_path: Path) -> None:
    for each in (".git", ".venv", "node_modules", "__pycache__", ".tox", "lib/site-packages", "build", "dist"):
        (tmp_path / each).mkdir(parents=True)
        (tmp_path / each / "a.py").write_bytes(EVAL)
    (tmp_path / "src" / "build").mkdir(parents=True)
    (tmp_path / "src" / "build" / "__init__.py").write_bytes(EVAL)
    assert found(listing(run)) == [("src/build/__init__.py", 1, 1)]


def test_excludes_add_to_the_defaults(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.aseptic]\nexclude = ["gen/*", "old", "*_pb2.py"]\n', encoding="utf-8"
    )
    for each in ("gen/a.py", "old/deep/a.py", "src/a_pb2.py", "a_pb2.py", "src/a.py", ".venv/a.py", "src/old.py"):
        path = tmp_path / each
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(EVAL)
    assert [each[0] for each in found(listing(run))] == ["src/a.py", "src/old.py"]
    assert [each[0] for each in found(listing(run, "src"))] == ["src/a.py", "src/old.py"]


def test_a_file_that_is_named_is_checked_whatever_is_excluded(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tool").write_bytes(SCRIPT)
    (tmp_path / "tool.cgi").write_bytes(SCRIPT)
    (tmp_path / "app.wsgi").write_bytes(EVAL)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "a.py").write_bytes(EVAL)
    said = listing(run, "tool", "tool.cgi", "app.wsgi", ".venv/a.py", ".venv")
    assert found(said) == [("tool", 2, 1), ("tool.cgi", 2, 1), ("app.wsgi", 1, 1), (".venv/a.py", 1, 1)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "a.ipynb",
            "a notebook, which editors check and a scan cannot; open it in an editor, or name the script that "
            "`jupyter nbconvert --to script` makes of it",
        ),
        (
            "a.json",
            "neither its ending nor its first line says that it is Python; leave it out, name it .py, or begin it "
            "with #!/usr/bin/env python3",
        ),
    ],
)
def test_what_is_no_python_is_not_taken_for_clean_where_it_is_named(
    run: Run, tmp_path: Path, name: str, said: str
) -> None:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": "eval(x)"}
    (tmp_path / name).write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    (tmp_path / "b.py").write_bytes(EVAL)
    alone = run("check", name)
    assert alone.exit_code == 2
    assert f"{name}  not checked  {said}\n" in alone.stdout
    assert "checked 0 of 1 file, " in alone.stdout
    assert "1 place is no Python file" in alone.stdout
    assert alone.stderr == ""
    both = run("check", "--format", "json", name, "b.py")
    told = json.loads(both.stdout)
    assert both.exit_code == 2
    assert found(told) == [("b.py", 1, 1)]
    assert told["integrity"]["notChecked"] == {"not-python": 1}
    assert both.stderr == f"{name}: {said}\n"
    mending = run("fix", name, "b.py")
    assert mending.exit_code == 2
    assert f"{name}  not checked  {said}\n" in mending.stderr


def test_only_python_is_looked_at(run: Run, tmp_path: Path) -> None:
    for each in ("a.txt", "b.pyc", "c", "d.py.bak", "e.pyw"):
        (tmp_path / each).write_bytes(EVAL)
    assert [each[0] for each in found(listing(run))] == ["e.pyw"]


def test_paths_are_printed_from_here_and_whole_elsewhere(
    run: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "a.py"
    other.write_bytes(EVAL)
    (tmp_path / "b.py").write_bytes(EVAL)
    said = listing(run, str(other), str(tmp_path / "b.py"))
    assert [each[0] for each in found(said)] == [other.resolve().as_posix(), "b.py"]


def test_a_broken_place_where_nothing_could_be_found_is_not_counted_as_missed(run: Run, tmp_path: Path) -> None:
    """The word filter looked at it: none of the words that a finding needs is there."""
    (tmp_path / "a.py").write_bytes(b"def f(:\n    x\n")
    assert missing(listing(run)) == {}


def test_a_scan_of_nothing_does_not_pass(run: Run, tmp_path: Path) -> None:
    result = run("check")
    assert result.exit_code == 2
    assert "nothing was checked: there is no Python file here; name" in result.output
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nexclude = ['a.py']\n", encoding="utf-8")
    (tmp_path / "a.py").write_bytes(EVAL)
    result = run("check")
    assert result.exit_code == 2
    assert "no Python file here that is not left out" in result.output


def test_a_chunk_whose_check_raises_is_said_in_each_run_and_the_rest_is_checked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = Checker.check

    def failing(checker: Checker, subject: Subject) -> tuple[Finding, ...]:
        if "boom" in subject.parsed.chunk.text:
            raise KeyError
        return check(checker, subject)

    monkeypatch.setattr(Checker, "check", failing)
    (tmp_path / "a.py").write_bytes(b"def f(x):\n    eval(x)\n\n\ndef g(boom):\n    eval(boom)\n")
    (tmp_path / "b.py").write_bytes(b"def g(boom):\n    eval(boom)\n")
    for _ in range(2):
        said = listing(run, "--jobs", "1")
        assert found(said) == [("a.py", 2, 5)]
        assert missing(said) == dict.fromkeys(("a.py", "b.py"), "the check failed (KeyError)")
        assert said["integrity"]["notChecked"] == {"failed": 2}
        assert run("check", "--jobs", "1", "b.py").exit_code == 2, "it is never remembered as clean"


def test_a_nul_byte_is_named_with_its_cure_and_several_places_are_many(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"eval(x)\0\n")
    (tmp_path / "b.py").write_bytes(b"eval(x\n")
    said = run("check").stdout
    assert "a.py:1-1  not checked  it holds a NUL byte, which no Python reads; remove the byte" in said
    assert "2 places do not parse" in said


def test_a_merge_conflict_is_called_one(run: Run, tmp_path: Path) -> None:
    text = "def f(x):\n<<<<<<< HEAD\n    eval(x)\n=======\n    exec(x)\n>>>>>>> work\n\n\neval(x)\n"
    (tmp_path / "a.py").write_text(text)
    (tmp_path / "b.py").write_text('def f(:\n    """\n    Title\n=======\n    """\n    eval(x)\n')
    said = listing(run)
    assert found(said) == [("a.py", 9, 1)]
    told = [(each["path"], each["line"], each["reason"], each["cure"]) for each in said["notChecked"]]
    cure = "choose one side and remove the markers"
    assert told == [
        ("a.py", 2, "a merge conflict was left in (line 2)", cure),
        ("a.py", 4, "a merge conflict was left in (line 4)", cure),
        ("b.py", 1, "does not parse (invalid syntax, line 1)", "mend the syntax"),
    ]
