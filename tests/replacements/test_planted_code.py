"""Every rule's noncompliant code, planted in real code as it is written: every replacement keeps its promises there.

The real code is Python's own library; the packages of health software come in `tests/network`.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from planting import MENDED, PLANTS, SOILS, Field, Soil, planted

from aseptic.analysis.sessions.session import Session
from aseptic.source.prose import Code
from aseptic.standard.catalog import Standard
from aseptic.standard.rule import Rule

_LIBRARY = Path(ast.__file__).parent
HOSTS = ("textwrap", "shlex", "sched", "reprlib", "fnmatch", "graphlib", "copy")
"""Modules in which nothing of their own is offered."""
HARD = Soil(depth=1, unit="\t", ending="\r\n", comment="# café 😀", noted=0, place=3)
TAKES_THE_LINE = frozenset({"ERR-001", "ERR-002", "ERR-003", "ERR-011", "ERR-015", "RES-014"})
"""Rules whose rewrites need a line of their own: their soil is as hard, but for the statement beside them."""
MAY_BE_EXPLAINED = frozenset({"ERR-011"})
"""Rules whose rewrites leave what a comment may explain: none stands there."""


@pytest.fixture(scope="module")
def field(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> Field:
    folder = tmp_path_factory.mktemp("planted")
    return Field(Session(standard, [folder]), folder / "viewer.py")


@cache
def host(name: str) -> str:
    """Return the first statements of a module of the library."""
    text = (_LIBRARY / f"{name}.py").read_text(encoding="utf-8")
    ends = [node.end_lineno or 0 for node in ast.parse(text).body]
    lines = text.splitlines(keepends=True)
    return "".join(lines[: next((end for end in ends if end >= 50), len(lines))])


@pytest.mark.parametrize("rule", MENDED, ids=lambda rule: rule.id)
def test_examples_in_hard_soil(field: Field, rule: Rule) -> None:
    offered = 0
    for code in rule.noncompliant:
        soil = evolve(HARD, noted=-1) if rule.id in TAKES_THE_LINE else HARD
        soil = evolve(soil, comment="") if rule.id in MAY_BE_EXPLAINED else soil
        text = planted(host("shlex"), code.text, soil) or ""
        for placed, offer in field.offers(text, frozenset({rule.id})):
            field.holds(text, placed, offer)
            offered += 1
    assert offered


@settings(max_examples=40)
@given(st.sampled_from(PLANTS), st.sampled_from(HOSTS), SOILS)
def test_an_example_in_any_soil(field: Field, plant: tuple[str, Code], name: str, soil: Soil) -> None:
    rule, code = plant
    text = planted(host(name), code.text, soil)
    for placed, offer in field.offers(text, frozenset({rule})) if text else ():
        once = field.settled(field.holds(text or "", placed, offer), frozenset({rule}))
        assert field.settled(once, frozenset({rule})) == once
