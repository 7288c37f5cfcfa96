"""The word filter is sound: with it and without it the findings are the same."""

from __future__ import annotations

import ast
import io
import random
import sysconfig
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.bandit.installed import sought_names
from aseptic.checks.sieve.bandit_needs import bandit_needs
from aseptic.checks.sieve.filter import every_need
from aseptic.checks.sieve.need import Kind
from aseptic.checks.sieve.reading import Reading, words_of
from aseptic.checks.sieve.relaxed import relaxed, searching
from aseptic.source.document import Document
from aseptic.source.view import View
from aseptic.standard.catalog import Standard, shipped

MARKS = Path(__file__).resolve().parents[1] / "marks"
STDLIB = Path(sysconfig.get_path("stdlib"))
MODULES = ["tarfile.py", "zipfile.py", "subprocess.py", "smtplib.py", "ssl.py", "tempfile.py", "pickle.py", "random.py"]
DISGUISED = """
from pkgutil import resolve_name as resolve
from subprocess import run as r
from pickle import loads as l
from os import chmod as c
import importlib, operator, os
from yaml import load as y
import yaml
from flask import app
from hashlib import md5 as digest
go = eval
r("ls " + x, shell=True); l(x); y(x); digest(x); go(x)
def g(x): c(x, 0o777); l(x)
p\\u0061ssword = 1
token = "f3a9" "-c07b-1"
token = other = "f3a9-c07b-1"
k = {"api_t\\x6fken": "f3a9-c07b-1"}
k = {"api_to" "ken": "f3a9-c07b-1"}
k = {"api_to\\
ken": "f3a9-c07b-1"}
def f(run=app.run): run(debug=True)
def q(x): db.execute(f"sel{''}ect * from {x}")
def q(x): db.execute("sel" "ect * from t where x = " + x)
def q(x): db.execute(" from t where x = " + ("select * " + x))
__import__("telnet" "lib")
def m(): importlib.import_module("telnet" + "lib")
def s(x): getattr(os, "sys" + "tem")(x)
def s(x): getattr(os, f"sys{'tem'}")(x)
def s(x): getattr(os, "s" "ys" + "tem")(x)
def s(x): getattr(os, "sys" "" "tem")(x)
def s(x): f"{getattr(os, 'sys' 'tem')(x)} is {'b' 'c'}"
def s(x): getattr(os, "s\N{LATIN SMALL LETTER Y}st\145m")(x)
def s(x): getattr(os, "sys" "tem")(x)
def s(x): getattr(os, "s\x79stem")(x)
def s(x): os.__dict__["sys" + "tem"](x)
def s(x): getattr(os, "sys%s" % "tem")(x)
def s(x): getattr(os, "%s%s" % ("sys", "tem"))(x)
def s(x): getattr(os, "{}{}".format("sys", "tem"))(x)
def s(x): getattr(os, "".join(("sys", "tem")))(x)
def s(x): getattr(os, "s".join(("sy", "tem")))(x)
def s(x): getattr(os, "metsys"[::-1])(x)
def s(x): getattr(os, ("met" + "sys")[:  : -1])(x)
def s(x): getattr(os, "SYSTEM".lower())(x)
def s(x): getattr(os, "METSYS".lower()[::-1])(x)
def s(x): getattr(os, "METSYS"  # so
    .casefold ()[::-1])(x)
def s(x): os.__getattribute__("sys" + "tem")(x)
def s(x): operator.attrgetter("sys" + "tem")(os)(x)
def s(x): operator.methodcaller("sys" + "tem", x)(os)
def s(x): __builtins__["ev" + "al"](x)
def s(x): resolve("os:sys" + "tem")(x)
def s(x): resolve("os:sys" "tem")(x)
def s(x): resolve("os:sys%s" % "tem")(x)
def s(x): resolve(f"os:sys{'tem'}")(x)
def s(x): resolve(":".join(("o" + "s", "sys" + "tem")))(x)
def s(x): globals()["o" + "s"].system(x)
def s(x): importlib.import_module(name="o" + "s").system(x)
try:
    x()
except (Exception) as e:  # why
    # not

    pass
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
def kept(x: Annotated[list, F(a=[1])] = []): x.append(1)
def kept(a, *, x  # why
         : "a = b" = dict()): (x)[1] = a
def kept(a, (b), /, x=  ( {} )): x . update(a)
def kept(a, /, x=  ( {} )): x . update(a)
def kept(ﬁ=set()): fi.add(1)
"""


def found(text: str, memo: Memo) -> list[tuple[int, object]]:
    analysis = fresh(Document.of(text), memo)
    return [(start, finding) for start, entry in analysis.found for finding in entry.findings]


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


def test_disguises_lose_nothing(memo: Memo, open_memo: Memo) -> None:
    assert found(DISGUISED, memo) == found(DISGUISED, open_memo)
    assert len(found(DISGUISED, memo)) >= 17


@pytest.mark.parametrize("path", sorted(MARKS.rglob("*.py")), ids=lambda path: path.stem)
def test_marked_code_loses_nothing(path: Path, memo: Memo, open_memo: Memo) -> None:
    text = path.read_text(encoding="utf-8")
    assert found(text, memo) == found(text, open_memo)


def test_what_rules_declare_loses_nothing(memo: Memo, open_memo: Memo) -> None:
    assert found(DECLARED, memo) == found(DECLARED, open_memo)
    assert len(found(DECLARED, memo)) >= 13


