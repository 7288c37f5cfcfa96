"""A corpus of statements with the fingerprints that they have on every Python, for as long as their version is known.

What stands in the file is never made anew, since it is what people's records hold; a new version adds its own lines.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.detector import Subject
from aseptic.checks.fingerprint import VERSIONS, Statement, earlier_fingerprint
from aseptic.source.document import Document
from aseptic.source.parse import Broken

GOLDEN = Path(__file__).with_name("golden") / "fingerprints.json"
CORPUS = json.loads(GOLDEN.read_text(encoding="utf-8"))


def told(source: str, memo: Memo, version: int) -> Iterator[list[str]]:
    for entry in fresh(Document.of(source), memo).entries:
        parsed = memo.parsed(entry.chunk)
        assert not isinstance(parsed, Broken), source
        subject = Subject(parsed, entry.view, {})
        for root in parsed.roots:
            for node in ast.walk(root):
                if isinstance(node, Statement):
                    found = earlier_fingerprint(subject, node, version)
                    yield [type(node).__name__, found.statement, *found.around]


@pytest.mark.parametrize("case", CORPUS, ids=[each["about"] for each in CORPUS])
def test_a_statement_has_the_fingerprint_that_records_hold(case: dict[str, object], memo: Memo) -> None:
    since = str(case.get("since", "3.11"))
    if sys.version_info < tuple(map(int, since.split("."))):
        pytest.skip(f"Python {since} is the first that has such statements")
    assert list(told(str(case["source"]), memo, int(str(case["v"])))) == case["statements"]


def test_every_version_that_is_known_has_its_corpus() -> None:
    assert {each["v"] for each in CORPUS} == set(VERSIONS)
    assert len(CORPUS) >= 30


def test_no_two_statements_of_the_corpus_are_taken_for_one() -> None:
    """But for those that are the same in two sources."""
    heads = [each for case in CORPUS for each in case["statements"]]
    kinds: dict[str, set[str]] = {}
    for kind, digest, *_ in heads:
        kinds.setdefault(digest, set()).add(kind)
    assert all(len(each) == 1 for each in kinds.values())
