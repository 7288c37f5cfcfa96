"""What every test can ask for."""

from __future__ import annotations

import os
import warnings

import pytest

from aseptic.analysis.memo import Memo
from aseptic.checks.checker import compiled
from aseptic.standard.catalog import Standard, shipped

warnings.simplefilter("ignore", SyntaxWarning)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what is kept between runs in a folder of the tests' own, for us and for every process that we start."""
    os.environ["ASEPTIC_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def standard() -> Standard:
    standard, problems = shipped()
    assert not problems, [str(problem) for problem in problems]
    return standard


@pytest.fixture(scope="session")
def memo(standard: Standard) -> Memo:
    return Memo(compiled(standard))
