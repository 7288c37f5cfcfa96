"""Code with marks: each says at its line what is found, what a hover tells and what can be done. One check for all.

# finding: ID       exactly these rules are found on the line
# action: words     an action whose title holds the words is offered at the line
# no action: words  none is
# hover: code = words   the hover at `code` on the line holds the words
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.feedback.actions import actions
from aseptic.feedback.hover import hover
from aseptic.source.span import Position, Span
from aseptic.standard.catalog import Standard

MARKED = sorted((Path(__file__).resolve().parents[1] / "marks").glob("*.py"))
MARK = re.compile(r"# (finding|action|no action|hover): (.*?)\s*(?=# (?:finding|action|no action|hover): |$)")


def marks(path: Path) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
        for match in MARK.finditer(line):
            yield number, match[1], match[2]


@pytest.fixture(params=MARKED, ids=lambda path: path.stem)
def marked(request: pytest.FixtureRequest, standard: Standard, tmp_path: Path) -> tuple[Path, Snapshot]:
    path: Path = request.param
    session = Session(standard, [tmp_path])
    return path, session.open(tmp_path / path.name, 1, path.read_text(encoding="utf-8"))


def test_exactly_the_marked_findings_are_found(marked: tuple[Path, Snapshot]) -> None:
    path, snapshot = marked
    expected = sorted((line, said) for line, kind, said in marks(path) if kind == "finding")
    assert sorted((placed.span.start.line, placed.finding.rule) for placed in snapshot.findings) == expected


def test_the_marked_actions_are_offered(marked: tuple[Path, Snapshot]) -> None:
    path, snapshot = marked
    for line, kind, said in marks(path):
        if kind.endswith("action"):
            titles = [each.title for each in actions(snapshot, Span.of(line, 0, line, 200))]
            assert any(said in title for title in titles) == (kind == "action"), (line + 1, said, titles)


def test_the_marked_hovers_tell_it(marked: tuple[Path, Snapshot]) -> None:
    path, snapshot = marked
    for line, kind, said in marks(path):
        if kind == "hover":
            code, _, words = said.partition(" = ")
            column = snapshot.lines[line].index(code) + 1
            told = hover(snapshot, Position(line, column))
            assert told is not None, (line + 1, code)
            assert words in " ".join(told.markdown.split())


def test_nothing_is_said_where_nothing_is_wrong(marked: tuple[Path, Snapshot]) -> None:
    _, snapshot = marked
    line = next(number for number, text in enumerate(snapshot.lines) if "def untouched" in text)
    assert hover(snapshot, Position(line, 6)) is None
    assert list(actions(snapshot, Span.of(line, 0, line + 2, 0))) == []
