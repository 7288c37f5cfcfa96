"""What types told, told late, is what it would be had it been known from the start; edits in between lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aseptic.analysis.documents.answers import NO_ANSWERS, Answers
from aseptic.analysis.documents.incremental import Analysis, answered, edited, fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.inference.message import Outcome
from aseptic.analysis.sessions.inquiry import inquiry, looked_through
from aseptic.source.document import Document
from aseptic.source.span import Edit, Position, Span

MODULE = """import net
import os


def fetch(url):
    session = net.make()
    return session.get(url, verify=False, timeout=5)


class Client:
    def __init__(self, session):
        self.session = session

    def fetch(self, url):
        os.system(url)
        return self.session.get(url, verify=False, timeout=5)

    def other(self, url):
        return self.other.get(url, verify=False, timeout=5)


thing = net.make()
thing.get("u", verify=False, timeout=5)
thing.get("u", verify=False, timeout=5)
"""
TYPES = st.sampled_from([(), ("requests.Session",), ("pump.Session",), ("httpx.Client", "requests.Session")])
PLACES = st.builds(Position, st.integers(0, 24), st.integers(0, 30))
SNIPPETS = st.sampled_from(
    ["(", ")", '"""', "\n", "    ", "import requests as net\n", "net = None\n", "    session = url\n", ""]
    + ["        self.session.get(url, verify=False, timeout=5)\n", "x", "#", "def fetch(self):\n", "class Client:\n"]
)


def shown(analysis: Analysis) -> list[tuple[int, object]]:
    return [(start, each) for start, entry in analysis.found if entry.checked.broken is None for each in entry.findings]


def told(analysis: Analysis, memo: Memo, types: list[tuple[str, ...]]) -> Answers:
    asked = inquiry(analysis, list(looked_through(analysis, memo)))
    count = sum(len(each.receivers) for each in asked.unsettled)
    return asked.answers(Outcome(1, tuple(types[at % len(types)] for at in range(count))))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    types=st.lists(TYPES, min_size=1, max_size=7),
    edits=st.lists(st.tuples(PLACES, PLACES, SNIPPETS), max_size=6),
    late=st.integers(0, 6),
)
def test_an_answer_told_late_is_one_known_from_the_start(
    memo: Memo, types: list[tuple[str, ...]], edits: list[tuple[Position, Position, str]], late: int
) -> None:
    document = Document.of(MODULE)
    analysis = fresh(document, memo)
    answers = NO_ANSWERS
    for number, (start, end, text) in enumerate(edits):
        if number == late:
            answers = told(analysis, memo, types)
            analysis = answered(analysis, memo, answers)
        stop = end if start <= end <= Position(start.line + 2, 40) else start
        document, change = document.edited(Edit(Span(start, stop), text))
        analysis = edited(analysis, document, change, memo)
        assert shown(analysis) == shown(fresh(document, memo, answers=answers))
    answers = told(analysis, memo, types)
    assert shown(answered(analysis, memo, answers)) == shown(fresh(document, memo, answers=answers))
    assert shown(answered(analysis, memo, NO_ANSWERS)) == shown(fresh(document, memo))


def rules(analysis: Analysis) -> list[str]:
    return [each.rule for _, entry in analysis.found for each in entry.findings]


@pytest.fixture
def known(memo: Memo) -> Analysis:
    analysis = fresh(Document.of(MODULE), memo)
    return answered(analysis, memo, told(analysis, memo, [("requests.Session",)]))


def test_answers_bring_their_findings(memo: Memo, known: Analysis) -> None:
    assert rules(known).count("TLS-002") == 5
    assert rules(fresh(Document.of(MODULE), memo)).count("TLS-002") == 0


def test_a_finding_stays_while_its_function_is_typed_in(memo: Memo, known: Analysis) -> None:
    line = MODULE.split("\n").index("        os.system(url)")
    for typed in ("x", "(", ")"):
        document, change = known.document.edited(Edit(Span.of(line, 8, line, 8), typed))
        known = edited(known, document, change, memo)
        assert rules(known).count("TLS-002") == 5


def test_a_finding_goes_with_the_call_that_it_was_about(memo: Memo, known: Analysis) -> None:
    line = MODULE.split("\n").index("    return session.get(url, verify=False, timeout=5)")
    document, change = known.document.edited(Edit(Span.of(line, 11, line, 18), "url"))
    assert rules(edited(known, document, change, memo)).count("TLS-002") == 4


def test_an_answer_that_says_the_same_renews_nothing(memo: Memo, known: Analysis) -> None:
    again = answered(known, memo, told(known, memo, [("requests.Session",)]))
    assert again.entries is known.entries
