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
from mutants import MUTANTS, Mutant, sown
from mutating import CHANGES, Change, Soil
from mutating import spliced as changed
from planting import PLANTS, Field, spliced
from promises import brought, compiles, hold_all, imports_stand, parsed

from aseptic.analysis.replacing import Wish, replaced
from aseptic.analysis.session import Session
from aseptic.feedback.actions import fixes
from aseptic.source.prose import Code
from aseptic.standard.catalog import Standard

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning")  # odd code is what mutants are
EXAMPLES = int(os.environ.get("ASEPTIC_MUTANTS", "60"))
HOSTS = ("bisect", "contextlib", "copy", "csv", "fnmatch", "graphlib", "queue", "sched", "shlex", "textwrap", "types")
_LIBRARY = Path(ast.__file__).parent
FOUND = {
    "imported in the function round it": "import xml.dom.pulldom\n\n\ndef f():\n    import defusedxml.pulldom\n\n"
    "    def g(path):\n        return xml.dom.pulldom.parse(path)\n",
    "global within a function in one that imports it": "import pickle\n\n\ndef f():\n    import json\n\n    def g(path):\n"
    '        global json\n        with open(path, "rb") as file:\n            return pickle.load(file)\n',
    "a docstring with code behind a byte order mark": '\ufeff"""Say.\n\nimport os\n"""\n\ntry:\n    f()\nexcept Exception:\n'
    "    pass\n",
    "the first line goes, and a byte order mark stands before it": "\ufeffimport os\n"
    'os.system("systemctl restart viewer")\n',
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


_MODULES: dict[str, tuple[str, ...]] = {}


def modules(field: Field, rule: str, code: str) -> tuple[str, ...]:
    """Return what a rule's replacements import for an example."""
    if code not in _MODULES:
        after = [spliced(code, offer.edits) for _, offer in field.offers(code, frozenset({rule}))]
        fresh = [module or name for each in after for module, name, _ in brought(parsed(each)) - brought(parsed(code))]
        _MODULES[code] = tuple(dict.fromkeys(fresh)) or ("os", "logging")
    return _MODULES[code]


def hold(field: Field, text: str, rules: frozenset[str]) -> int:
    """Hold every replacement that is offered for some rules to its promises; return how many there are."""
    offers = list(field.offers(text, rules))
    for sight, offer in offers:
        after = field.holds(text, sight, offer)
        hold_all(text, after, offer.edits)
    for _, offer in offers[:1]:
        settled = field.settled(spliced(text, offer.edits), rules)
        imports_stand(text, settled)
        assert field.settled(settled, rules) == settled, "a second time changes more"
        hold_together(field, text)
    return len(offers)


def hold_together(field: Field, text: str) -> None:
    """Hold what all replacements make of a text, the safe ones at once and all one after another."""
    snapshot = field.open(text)
    at_once = [edit for each in fixes(snapshot) for edit in each]
    hold_all(text, spliced(text, tuple(at_once)), at_once)
    course = replaced(snapshot, Wish(review=True))
    compiles(course.text)
    imports_stand(text, course.text)
    assert not replaced(field.open(course.text), Wish(review=True)).done, "a second time changes more"


@settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLANTS), st.sampled_from(["", *HOSTS]), st.integers(0, 3), MUTANTS)
def test_a_mutant(field: Field, plant: tuple[str, Code], name: str, module: int, mutant: Mutant) -> None:
    rule, code = plant
    brings = modules(field, rule, code.text)
    mutant = evolve(
        mutant, code=code.text, host=host(name) if name else mutant.host, module=brings[module % len(brings)]
    )
    if (text := mutant.text) is not None:
        hold(field, text, frozenset({rule}))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_changes_something_and_leaves_something_to_replace(field: Field, change: Change) -> None:
    """Else the mutants would show nothing."""
    offered = tried = 0
    for seed, (rule, code) in enumerate(PLANTS[::20]):
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


@pytest.mark.parametrize(
    "other", ["if X:\n    import logging\nelse:\n    logging = X\n", "import logging\n\ndel logging\n"]
)
def test_a_name_that_may_be_something_else_is_not_imported(field: Field, other: str) -> None:
    text = f"try:\n    f()\nexcept Exception:\n    pass\n{other}"
    assert [sight.finding.rule for sight in field.open(text).sights] == ["ERR-002"]
    assert not list(field.offers(text, frozenset({"ERR-002"})))
