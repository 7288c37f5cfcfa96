"""Which of several findings, bans and examples a hover shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.sessions.session import Session
from aseptic.feedback.hover import hover
from aseptic.source.span import Position
from aseptic.standard.catalog import Standard

BANNED = """---
standard: Ours
version: '1'
banned:
  - name: requests.get
    message: "{name} goes round the proxy"
    replace: net.get
  - name: hashlib.sha1
    rule: CRY-001
    replace: {call: hashlib.sha256, title: Use SHA-256}
  - name: .raw_write
---
Text.
"""
FLASK = "from flask import make_response\n\n\ndef f():\n    response = make_response('')\n    response.set_cookie('a', 'b')\n"


@pytest.fixture
def session(standard: Standard, tmp_path: Path) -> Session:
    return Session(standard, [tmp_path])


def said(session: Session, root: Path, text: str, at: str) -> str:
    """Return what is said at a piece of a text."""
    before = text.partition(at)[0]
    told = hover(
        session.open(root / "a.py", 1, text), Position(before.count("\n"), len(before) - before.rfind("\n") - 1)
    )
    assert told is not None
    return told.markdown


def banned(root: Path) -> str:
    """Write a standard with bans; return its address."""
    path = root / "security" / "standard.md"
    path.parent.mkdir()
    path.write_text(BANNED, encoding="utf-8")
    return path.as_uri()


def test_a_ban_of_the_projects_is_told_in_its_own_words(session: Session, tmp_path: Path) -> None:
    address = banned(tmp_path)
    told = said(session, tmp_path, "import requests\nrequests.get(u, timeout=1)\n", "requests.get")
    assert told.startswith("**requests.get goes round the proxy**")
    assert f"[security/standard.md, line 5]({address}#L5)" in told
    assert "Call `net.get`\ninstead." in told or "Call `net.get` instead." in told
    assert "SUP-016" in told
    assert "pump" not in told
    assert "Write instead" not in told


def test_a_ban_is_told_where_the_name_is_only_mentioned(session: Session, tmp_path: Path) -> None:
    address = banned(tmp_path)
    told = said(session, tmp_path, "import requests\nfetch = requests.get\n", "requests.get")
    assert f"{address}#L5" in told
    assert "**requests.get goes round the proxy**" in told
    assert "[RES-015 " in told and "stops all tasks" not in " ".join(told.split())


def test_a_ban_under_another_rule_and_one_of_any_method(session: Session, tmp_path: Path) -> None:
    address = banned(tmp_path)
    text = "import hashlib\nhashlib.sha1(x)\nvalve.raw_write(2)\n"
    told = said(session, tmp_path, text, "hashlib.sha1")
    assert f"{address}#L8" in told and "Use SHA-256." in " ".join(told.split()) and "CRY-001" in told
    told = said(session, tmp_path, text, "valve.raw_write")
    assert f"{address}#L11" in told and "bans `raw_write`" in told


def test_what_the_standard_finds_is_no_ban_of_the_projects(session: Session, tmp_path: Path) -> None:
    banned(tmp_path)
    told = said(session, tmp_path, "import hashlib\nhashlib.md5(x)\n", "hashlib.md5")
    assert "standard.md" not in told
    assert "Write instead" in told


def test_of_several_findings_the_first_is_told_in_full(session: Session, tmp_path: Path) -> None:
    told = said(session, tmp_path, FLASK, "response.set_cookie")
    assert told.count("Write instead") == 1
    assert told.count("### WEB-") == 1
    assert told.count("\n---\n") == 2
    for rule in ("WEB-011", "WEB-012", "WEB-013"):
        assert f"[{rule} " in told or f"### {rule} " in told
        assert f"{rule}.md)" in told


def test_the_finding_under_the_cursor_comes_first(session: Session, tmp_path: Path) -> None:
    text = "import os\nimport requests\nPASSWORDS = {'password': requests.get(os.popen('secret ' + x).read()).text}\n"
    told = said(session, tmp_path, text, "os.popen")
    assert told.partition("\n\n")[0].startswith("**os.popen")


@pytest.mark.parametrize(
    ("text", "at", "words", "absent"),
    [
        (FLASK, "response.set_cookie", "from flask import", "django"),
        (FLASK.replace("flask import make_response", "django.http import HttpResponse").replace("make_response", "HttpResponse"),
         "response.set_cookie", "from django.http import", "flask"),
        ("import requests\nasync def f(u):\n    requests.get(u, timeout=1)\n", "requests.get", "to_thread", "sleep"),
        ("import pydicom\nasync def f(p):\n    pydicom.dcmread(p)\n", "pydicom.dcmread", "to_thread", "sleep"),
        ("import time\nasync def f():\n    time.sleep(1)\n", "time.sleep", "asyncio.sleep", "to_thread(requests"),
        ("exec(x)\n", "exec", "run_plugin", "literal_eval"),
        ("eval(x)\n", "eval", "literal_eval", "run_plugin"),
    ],
)  # fmt: skip
def test_the_example_speaks_of_what_was_found(
    session: Session, tmp_path: Path, text: str, at: str, words: str, absent: str
) -> None:
    code = said(session, tmp_path, text, at).partition("```python")[2].partition("```")[0]
    assert words in code
    assert absent not in code
