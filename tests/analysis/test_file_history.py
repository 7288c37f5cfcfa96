"""The lines of a history, and what each file was on them, by what git lists."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from attrs import frozen

from aseptic.analysis.versioning.file_history import FileHistory
from aseptic.analysis.versioning.git import Git

LISTED = """\
merge-all main-1 side-2 own-2:A b.py 5
main-1 merge-sub:M a.py 4
side-2 side-1:D a.py 0
own-2 own-1:M b.py 5
own-1:A b.py 4
merge-sub start sub-1:A c.py 9
sub-1 start:A c.py 9
side-1 start:M a.py 3
start unknown:A a.py 1"""
"""Commits with their parents, each with what it changed; `side` and `own` came by an octopus, `own` from nowhere."""


@frozen
class Listing(Git):
    """A repository that lists some commits, all of them or the mainline's alone."""

    whole: bool = True

    def ask(self, *words: str, feed: bytes | None = None) -> bytes | None:
        if "--first-parent" not in words:
            return _listed(LISTED.split("\n")) if self.whole else None
        return _listed(line for line in LISTED.split("\n") if line.startswith(("m", "start")))


def _listed(lines: Iterable[str]) -> bytes:
    told = bytearray()
    for line in lines:
        commit, _, change = line.partition(":")
        kind, path, id_ = change.split()
        mode = "000000" if kind == "D" else "100644"
        told += f"{commit}\0\n:100644 {mode} 0 {id_} {kind}\0{path}\0".encode()
    return bytes(told)


@pytest.fixture
def history() -> FileHistory:
    return FileHistory(Listing(Path()), "HEAD")


def number(history: FileHistory, name: str) -> int:
    return history.commits.index(name)


def test_a_merge_is_one_step_on_its_line_and_what_it_took_in_has_lines_of_its_own(history: FileHistory):
    assert history.files == {"a.py": [(1, "4"), (8, "1")], "b.py": [(0, "5")], "c.py": [(5, "9")]}
    assert history.aside == {"a.py": [[(2, ""), (7, "3")]], "b.py": [[(3, "5"), (4, "4")]], "c.py": [[(6, "9")]]}


@pytest.mark.parametrize(
    ("commit", "onward"),
    [
        ("own-1", [("own-2", False), ("merge-all", True)]),
        ("side-2", [("merge-all", True)]),
        ("sub-1", [("merge-sub", True)]),
        ("start", []),
    ],
)
def test_a_commit_goes_on_along_its_line_to_the_merge_that_brought_it(
    history: FileHistory, commit: str, onward: list[tuple[str, bool]]
):
    assert [(history.commits[each], merged) for each, merged in history.onward(number(history, commit))] == onward


@pytest.mark.parametrize(
    ("late", "early", "descends"),
    [
        ("merge-all", "own-1", True),
        ("own-2", "own-1", True),
        ("side-2", "start", True),
        ("side-2", "side-2", True),
        ("side-2", "sub-1", False),
        ("own-1", "start", False),
        ("start", "side-1", False),
    ],
)
def test_what_came_of_a_commit_has_it_among_its_parents_somewhere(
    history: FileHistory, late: str, early: str, descends: bool
):
    assert history.descends(number(history, late), number(history, early)) is descends


def test_where_git_takes_too_long_for_all_the_mainline_tells():
    history = FileHistory(Listing(Path(), whole=False), "HEAD")
    assert history.files == {"a.py": [(1, "4"), (3, "1")], "b.py": [(0, "5")], "c.py": [(2, "9")]}
    assert history.aside == {}
    assert not history.beside(1)
