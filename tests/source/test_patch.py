"""A diff is what `git apply` and `patch` take, whatever the bytes and the name."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from aseptic.source.patch import patch

TOOLS = [("git", "apply"), ("patch", "-p1", "--binary")]
PAIRS = [
    (b"a\nb\nc\n", b"a\nB\nc\n"),
    (b"a\r\nb\r\n", b"a\r\nB\r\n"),
    (b"a\nb", b"a\nB"),
    (b"a\nb", b"a\nb\n"),
    (b"a\nb\n", b"a\nb"),
    (b"a\rb\rc", b"a\rB\rc"),
    (b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfimport os\na\n"),
    (b"# \xe9\x0c\x85\nx\n", b"# \xe9\x0c\x85\ny\n"),
    (b"x\xe2\x80\xa8y\nz\n", b"x\xe2\x80\xa8y\nZ\n"),
    (b"--- a\n+++ b\n", b"--- b\n+++ b\n"),
]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda each: each[0])
@pytest.mark.parametrize(("before", "after"), PAIRS, ids=range(len(PAIRS)))
def test_it_is_applied_byte_for_byte(tmp_path: Path, tool: tuple[str, ...], before: bytes, after: bytes) -> None:
    applied(tmp_path, tool, "a.py", before, after)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda each: each[0])
@pytest.mark.parametrize("name", ["a b.py", "é.py", "sub/a.py", 'q"q.py', "back\\slash.py", "tab\ttab.py", "-x.py"])
def test_names_of_all_kinds(tmp_path: Path, tool: tuple[str, ...], name: str) -> None:
    applied(tmp_path, tool, name, b"a\n", b"b\n")


def applied(folder: Path, tool: tuple[str, ...], name: str, before: bytes, after: bytes) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not installed")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(before)
    done = subprocess.run(tool, cwd=folder, input=patch(os.fsencode(name), before, after), capture_output=True)
    assert done.returncode == 0, done.stderr + done.stdout
    assert path.read_bytes() == after


def test_equal_texts_make_none() -> None:
    assert patch(b"a.py", b"a", b"a") == b""


def test_an_absolute_path_counts_from_the_root() -> None:
    assert patch(b"/srv/a.py", b"a\n", b"b\n").startswith(b"--- a/srv/a.py\n+++ b/srv/a.py\n")
