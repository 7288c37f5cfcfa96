"""Every rule's noncompliant code, planted in real health software and Django: every replacement keeps its promises."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import pytest
from archives import fetched
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keeping import brings, hold
from mutants import MUTANTS, Mutant
from planting import PLANTS, SOILS, Field, Soil, planted
from test_real_packages import LEFT_OUT, PACKAGES

from aseptic.analysis.sessions.session import Session
from aseptic.source.prose import Code
from aseptic.standard.catalog import Standard

pytestmark = pytest.mark.network
SEED = 15
SAMPLES = 60
"""How many modules of each package the code is planted in."""


@pytest.fixture(scope="module")
def field(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> Field:
    folder = tmp_path_factory.mktemp("planted")
    return Field(Session(standard, [folder]), folder / "viewer.py")


@pytest.fixture(scope="module", params=["pydicom", "pynetdicom", "django", "gnuhealth"])
def hosts(request: pytest.FixtureRequest) -> list[str]:
    """Return a stretch of whole statements out of each of some modules; tests are full of asserts of their own."""
    code = fetched(request.param, PACKAGES[request.param], LEFT_OUT.get(request.param, ()))
    paths = sorted(path for path in code.rglob("*.py") if "tests" not in path.parts)
    random.Random(SEED).shuffle(paths)
    return [text for path in paths[:SAMPLES] if (text := _stretch(path))]


def _stretch(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        body = ast.parse(text).body
    except (UnicodeDecodeError, SyntaxError):
        return ""
    end = next((node.end_lineno or 0 for node in body if (node.end_lineno or 0) >= 60), None)
    return "".join(text.splitlines(keepends=True)[:end]) if "\f" not in text and "\x1c" not in text else ""


@settings(max_examples=150)
@given(st.sampled_from(PLANTS), st.integers(0), SOILS)
def test_an_example_in_a_package(field: Field, hosts: list[str], plant: tuple[str, Code], at: int, soil: Soil) -> None:
    rule, code = plant
    host = hosts[at % len(hosts)]
    text = planted(host, code.text, soil)
    for placed, offer in field.offers(text, frozenset({rule})) if text else ():
        once = field.settled(field.holds(text or "", placed, offer), frozenset({rule}))
        assert field.settled(once, frozenset({rule})) == once


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=50, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLANTS), st.integers(0, SAMPLES), st.integers(0, 3), MUTANTS)
def test_a_mutant_in_a_package(
    field: Field, hosts: list[str], plant: tuple[str, Code], at: int, module: int, mutant: Mutant
) -> None:
    rule, code = plant
    modules = brings(field, rule, code.text)
    host = hosts[at % len(hosts)]
    text = evolve(mutant, code=code.text, host=host, module=modules[module % len(modules)]).text
    if text is not None:
        hold(field, text, frozenset({rule}))
