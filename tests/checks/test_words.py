"""The word filter is sound: with it and without it the findings are the same."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from aseptic.analysis.incremental import fresh
from aseptic.analysis.memo import Memo
from aseptic.checks.checker import Checker, compiled
from aseptic.checks.words import _WATCHED, Filter
from aseptic.source.document import Document
from aseptic.standard.catalog import Standard

MARKS = Path(__file__).resolve().parents[1] / "marks"
STDLIB = Path(sysconfig.get_path("stdlib"))
MODULES = ["tarfile.py", "zipfile.py", "subprocess.py", "smtplib.py", "ssl.py", "tempfile.py", "pickle.py", "random.py"]
DISGUISED = """
from subprocess import run as r
from pickle import loads as l
from yaml import load as y
import yaml
from flask import app
from hashlib import md5 as digest
go = eval
r("ls " + x, shell=True); l(x); y(x); digest(x); go(x)
p\\u0061ssword = 1
token = "f3a9" "-c07b-1"
k = {"api_t\\x6fken": "f3a9-c07b-1"}
def f(run=app.run): run(debug=True)
"""


DECLARED = """
from docker import from_env as engine
import hmac as h
HEADERS = {"ACCESS-control-allow-origin": "*"}
answer.headers["access-CONTROL-allow-origin"] = "*"
answer.headers.add("Access-Control-Allow-Origin", "*")
self.docker.containers.run(image, privileged=True)
start = engine().containers
start.run(image, privileged=True)
mac = h.new(key, text, "sha256").hexdigest
def same(other): return mac() == other
POLICY = {"Effect": "Allow", "Action": ["*"]}
def change(request): request.user.set_password(request.POST["password"])
@app.route("/x")
def shown(request): return "<p>" + request.GET["name"]
"""


class Everything(Filter):
    """Lets every chunk and every test through."""

    def tests(self, text: str, words: frozenset[str]) -> frozenset[str]:
        return self.always

    def watched(self, text: str, words: frozenset[str]) -> frozenset[str]:
        return frozenset(_WATCHED)

    def concerns(self, text: str, words: frozenset[str]) -> bool:
        return True


def unfiltered(standard: Standard) -> Checker:
    every = frozenset(test for rule in standard.rules.values() for test in rule.tests)
    return compiled(standard, Everything(every, {}, (), frozenset(), ()))


def found(text: str, memo: Memo) -> list[tuple[int, object]]:
    analysis = fresh(Document.of(text), memo)
    return [(start, finding) for start, entry in analysis.found for finding in entry.findings]


@pytest.fixture(scope="module")
def open_memo(standard: Standard) -> Memo:
    return Memo(unfiltered(standard))


@pytest.mark.parametrize("name", MODULES)
def test_real_modules_lose_nothing(name: str, memo: Memo, open_memo: Memo) -> None:
    path = STDLIB / name if (STDLIB / name).is_file() else STDLIB / name.removesuffix(".py") / "__init__.py"
    text = path.read_text(encoding="utf-8")
    assert found(text, memo) == found(text, open_memo)


def test_every_rules_examples_lose_nothing(standard: Standard, memo: Memo, open_memo: Memo) -> None:
    for rule in standard.rules.values():
        for code in rule.noncompliant if rule.heading.detect.runs else ():
            assert found(code.text, memo) == found(code.text, open_memo) != []
        for code in rule.compliant:
            assert found(code.text, memo) == found(code.text, open_memo) == []


@pytest.mark.parametrize("path", sorted(MARKS.rglob("*.py")), ids=lambda path: path.stem)
def test_marked_code_loses_nothing(path: Path, memo: Memo, open_memo: Memo) -> None:
    text = path.read_text(encoding="utf-8")
    assert found(text, memo) == found(text, open_memo)


def test_disguises_lose_nothing(memo: Memo, open_memo: Memo) -> None:
    assert found(DISGUISED, memo) == found(DISGUISED, open_memo)
    assert len(found(DISGUISED, memo)) >= 5


def test_what_rules_declare_loses_nothing(memo: Memo, open_memo: Memo) -> None:
    assert found(DECLARED, memo) == found(DECLARED, open_memo)
    assert len(found(DECLARED, memo)) >= 9
