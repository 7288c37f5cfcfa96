"""Noncompliant code planted anywhere in real code, and written in other ways: every replacement keeps its promises.

`ASEPTIC_MUTANTS=20000` tries as many as that; the same ones come first, whatever the number.
"""

from __future__ import annotations

import ast
import os
from functools import cache
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keeping import brings, hold
from mutants import MUTANTS, Mutant, sown
from mutating import CHANGES, Change, Soil
from mutating import spliced as changed
from planting import PLANTS, Field

from aseptic.analysis.sessions.session import Session
from aseptic.source.prose import Code
from aseptic.standard.catalog import Standard

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning")  # odd code is what mutants are
EXAMPLES = int(os.environ.get("ASEPTIC_MUTANTS", "60"))
HOSTS = ("bisect", "contextlib", "copy", "csv", "fnmatch", "graphlib", "queue", "sched", "shlex", "textwrap", "types")
_LIBRARY = Path(ast.__file__).parent
FOUND = {
    "imported in the function round it": "import xml.dom.pulldom\n\n\ndef f():\n    import defusedxml.pulldom\n\n"
    "    def g(path):\n        return xml.dom.pulldom.parse(path)\n",
    "a docstring with code behind a byte order mark": '\ufeff"""Say.\n\nimport os\n"""\n\ntry:\n    f()\nexcept Exception:\n'
    "    pass\n",
    "the first line goes, and a byte order mark stands before it": "\ufeffimport os\n"
    'os.system("systemctl restart viewer")\n',
    "a value gets a name": "def f(a, image):\n    a.send_c_store(image)\n    image.delete()\n",
    "lines end as on an old Macintosh": 'def f(user):\r    assert user.may_release, "not allowed"\r    user.release()\r',
}
"""Where a promise was not kept once."""


@pytest.fixture(scope="module")
def field(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> Field:
    folder = tmp_path_factory.mktemp("mutated")
    return Field(Session(standard, [folder]), folder / "viewer.py")


@cache
def host(name: str) -> str:
    """Return the first statements of a module of the library."""
    text = (_LIBRARY / f"{name}.py").read_text(encoding="utf-8")
    ends = [node.end_lineno or 0 for node in ast.parse(text).body]
    return "".join(text.splitlines(keepends=True)[: next(end for end in ends if end >= 50)])


@settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLANTS), st.sampled_from(["", *HOSTS]), st.integers(0, 3), MUTANTS)
def test_a_mutant(field: Field, plant: tuple[str, Code], name: str, module: int, mutant: Mutant) -> None:
    rule, code = plant
    modules = brings(field, rule, code.text)
    mutant = evolve(
        mutant, code=code.text, host=host(name) if name else mutant.host, module=modules[module % len(modules)]
    )
    if (text := mutant.text) is not None:
        hold(field, text, frozenset({rule}))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_changes_something_and_leaves_something_to_replace(field: Field, change: Change) -> None:
    """Else the mutants would show nothing."""
    offered = tried = 0
    for seed, (rule, code) in enumerate(PLANTS[::11]):
        grown = sown(Mutant(code.text, host("queue"), place=seed))
        assert grown is not None
        text = changed(grown, change(Soil(grown), Random(seed)))
        tried += text != grown
        offered += text != grown and any(field.offers(text, frozenset({rule})))
    assert tried > 1
    assert offered


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_what_was_found(field: Field, standard: Standard, text: str) -> None:
    assert hold(field, text, frozenset(standard.rules))


TRIED = "try:\n    f()\nexcept Exception:\n    pass\n"
GLOBAL = "def f():\n    import logging\n\n    def g(x):\n        global logging\n"


SECRET = 'password = "Tr4uma-Unit-9"\n'


@pytest.mark.parametrize(
    ("body", "offered"),
    [
        ('os = {"password": "Tr4uma-Unit-9"}\n', 0),
        (f"os = open\n    {SECRET}", 0),
        (f"{SECRET}    def os(self): ...\n", 0),
        (f"import os\n    {SECRET}", 1),
        (f"{SECRET}    def f(self):\n        os = self\n", 1),
        (f"os = open\n\n\nclass D:\n    {SECRET}", 0),
    ],
)
def test_a_name_of_the_class_is_not_written_for_the_modules(field: Field, body: str, offered: int) -> None:
    assert len(list(field.offers(f"class C:\n    {body}", frozenset({"KEY-001"})))) == offered


@pytest.mark.parametrize(
    "text",
    [
        f"{TRIED}if X:\n    import logging\nelse:\n    logging = X\n",
        f"{TRIED}import logging\n\ndel logging\n",
        f"{GLOBAL}        try:\n            x.send()\n        except Exception:\n            pass\n",
    ],
)
def test_a_name_that_may_be_something_else_is_not_written(field: Field, text: str) -> None:
    assert [placed.finding.rule for placed in field.open(text).findings] == ["ERR-002"]
    assert not list(field.offers(text, frozenset({"ERR-002"})))
