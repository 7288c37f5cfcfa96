"""After any edits, every chunk that parses has the findings that a fresh analysis of the same text gives it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aseptic.analysis.documents.incremental import Analysis, edited, fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document
from aseptic.source.span import Edit, Position, Span
from aseptic.standard.catalog import rules_folder

PLACES = st.builds(Position, st.integers(0, 75), st.integers(0, 40))
SNIPPETS = st.sampled_from(
    ["(", ")", '"""', "'", "\n", "    ", "#", "\r\n", "[", "import os\n", "x = os.system\n", "    os.system('x')\n", ""]
    + ["import subprocess as sp\n", "sp", "os", "def f():\n", "class A:\n", "import yaml\n", "from os import *\n"]
    + ["password = 'Abc-123'\n", "global os\n", "run", "yaml.load(x)\n", "😀", "def os(): ...\n", "except: pass\n"]
    + [
        "T = {'a': os.system}\n",
        "T = {**T}\n",
        "T['a'](x)\n",
        "globals()['o' + 's'].system(x)\n",
        "T.get(K)\n",
        "K = 'a'\n",
        "K = 'os'\n",
        "globals()[K].system(x)\n",
    ]
    + ["class Pump(Shell):\n", "class Pump(Plain):\n", "Shell", "Plain", "(Plain)", "(Shell)"]
)
MODULE = """import os
import subprocess as sp
from yaml import load as parse

run = os.system


def treat(patient):
    run("x " + patient)
    sp.run("ls", shell=True)


class Pump:
    password = "f3a9-c07b"

    def stop(self):
        try:
            parse(self.text)
        except Exception:
            pass

    def start(self):
        import telnetlib
        return eval(self.text)


if os:
    os.popen("ls")


class Shell:
    def __init__(self):
        self.run = os.system


class Plain(Shell):
    def go(self, x):
        self.run(x)
"""


def shown(analysis: Analysis) -> list[tuple[int, str, object]]:
    return [
        (start + finding.span.start.line, finding.rule, finding)
        for start, entry in analysis.found
        if entry.checked.broken is None
        for finding in entry.findings
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(PLACES, PLACES, SNIPPETS), min_size=1, max_size=15))
def test_edits_leave_what_a_fresh_analysis_gives(memo: Memo, edits: list[tuple[Position, Position, str]]) -> None:
    document = Document.of(MODULE)
    analysis = fresh(document, memo)
    for start, end, text in edits:
        stop = end if start <= end <= Position(start.line + 2, 40) else start
        document, change = document.edited(Edit(Span(start, stop), text))
        analysis = edited(analysis, document, change, memo)
        assert shown(analysis) == shown(fresh(document, memo))


BASES = """import os


class Plain:
    def __init__(self):
        self.run = print


class Shell:
    def __init__(self):
        self.run = os.system


class Pump(Plain):
    def go(self, x):
        self.run(x)
"""


@pytest.mark.parametrize(("before", "after"), [("Plain", "Shell"), ("Shell", "Plain")])
def test_another_base_is_another_meaning_of_what_a_class_inherits(memo: Memo, before: str, after: str) -> None:
    document = Document.of(BASES.replace("Pump(Plain)", f"Pump({before})"))
    analysis = fresh(document, memo)
    assert [rule for _, rule, _ in shown(analysis)] == ["INJ-003"] * (before == "Shell")
    document, change = document.edited(Edit(Span.of(13, 11, 13, 16), after))
    analysis = edited(analysis, document, change, memo)
    assert [rule for _, rule, _ in shown(analysis)] == ["INJ-003"] * (after == "Shell")


FAR = """import transformers


class Table:
    NAME = "patient"


class Kept(Table):
    def rows(self, cursor):
        cursor.execute(f"SELECT mrn FROM {self.NAME}")

    def wards(self, cursor):
        cursor.execute(f"SELECT ward FROM {WARD}")


WARD = "ward"


def load(name, **more):
    return transformers.AutoModel.from_pretrained(name, **more)


def use(given):
    global KEPT
    KEPT = given
    return load(given)
"""


