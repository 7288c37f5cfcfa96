"""After any edits, every chunk that parses has the findings that a fresh analysis of the same text gives it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aseptic.analysis.documents.incremental import Analysis, edited, fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.imports.index import Index, Outside
from aseptic.source.document import Document
from aseptic.source.span import Edit, Position, Span
from aseptic.standard.catalog import rules_folder

EXAMPLES = settings().max_examples * 2 // 3
"""Of edits anywhere; half as many change whole lines, and cost as much each as two of those."""
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
    + ["    eval = print\n", "    eval(x)\n", "    y = [eval(x) for x in eval(z)]\n", "class Part:\n", "if x:\n"]
    + [
        "eval: int\n",
        "del os\n",
        "    del eval\n",
        "run, os = os.system, run\n",
        "    eval, go = print, eval\n",
        "go(x)\n",
    ]
    + ["else:\n    os = print\n", "    if x:\n        eval = print\n", "    else:\n        eval = len\n", "raise x\n"]
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


class Valve:
    class Part(Shell):
        run = os.system

        def go(self, x):
            self.run(x)

    eval = run
    T = [eval]
    y = eval(x)

    def go(self, x):
        self.T[0](x)
        self.Part.run(x)
"""


def shown(analysis: Analysis) -> list[tuple[int, str, object]]:
    return [
        (start + finding.span.start.line, finding.rule, finding)
        for start, entry in analysis.found
        if entry.checked.broken is None
        for finding in entry.findings
    ]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(PLACES, PLACES, SNIPPETS), min_size=1, max_size=15))
def test_edits_leave_what_a_fresh_analysis_gives(memo: Memo, edits: list[tuple[Position, Position, str]]) -> None:
    document = Document.of(MODULE)
    analysis = fresh(document, memo)
    for start, end, text in edits:
        stop = end if start <= end <= Position(start.line + 2, 40) else start
        document, change = document.edited(Edit(Span(start, stop), text))
        analysis = edited(analysis, document, change, memo)
        assert shown(analysis) == shown(fresh(document, memo))


OTHERS = {
    "m.py": "import os\nr = os.system\nT = {'a': r}\nclass K:\n    w = os.system\n    LIMIT = 1\n",
    "n.py": "r = print\nT = {'a': r}\nclass K:\n    w = print\n",
    "pkg/__init__.py": "from .deep import L as K\nfrom m import *\n",
    "pkg/deep.py": "import m\nclass L(m.K):\n    def __init__(self):\n        self.v = m.r\n",
}
"""The modules beside the one that is edited."""
LINES = (
    "import m", "import n", "import m as o", "import n as o", "import n as m", "import pkg", "import pkg as m",
    "from m import K", "from n import K", "from pkg import K", "from m import *", "from n import *",
    "from pkg import *", "from m import r", "from n import r", "import sys", "import os", "import os as m", "m = x",
    "m = K", "K = m.K", "K = object", "J = K", "J = object", "J = m.K", "J = o.K", "class J(K): pass", "class K: pass",
    "r = os.system", "r = print", "r = m.r", "r = K.w", "r = B.w", "w = r", "T = {'a': r}", "T = m.T", "T = {**T}",
    "class K:\n    w = os.system", "class K:\n    w = r", "class K(m.K):\n    LIMIT = 2", "class K:\n    v = w = m.r",
    "class B(m.K):", "class B(K):", "class B(J):", "class B(o.K):", "class B(pkg.K):", "class B:", "class A(B):",
    "class B(K, m.K):", "class B(m.L):", "class B(x):", "class B(sys.modules['m'].K):", "class B(B):", "class J(B):",
    "    def h(self):\n        self.w(c)", "    def h(self):\n        super().w(c)", "    def g(self): self.v(c)",
    "    def h(self):\n        B.w(c)", "    @classmethod\n    def h(cls): cls.w(c)", "    w = m.r", "    w = r",
    "    w = J.w", "    def s(self): self.w = r", "    def s(self): self.w = m.r", "    def s(self): self.v = self.w",
    "    w = print", "    def h(self): type(self).w(c)", "    def h(self):\n        from m import K\n        K.w(c)",
    "    y = w(c)", "    def h(self): getattr(self, 'w')(c)", "    def h(self): getattr(self, 'w' + '')(c)",
    "    def h(self): T['a'](c)", "    def q(self, k): k.execute(f'SELECT {self.LIMIT}')", "    LIMIT = 3",
    "    def z(self):\n        global r\n        r = m.r", "sys.modules['m'].r(c)", "sys.modules['n'].r(c)",
    "sys.modules['pkg'].K.w(c)", "sys.modules['m'].K().w(c)", "o.r(c)", "m.r(c)", "r(c)", "w(c)", "B.w(c)", "B().w(c)",
    "J.w(c)", "K().v(c)", "T['a'](c)", "A().w(c)", "m.K.w(c)", "__import__('m').r(c)", "globals()['m'].r(c)",
    "globals()['r'](c)", "vars(m)['r'](c)", "def f(k: K):\n    k.w(c)", "def f():\n    import m\n    return m.r(c)",
    "def f():\n    import m as o", "def f(k=r):\n    k(c)", "if x:\n    import n as m",
    "try:\n    from m import K\nexcept E:\n    K = object", "from pkg.deep import L", "from pkg import deep as m",
    "L().v(c)", "q = K.w", "q = B.w", "q = J().w", "q = T['a']", "q = globals()['r']", "q = globals()['r' + '']",
    "q = sys.modules['m'].r", "q(c)", "    w = q", "K = q", "class K:\n    w = B.w", "T = {'a': K.w}", "g = globals",
    "if x:\n    r = print\nelse:\n    r = len", "if x:\n    r = m.r\nelse:\n    from n import *", "del r", "    del w", "r: int",
    "q, r = r, print", "    w, v = print, w", "    y = v(c)", "__all__ = [*m.__all__, 'r']",
    "g()['r'](c)", "q = m.K.w", "",
)  # fmt: skip
"""What changes the meaning of a base, of what is inherited, and of what comes from another module."""
FAMILY = """import m
import m as o
import sys
import os
K = m.K
J = K
r = os.system
T = {'a': r}
q = J.w
class B(J):
    w = r
    def h(self):
        self.w(c)
        super().w(c)
class A(B):
    def h(self):
        self.w(c)
        super().w(c)
        self.v(c)
sys.modules['m'].r(c)
A().w(c)
T['a'](c)
q(c)
"""


