"""What the first diagnostics do not need is not imported before them, so that a start stays as short as it is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from wire import PATIENCE, Wire, span

SLOW = (
    "yaml click rich stevedore jedi importlib.metadata bandit.core.manager bandit.core.config aseptic.analysis.fixing.proof "
    "aseptic.records.deviation aseptic.records.reading aseptic.records.matching aseptic.replacements.rewrites"
).split()


def imported(start: Callable[..., Wire]) -> set[str]:
    """Return which slow modules were imported when the first diagnostics came."""
    wire = start(env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"})
    address = wire.opened("a.py", "import subprocess\n\nsubprocess.run('tar x *', shell=True)\n")
    assert "INJ-003" in str(wire.shown(address, 1))
    found = {*modules(wire)}.intersection(SLOW)
    wire.end()  # what it imports later goes into the same file as what the next one does
    return found


def test_a_start_without_records_imports_no_more_than_it_needs(start: Callable[..., Wire]) -> None:
    imported(start)  # once the rules are read strictly, for which YAML is needed
    assert imported(start) == set()


def test_what_is_imported_is_seen(start: Callable[..., Wire]) -> None:
    wire = start(env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"})
    assert "aseptic.lsp.wire.transport" in wire.log


def test_what_the_first_code_action_needs_is_there_before_somebody_asks(start: Callable[..., Wire]) -> None:
    wire = start(env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"})
    address = wire.opened("a.py", "import subprocess\n\nsubprocess.run('tar x *', shell=True)\n")
    wire.shown(address, 1)
    until = time.monotonic() + PATIENCE
    while "aseptic.lsp.answers.fixing" not in (before := modules(wire)):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert wire.actions(address, span(2, 0, 2, 0))
    assert [each for each in modules(wire)[len(before) :] if each.startswith("aseptic.")] == []


def modules(wire: Wire) -> list[str]:
    """Return which modules others imported, in order; what is imported by name is not told."""
    return [line.rpartition("|")[2].strip() for line in wire.log.split("\n") if line.startswith("import time:")]
