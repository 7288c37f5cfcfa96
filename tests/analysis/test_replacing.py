"""Replacing a whole document: it settles, nothing new comes, records stand, and lines are those of the text before."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aseptic.analysis.fixing.replacing import Reason, Wish, replaced
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.standard.catalog import Standard, shipped

EXAMPLES = [code.text for rule in shipped()[0].rules.values() for code in rule.noncompliant]
EVERYTHING = Wish(review=True)


def snapshot(standard: Standard, text: str) -> Snapshot:
    return Session(standard).open(Path("/nowhere/a.py"), 1, text)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=3), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans()
)
def test_it_settles_and_nothing_new_comes(standard: Standard, parts: list[str], end: str, review: bool) -> None:
    text = re.sub("\n", end, "\n\n".join(parts))
    before, wish = snapshot(standard, text), Wish(review=review)
    course = replaced(before, wish)
    after = snapshot(standard, course.text)
    ast.parse(course.text)
    assert len(after.findings) <= len(before.findings) - len(course.done)
    assert len(after.findings) == len(course.left)
    again = replaced(after, wish)
    assert (again.text, again.done) == (course.text, ())
    assert [each.reason for each in again.left] == [each.reason for each in course.left]
    if not course.done:
        assert course.text == text
    lines = len(before.lines)
    assert all(0 <= each.line < lines for each in (*course.done, *course.left))


@pytest.mark.parametrize(
    ("text", "review", "reason"),
    [
        ("import marshal\nmarshal.loads(x)\n", True, Reason.NONE),
        ("import hashlib\nhashlib.md5(x)\n", False, Reason.REVIEW),
        ("import os\nos.system(x)\n", True, Reason.UNFIT),
        ("import os\nos.system(x)\n", False, Reason.UNFIT),
    ],
)
def test_why_a_finding_is_left(standard: Standard, text: str, review: bool, reason: Reason) -> None:
    course = replaced(snapshot(standard, text), Wish(review=review))
    assert [each.reason for each in course.left] == [reason]


def test_only_the_rules_asked_for(standard: Standard) -> None:
    text = "import hashlib, yaml\nhashlib.md5(x)\nyaml.load(x)\neval(x)\n"
    course = replaced(snapshot(standard, text), Wish(frozenset({"CRY-001"}), review=True))
    assert [each.rule for each in course.done] == ["CRY-001"]
    assert course.left == ()


def test_a_safe_replacement_comes_before_one_that_needs_review(standard: Standard) -> None:
    text = "import requests\nTIMEOUT = 9\nrequests.get(x, verify=False)\n"
    assert [each.safe for each in replaced(snapshot(standard, text), EVERYTHING).done] == [True, False]
    assert [each.rule for each in replaced(snapshot(standard, text), Wish()).done] == ["RES-001"]


def test_a_row_of_asserts_is_mended_as_a_whole(standard: Standard) -> None:
    text = "def f(rate, dose, user):\n    assert 0 < rate <= 5, 'rate'\n    assert 0 < dose <= 5\n    assert user\n    go()\n"
    course = replaced(snapshot(standard, text), EVERYTHING)
    assert [each.title for each in course.done] == ["Raise a ValueError that no option turns off, for all 3 asserts"]
    assert course.text == (
        "def f(rate, dose, user):\n    if not 0 < rate <= 5:\n        raise ValueError('rate')\n"
        '    if not 0 < dose <= 5:\n        raise ValueError(f"expected 0 < dose <= 5, not {dose!r}")\n'
        '    if not user:\n        raise ValueError("expected user")\n    go()\n'
    )
    half = text.replace("0 < dose", "0 < (  # ml\n        dose)")
    assert replaced(snapshot(standard, half), EVERYTHING).text == half


def test_several_handlers_get_one_logger(standard: Standard) -> None:
    tried = "    try:\n        {}.send()\n    except Exception:\n        {}\n"
    code = "import os\n\n\ndef f(a, b):\n" + tried + "\n\ndef g(a):\n" + tried
    course = replaced(snapshot(standard, code.format("a", "pass", "b", "pass")), EVERYTHING)
    said = [f'logger.exception("{each}")' for each in ("error in f", "b.send() failed")]
    head = "import logging\nimport os\n\nlogger = logging.getLogger(__name__)\n"
    assert course.text == code.format("a", said[0], "b", said[1]).replace("import os\n", head)


def test_no_logger_is_made_whose_name_the_module_reads(standard: Standard) -> None:
    code = "from pumps import *\n\n__all__ = ['f']\n\n\ndef f(a):\n    try:\n        a.send()\n    except Exception:\n        pass\n"
    assert "logger =" in replaced(snapshot(standard, code), EVERYTHING).text
    assert replaced(snapshot(standard, f"{code}\n\ndef g():\n    logger.info('x')\n"), EVERYTHING).done == ()
    own = f"{code}\n\ndef g(logger=None):\n    logger.info('x')\n"
    assert "logger =" in replaced(snapshot(standard, own), EVERYTHING).text
    default = f"{code}\n\ndef g(logger=logger):\n    logger.info('x')\n"
    assert replaced(snapshot(standard, default), EVERYTHING).done == ()


def test_a_mark_is_taken_where_the_project_says_which_library_it_is_for(standard: Standard, tmp_path: Path) -> None:
    code = "def f(cursor, mrn):\n    cursor.execute(f\"SELECT name FROM patient WHERE mrn = '{mrn}'\")\n"
    for listed, text in (("pydicom", "mrn = '{mrn}'"), ("psycopg2-binary", "mrn = %s"), ("pyodbc", "mrn = ?")):
        (tmp_path / "requirements.txt").write_text(f"{listed}\n", encoding="utf-8")
        course = replaced(Session(standard, [tmp_path]).open(tmp_path / "a.py", 1, code), EVERYTHING)
        assert text in course.text
        assert [each.reason for each in course.left] == ([Reason.CHOICE] if listed == "pydicom" else [])


def test_what_is_left_in_a_test_says_so(standard: Standard) -> None:
    offered_elsewhere = "import hashlib\n\nhashlib.md5(x)\n"
    offered_nowhere = "import requests\n\nrequests.post(f'{x}/train/{y}')\n"
    for path in ("test_a.py", "tests/integration/a.py"):
        for code in (offered_elsewhere, offered_nowhere):
            opened = Session(standard, [Path("/nowhere")]).open(Path("/nowhere", path), 1, code)
            for review in (True, False):
                assert [each.reason for each in replaced(opened, Wish(review=review)).left] == [Reason.TEST]


@pytest.mark.parametrize(
    ("head", "more", "after"),
    [
        ("import xml.etree.ElementTree as ET", "ET.fromstring(x)", "import defusedxml.ElementTree as ET"),
        ("import xml.etree.ElementTree as ET", "ET.Element(x)", None),
        ("import xml.etree.ElementTree as ET", "g(ET)", None),
        ("from xml.etree import ElementTree as ET", "ET.fromstring(x)", None),
    ],
)
def test_a_module_that_stands_in_for_another_takes_its_name(
    standard: Standard, head: str, more: str, after: str | None
) -> None:
    code = f"{{}}\n\n\ndef f(x):\n    {more}\n    return ET.parse(x)\n"
    text = replaced(snapshot(standard, code.format(head)), EVERYTHING).text
    assert (text == code.format(after)) if after else (head in text or "import defusedxml.ElementTree\n" in text)
    assert (" as ET" in text.replace(head, "")) is bool(after)
