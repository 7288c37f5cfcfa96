"""What is asked of types: only what names leave open, and only where an answer could be a finding."""

from __future__ import annotations

import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document
from aseptic.source.view import View


def asked(memo: Memo, text: str) -> list[str]:
    analysis = fresh(Document.of(text), memo)
    return [each.written for entry in analysis.entries for each in memo.receivers(entry.chunk, entry.view)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(s):\n    s.get('u', verify=False)\n", ["s.get"]),
        ("def f(self):\n    self.conn.cursor().get('u', verify=False)\n", ["self.conn.cursor().get"]),
        ("class A:\n    def f(self):\n        self.s.get('u', verify=False)\n", ["self.s.get"]),
        ("def f(s):\n    s.verify = False\n", ["s.verify"]),
        ("async def f(c, x):\n    await c.execute(f'do {x}')\n", ["c.execute"]),
        ("def f(p):\n    é = 'ä'; p.get(é, verify=False)\n", ["p.get"]),
    ],
)
def test_what_names_leave_open_is_asked(memo: Memo, code: str, expected: list[str]) -> None:
    assert asked(memo, code) == expected


@pytest.mark.parametrize(
    "code",
    [
        "import requests\n\ndef f():\n    s = requests.Session()\n    s.get('u', verify=False)\n",
        "import requests\n\ndef f(s: requests.Session):\n    s.get('u', verify=False)\n",
        "def f(s):\n    s.get('u', timeout=5)\n",
        "def f(s):\n    s.fetch_nothing_that_is_banned(verify=False)\n",
        "def f():\n    {}.get('u', verify=False)\n",
        "def f():\n    'x'.get('u', verify=False)\n",
        "def f(c):\n    c.execute('do')\n",
        "import requests\n\nrequests.get('u', verify=False, timeout=3)\n",
        "def f(s:\n    s.get('u', verify=False)\n",
    ],
)
def test_what_is_settled_harmless_or_broken_is_not_asked(memo: Memo, code: str) -> None:
    assert asked(memo, code) == []


def test_a_class_that_rules_name_otherwise_is_asked_about(memo: Memo) -> None:
    code = "import sqlite3\n\ndef f(conn: sqlite3.Connection):\n    conn.enable_load_extension(True)\n"
    assert asked(memo, code) == ["conn.enable_load_extension"]


def test_places_count_in_code_points_of_the_chunk(memo: Memo) -> None:
    analysis = fresh(
        Document.of("import x\n\n\nclass A:\n    def f(self, p):\n        é = '😀'; p.get(é, verify=False)\n"), memo
    )
    (found,) = [each for entry in analysis.entries for each in memo.receivers(entry.chunk, entry.view)]
    assert (found.line, found.column, found.attribute) == (1, len("        é = '😀'; p."), "get")


def test_an_answer_makes_a_finding_and_none_makes_none(memo: Memo) -> None:
    (entry,) = fresh(Document.of("def f(s):\n    s.get('u', verify=False, timeout=3)\n"), memo).entries
    (receiver,) = memo.receivers(entry.chunk, entry.view)
    told = View(inferred=((receiver.place, ("requests.Session",)),))
    assert [each.rule for each in memo.checked(entry.chunk, told).findings] == ["TLS-002"]
    assert memo.checked(entry.chunk, entry.view).findings == ()
    other = View(inferred=((receiver.place, ("pump.Session",)),))
    assert memo.checked(entry.chunk, other).findings == ()


def test_every_banned_method_has_its_last_part_asked_for(memo: Memo) -> None:
    """Nothing is sifted out: a bare use of each method, with all that a rule could want, is met by the filter."""
    methods = memo.checker.methods
    assert len(methods.names) > 300
    for used, lasts in methods.entries.items():
        assert all(entry.used is used for entries in lasts.values() for _, entry in entries)
    assert {last for lasts in methods.entries.values() for last in lasts} == set(methods.named)