def disguised(text: str, draw: random.Random) -> str:
    """Write each plain text of some code otherwise: in two parts, with an escape, or over two lines."""
    lines = text.splitlines(keepends=True)
    for token in reversed(list(tokenize.generate_tokens(io.StringIO(text).readline))):
        if token.type != tokenize.STRING or token.string[0] not in "\"'" or token.start[0] != token.end[0]:
            continue
        if token.string[:3] in ('"""', "'''") or "\\" in token.string or len(token.string) < 4:
            continue
        row, line = token.start[0] - 1, lines[token.start[0] - 1]
        at = draw.randrange(1, len(token.string) - 2) + 1
        one, two, quote = token.string[1:at], token.string[at:-1], token.string[0]
        ways = (
            f"{quote}{one}{quote} {quote}{two}{quote}",
            f"{quote}{one}{quote}{quote}{two}{quote}",
            f"({quote}{one}{quote}  # so\n  u{quote}{two}{quote})",
            f"{quote}{one}\\x{ord(two[0]):02x}{two[1:]}{quote}" if ord(two[0]) < 256 else token.string,
            f"{quote}{one}\\u{ord(two[0]):04x}{two[1:]}{quote}" if ord(two[0]) < 65536 else token.string,
            f"{quote}{one}\\\n{two}{quote}",
            f"r{quote * 3}{one}{two}{quote * 3}" if quote not in (one + two)[-1:] else token.string,
            token.string,
        )
        lines[row] = line[: token.start[1]] + draw.choice(ways) + line[token.end[1] :]
    return "".join(lines)


EXAMPLES = [code.text for rule in shipped()[0].rules.values() for code in (*rule.noncompliant, *rule.compliant)]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(EXAMPLES), st.randoms(use_true_random=False))
def test_texts_written_otherwise_lose_nothing(memo: Memo, open_memo: Memo, text: str, draw: random.Random) -> None:
    other = disguised(text, draw)
    try:
        ast.parse(other)
    except (SyntaxError, ValueError):
        return
    assert found(other, memo) == found(other, open_memo)


def patterns(standard: Standard) -> Iterator[str]:
    for rule in standard.rules.values():
        yield from (each.matches for each in rule.heading.detect.texts)


@pytest.mark.parametrize("pattern", sorted(set(patterns(shipped()[0]))))
@settings(max_examples=8, deadline=None)
@given(st.data())
def test_a_relaxed_pattern_is_found_wherever_the_text_is_written(pattern: str, data: st.DataObject) -> None:
    value = data.draw(st.from_regex(pattern))
    loose = relaxed(pattern)
    search = loose and searching(loose.pattern)
    if loose is None or search is None:
        return
    code = data.draw(st.sampled_from(["f(x, {0})", "x = {0}", "({0})", "x = {0}\ny = 'z'", '{0} + "t"'])).format(
        repr(value)
    )
    reading = Reading.of(code, frozenset(), View())
    hidden = reading.disguised if loose.plain else reading.disturbed
    assert hidden or search.search(code), code


def test_the_parts_of_names_are_all_those_that_needs_ask_for(standard: Standard, memo: Memo) -> None:
    needs = [need for need in every_need(standard.rules.values(), sought_names) if need.kind is not Kind.BANDIT]
    asked = {name for need in needs for name in (*need.names, *need.texts)}
    assert memo.checker.filter.parts == tuple(sorted(asked))


@pytest.mark.parametrize("code", ["getattr(os, 'sys' + 'tem')(x)\n", "getattr(os, f'sys{x}')(x)\n"])
def test_a_part_of_a_name_is_found_by_what_it_begins_with(code: str) -> None:
    made = Reading.of(code, words_of(code), View()).made(
        ("sys", "sysconf", "system", "systematic", "table", "temp", "xsys")
    )
    assert {"sys", "sysconf", "system", "systematic"} <= made <= {"sys", "sysconf", "system", "systematic", "temp"}


def test_the_tables_know_the_names_of_bandits_own_lists() -> None:
    assert "subprocess.run" in sought_names("B602")
    assert "os.system" in sought_names("B605")
    assert "os.execv" in sought_names("B606")
    assert {"os.popen", "subprocess.call"} <= set(sought_names("B609"))
    assert "pickle.loads" in sought_names("B301")
    assert sought_names("B101") == ()


def test_what_no_table_knows_is_always_run() -> None:
    (need,) = bandit_needs(["B999"], sought_names)
    assert Reading.of("x", frozenset(("x",)), View()).meets(need)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os\ndef f(x):\n    return os.path.join(x)\n", False),
        ("def f(system):\n    return system(x)\n", False),
        ("import os\ndef f(x):\n    return os.system(x)\n", True),
        ("def f(name, key, user, none):\n    return name[key] or user\n", False),
        ("def f(x):\n    # select one from all\n    return x.update(set())\n", False),
        ("def f(x):\n    try:\n        g()\n    except ValueError:\n        pass\n", False),
        ("A = 'one'\nB = 'two'\ndef f(x):\n    return x[A], x[B]\n", False),
        ("def f(x):\n    return x('one ' 'and \\x41' f'{x}')\n", False),
        ("def f(x, y=None):\n    z = []\n    z.append(x, key=[])\n    return z\n", False),
    ],
)
def test_common_words_alone_wake_no_detector(memo: Memo, code: str, expected: bool) -> None:
    analysis = fresh(Document.of(code), memo)
    assert any(memo.checker.sought(each.chunk, each.view) for each in analysis.entries) is expected
