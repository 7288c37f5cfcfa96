"""What every test can ask for."""

from __future__ import annotations

import warnings

import pytest

from aseptic.analysis.memo import Memo
from aseptic.checks.checker import compiled
from aseptic.standard.catalog import Standard, shipped

warnings.simplefilter("ignore", SyntaxWarning)


@pytest.fixture(scope="session")
def standard() -> Standard:
    standard, problems = shipped()
    assert not problems, [str(problem) for problem in problems]
    return standard


@pytest.fixture(scope="session")
def memo(standard: Standard) -> Memo:
    return Memo(compiled(standard))
