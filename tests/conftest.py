"""What every test can ask for."""

from __future__ import annotations

import gc
import os
import warnings
from collections import OrderedDict
from collections.abc import Iterator

import pytest
from hypothesis import settings

from aseptic.analysis.documents import collector
from aseptic.analysis.documents.memo import Memo
from aseptic.checks import checker
from aseptic.checks.bandit.installed import sought_names
from aseptic.checks.checker import Checker, compiled
from aseptic.checks.sieve.filter import _WATCHED, Filter, every_need
from aseptic.checks.sieve.need import Kind, Need
from aseptic.checks.sieve.reading import Reading
from aseptic.checks.sieve.trie import Vocabulary
from aseptic.standard.catalog import Standard, shipped

warnings.simplefilter("ignore", SyntaxWarning)
settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.register_profile("many", deadline=None, max_examples=5_000)  # by hand: --hypothesis-profile=many
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what is kept between runs in a folder of the tests' own, for us and for every process that we start."""
    os.environ["ASEPTIC_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session", autouse=True)
def _no_garbage_is_kept() -> Iterator[None]:
    """Set nothing aside in this process, which outlives the sessions of all its tests: they would never be freed."""
    with pytest.MonkeyPatch.context() as patched:
        collector.set_aside()  # what is imported by now stays
        gc.set_threshold(20_000, 20, 10)
        for name in ("set_aside", "take_back"):
            patched.setattr(collector, name, gc.enable)
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Compile each standard once for tests in a row: a checker has no memory, and most of them share the shipped one."""
    made, compile = OrderedDict[str, Checker](), checker.compiled

    def kept(given: Standard, sieve: Filter | None = None) -> Checker:
        if sieve is not None:
            return compile(given, sieve)
        found = made.pop(given.digest, None) or compile(given)
        made[given.digest] = found
        if len(made) > 8:
            made.popitem(last=False)
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(checker, "compiled", kept)
        yield


@pytest.fixture(scope="session")
def standard() -> Standard:
    standard, problems = shipped()
    assert not problems, [str(problem) for problem in problems]
    return standard


@pytest.fixture(scope="session")
def memo(standard: Standard) -> Memo:
    return Memo(compiled(standard))


class Everything(Filter):
    """Lets every chunk through, to every detector."""

    every: tuple[Need, ...]

    def met(self, reading: Reading, found: set[tuple[Kind, str]]) -> Iterator[Need]:
        return iter(self.every)

    def watched(self, reading: Reading) -> frozenset[str]:
        return frozenset(_WATCHED)


@pytest.fixture(scope="session")
def open_memo(standard: Standard) -> Memo:
    """What finds things without a filter."""
    keys = {(need.kind, need.key) for need in every_need(standard.rules.values(), sought_names)}
    kind = type("All", (Everything,), {"every": tuple(Need(*each) for each in keys)})
    return Memo(compiled(standard, kind({}, {}, {}, {}, (), (), (), Vocabulary(frozenset()))))