@pytest.mark.parametrize(
    ("place", "text", "rule"),
    [
        (Span.of(4, 4, 4, 8), "self", "INJ-011"),
        (Span.of(7, 11, 7, 16), "Other", "INJ-011"),
        (Span.of(23, 11, 23, 15), "WARD", "INJ-011"),
        (Span.of(25, 16, 25, 21), "'a/b'", "MLM-002"),
    ],
)
def test_what_is_said_elsewhere_of_a_constant_or_a_model_comes_and_goes(
    memo: Memo, place: Span, text: str, rule: str
) -> None:
    first = FAR.replace("    KEPT =", "    WARD =") if text == "WARD" else FAR
    document = Document.of(first)
    analysis = fresh(document, memo)
    assert rule not in [found for _, found, _ in shown(analysis)]
    document, change = document.edited(Edit(place, text))
    analysis = edited(analysis, document, change, memo)
    assert [found for _, found, _ in shown(analysis)].count(rule) == 1
    assert shown(analysis) == shown(fresh(document, memo))
    typed = Span.of(place.start.line, place.start.column, place.start.line, place.start.column + len(text))
    document, change = document.edited(Edit(typed, _at(first, place)))
    assert rule not in [found for _, found, _ in shown(edited(analysis, document, change, memo))]


def _at(text: str, place: Span) -> str:
    return text.split("\n")[place.start.line][place.start.column : place.end.column]


def _line_of(analysis: Analysis, rule: str) -> list[int]:
    return [line for line, found, _ in shown_all(analysis) if found == rule]


def shown_all(analysis: Analysis) -> list[tuple[int, str, object]]:
    return [(start + f.span.start.line, f.rule, f) for start, entry in analysis.found for f in entry.findings]


@pytest.mark.parametrize("typed", ["(", "[", '"""', "'''", "{", "foo(", 'x = f"{'])
def test_a_broken_chunk_keeps_its_findings_and_harms_no_other(memo: Memo, typed: str) -> None:
    document = Document.of(MODULE)
    analysis = fresh(document, memo)
    before = shown_all(analysis)
    line = MODULE.splitlines().index("def treat(patient):")
    document, change = document.edited(Edit(Span.of(line + 1, 0, line + 1, 0), f"    {typed}\n"))
    analysis = edited(analysis, document, change, memo)
    moved = [(at + (at > line), rule) for at, rule, _ in before]
    assert [(at, rule) for at, rule, _ in shown_all(analysis)] == moved


def test_a_finding_vanishes_with_its_cause_and_returns_with_it(memo: Memo) -> None:
    document = Document.of("def f(x):\n    eval(x)\n")
    analysis = fresh(document, memo)
    for typed, expected in (("#", 0), ("", 1)):
        width = 5 if typed == "" else 4
        document, change = document.edited(Edit(Span.of(1, 4, 1, width), typed))
        analysis = edited(analysis, document, change, memo)
        assert len(shown(analysis)) == expected


def test_editing_an_import_checks_only_the_chunks_that_use_its_name(memo: Memo) -> None:
    text = "import os\nimport sys\n\ndef f():\n    os.system('x')\n\ndef g():\n    eval('1')\n"
    document = Document.of(text)
    analysis = fresh(document, memo)
    document, change = document.edited(Edit(Span.of(0, 7, 0, 9), "shlex as os"))
    after = edited(analysis, document, change, memo)
    users = [new.chunk.text[:7] for old, new in zip(analysis.entries, after.entries, strict=True) if old is not new]
    assert users in (["import ", "import ", "def f()"], ["import ", "def f()"])
    assert [rule for _, rule, _ in shown(after)] == ["INJ-001"]


def test_typing_real_rules_examples_anywhere_keeps_the_invariant(memo: Memo) -> None:
    chosen = random.Random(4)
    sources = [path.read_text(encoding="utf-8") for path in sorted(Path(rules_folder()).rglob("*.md"))]
    codes = [part.split("```")[0] for source in sources for part in source.split("```python\n")[1:]]
    document = Document.of("".join(codes[:20]))
    analysis = fresh(document, memo)
    for code in chosen.sample(codes, 25):
        line = chosen.randrange(len(document.lines))
        document, change = document.edited(Edit(Span.of(line, 0, line, 0), code))
        analysis = edited(analysis, document, change, memo)
        assert shown(analysis) == shown(fresh(document, memo))
