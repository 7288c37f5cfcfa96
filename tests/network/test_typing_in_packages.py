"""The promise of `tests/analysis/test_typed_functions.py` over packages of health software, and Django."""

from __future__ import annotations

import ast
import random

import pytest
from archives import fetched
from typing_functions import OPENED, Module, assert_the_rest_stays, found, known, module_at

from aseptic.analysis.documents.memo import Memo

PACKAGES = {"pynetdicom": "3.0.4", "pydicom": "3.0.2", "django": "5.2.19"}
MODULES, TYPED, LARGEST = 20, 5, 100_000

pytestmark = pytest.mark.network


@pytest.mark.parametrize("name", PACKAGES)
def test_what_is_found_outside_a_function_that_is_typed_stays(name: str, memo: Memo) -> None:
    chance = random.Random(name)
    paths = [path for path in sorted(fetched(name, PACKAGES[name]).rglob("*.py")) if path.stat().st_size < LARGEST]
    chance.shuffle(paths)
    modules: list[Module] = []
    for path in paths:
        module = module_at(path) if parses(path.read_bytes()) else None
        if module is not None and found(known(memo, module.text)):
            modules.append(module)
        if len(modules) == MODULES:
            break
    assert len(modules) > 5
    for module in modules:
        for _ in range(TYPED):
            function = chance.choice(chance.choice(modules).functions)
            upto = chance.randrange(min(len(function), chance.choice([80, 10_000])) + 1)
            assert_the_rest_stays(
                memo, module, chance.randrange(len(module.places)), function, upto, chance.choice(OPENED)
            )


def parses(data: bytes) -> bool:
    try:
        ast.parse(data)
    except (SyntaxError, ValueError):
        return False
    return True
