"""What other analysers miss most, by theme, with what looks like it and is fine; each mark says what is found.

# finding: ID   exactly this rule is found on the line
# not yet: ID   only the flow of data decides: nothing is found, and the rule declares that
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document
from aseptic.standard.catalog import Standard

THEMES = sorted((Path(__file__).resolve().parents[1] / "marks" / "missed").glob("*.py"))
MARK = re.compile(r"# (finding|not yet): ([A-Z]+-\d{3})")


def marks(text: str) -> list[tuple[int, str, str]]:
    return [
        (number, match[1], match[2])
        for number, line in enumerate(text.split("\n"), start=1)
        for match in MARK.finditer(line)
    ]


@pytest.mark.parametrize("path", THEMES, ids=lambda path: path.stem)
def test_a_theme_is_found_and_nothing_else(path: Path, memo: Memo) -> None:
    text = path.read_text(encoding="utf-8")
    analysis = fresh(Document.of(text), memo)
    found = [
        (start + each.span.start.line + 1, each.rule) for start, entry in analysis.found for each in entry.findings
    ]
    assert sorted(found) == [(line, rule) for line, kind, rule in marks(text) if kind == "finding"]


@pytest.mark.parametrize("path", THEMES, ids=lambda path: path.stem)
def test_what_is_not_found_yet_is_declared(path: Path, standard: Standard) -> None:
    text = path.read_text(encoding="utf-8")
    silent = [
        rule for _, kind, rule in marks(text) if kind == "not yet" and not standard.rules[rule].heading.detect.flow
    ]
    assert silent == []


def test_code_without_fault_has_no_mark() -> None:
    [fine] = [path for path in THEMES if path.stem == "fine"]
    assert marks(fine.read_text(encoding="utf-8")) == []