@pytest.fixture(scope="module")
def beside(memo: Memo, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Outside]:
    """Say what surrounds a module of a project that has others."""
    root = tmp_path_factory.mktemp("family")
    for name, text in OTHERS.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    index = Index(root, lambda: memo, lambda _: None)
    return lambda: index.outside(root / "a.py")


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.tuples(st.integers(0, 26), st.integers(0, 2), st.sampled_from(LINES)), min_size=1, max_size=12)
)
def test_so_they_do_where_they_change_what_bases_and_modules_mean(
    memo: Memo, beside: Callable[[], Outside], edits: list[tuple[int, int, str]]
) -> None:
    document, outside = Document.of(FAMILY), beside()
    analysis = fresh(document, memo, outside.origin, outside.exports)
    for line, gone, text in edits:
        first = min(line, len(document.lines) - 1)
        last = min(first + gone, len(document.lines) - 1)
        document, change = document.edited(Edit(Span.of(first, 0, last, 0), f"{text}\n" if text else ""))
        analysis = edited(analysis, document, change, memo)
        anew = beside()
        again = fresh(document, memo, anew.origin, anew.exports)
        assert shown(analysis) == shown(again), text
        assert [each.view for each in analysis.entries] == [each.view for each in again.entries]


RESTING = (
    "class K:\n    w = r\nq = K.w\nq(c)\n",
    "class K:\n    w = r\nclass B(K): pass\nq = B().w\nq(c)\n",
    "class K:\n    w = r\nclass B(K):\n    def h(self):\n        self.w(c)\n",
    "class K:\n    w = r\nclass B:\n    z = K.w\n    def h(self):\n        self.z(c)\n",
    "q = globals()['r']\nq(c)\n",
    "g = globals\nq = g().get('r')\nclass B:\n    z = q\n    def h(self):\n        self.z(c)\n",
)


@pytest.mark.parametrize("after", RESTING)
@pytest.mark.parametrize(("first", "then"), [("print", "os.system"), ("os.system", "print")])
def test_what_rests_on_a_name_by_way_of_others_changes_with_it(memo: Memo, after: str, first: str, then: str) -> None:
    document = Document.of(f"import os\nr = {first}\n{after}")
    analysis = fresh(document, memo)
    document, change = document.edited(Edit(Span.of(1, 4, 1, 4 + len(first)), then))
    analysis = edited(analysis, document, change, memo)
    assert [rule for _, rule, _ in shown(analysis)] == ["INJ-003"] * (then == "os.system")


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
