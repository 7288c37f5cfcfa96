"""What was answered once is not worked out again: counted where the work is done, not measured."""

from __future__ import annotations

from collections import Counter

import pytest

from aseptic.analysis.documents import memo as remembering
from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.documents.incremental import Analysis, edited, fresh
from aseptic.analysis.documents.integrity import missing
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.checker import Checker, compiled
from aseptic.checks.detector import Subject
from aseptic.source.chunk import Chunk
from aseptic.source.document import Document
from aseptic.source.parse import Broken, Parsed, parse
from aseptic.source.span import Edit, Span
from aseptic.standard.catalog import Standard
from aseptic.standard.finding import Finding

FIRST = "def first(x):\n    os.system(x)\n"
SECOND = "def second(x):\n    eval(x)\n"
TEXT = f"import os\n\n\n{FIRST}\n\n{SECOND}"


class Counting:
    """A memo of its own, and how often which chunk was parsed and checked for it, by the chunk's first word."""

    def __init__(self, standard: Standard, patch: pytest.MonkeyPatch) -> None:
        self.memo = Memo(compiled(standard))
        self.parsed: Counter[str] = Counter()
        self.checked: Counter[str] = Counter()
        check = Checker.check

        def counted_parse(chunk: Chunk) -> Parsed | Broken:
            self.parsed[_name(chunk)] += 1
            return parse(chunk)

        def counted_check(checker: Checker, subject: Subject) -> tuple[Finding, ...]:
            self.checked[_name(subject.parsed.chunk)] += 1
            return check(checker, subject)

        patch.setattr(remembering, "parse", counted_parse)
        patch.setattr(Checker, "check", counted_check)

    def open(self, text: str) -> Analysis:
        return fresh(Document.of(text), self.memo)

    def edit(self, analysis: Analysis, line: int, text: str, end_line: int | None = None) -> Analysis:
        place = Span.of(line, 0, line if end_line is None else end_line, 0)
        document, change = analysis.document.edited(Edit(place, text))
        return edited(analysis, document, change, self.memo)


def _name(chunk: Chunk) -> str:
    return chunk.text.split("(", maxsplit=1)[0].strip()


@pytest.fixture
def counting(standard: Standard, monkeypatch: pytest.MonkeyPatch) -> Counting:
    return Counting(standard, monkeypatch)


def test_a_chunk_is_parsed_and_checked_once(counting: Counting) -> None:
    counting.open(TEXT)
    assert counting.checked == {"def first": 1, "def second": 1}
    assert counting.parsed["def first"] == counting.parsed["def second"] == 1


def test_opening_the_same_text_again_costs_no_work(counting: Counting) -> None:
    counting.open(TEXT)
    counting.parsed.clear()
    counting.checked.clear()
    assert [entry.findings for _, entry in counting.open(TEXT).found]
    assert counting.checked == {}
    assert counting.parsed == {}


def test_an_edit_costs_the_chunk_that_it_is_in(counting: Counting) -> None:
    analysis = counting.open(TEXT)
    counting.parsed.clear()
    counting.checked.clear()
    counting.edit(analysis, 4, "    os.popen(x)\n")
    assert counting.checked == {"def first": 1}
    assert counting.parsed == {"def first": 1}


def test_taking_an_edit_back_costs_nothing(counting: Counting) -> None:
    analysis = counting.edit(counting.open(TEXT), 4, "    os.popen(x)\n")
    counting.parsed.clear()
    counting.checked.clear()
    again = counting.edit(analysis, 4, "", 5)
    assert "".join(again.document.lines) == TEXT
    assert len(list(again.found)) == 2
    assert counting.checked == {}
    assert counting.parsed == {}


def test_a_chunk_that_moves_costs_nothing(counting: Counting) -> None:
    analysis = counting.open(TEXT)
    counting.checked.clear()
    moved = counting.edit(analysis, 0, "# A comment.\n")
    assert [start for start, _ in moved.found] == [start + 1 for start, _ in analysis.found]
    assert counting.checked == {}


def test_an_import_costs_the_chunks_that_use_its_name(counting: Counting) -> None:
    analysis = counting.open(TEXT)
    counting.checked.clear()
    counting.edit(analysis, 0, "import posix as os\n", 1)
    assert counting.checked["def first"] == 1
    assert counting.checked["def second"] == 0


def test_what_no_detector_can_find_anything_in_is_not_parsed(counting: Counting) -> None:
    counting.open("def area(width, height):\n    return width * height\n")
    assert counting.checked == {}


@pytest.mark.parametrize("error", [ValueError, RecursionError, KeyError, AssertionError])
def test_a_chunk_whose_check_raises_is_said_to_have_failed_and_the_others_are_checked(
    standard: Standard, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    tried: list[str] = []
    check = Checker.check

    def failing(checker: Checker, subject: Subject) -> tuple[Finding, ...]:
        tried.append(_name(subject.parsed.chunk))
        if "first" in tried[-1]:
            raise error
        return check(checker, subject)

    monkeypatch.setattr(Checker, "check", failing)
    memo = Memo(compiled(standard))
    for text in (TEXT, f"x = 1\n{TEXT}"):
        analysis = fresh(Document.of(text), memo)
        assert [each.checked.failed for each in analysis.entries if each.checked.failed] == [error.__name__]
        (found,) = [finding.rule for _, entry in analysis.found for finding in entry.findings]
        assert found == "INJ-001"
        (said,) = missing(analysis)
        assert said.reason == f"the check failed ({error.__name__})"
        assert (said.cause, said.mistake) == (Cause.FAILED, False)
    assert tried.count("def first") == 1, "it is put aside"


def remembered(size: int, keys: str) -> list[str]:
    """Return the texts that were worked out when answers for these were asked for in turn."""
    kept = remembering._Recent[tuple[str], str](size)
    made: list[str] = []
    for letter in keys:
        assert kept.get((letter * 10,), lambda each=letter: made.append(each) or each) == letter
    return made


def test_the_memo_is_bounded_and_forgets_the_oldest() -> None:
    assert remembered(2, "abacab") == ["a", "b", "c", "b"], "b was used longest ago when c came"


def test_the_memo_is_bounded_by_the_code_that_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_ROOM", 25)
    assert remembered(1_000, "abacab") == ["a", "b", "c", "b"], "there is room for two texts of ten characters"
    monkeypatch.setattr(remembering, "_ROOM", 5)
    assert remembered(1_000, "aaba") == ["a", "b", "a"], "the last one stays, however long it is"
