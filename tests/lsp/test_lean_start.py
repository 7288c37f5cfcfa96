"""What the first diagnostics do not need is not imported before them, so that a start stays as short as it is."""

from __future__ import annotations

import os
from collections.abc import Callable

from wire import Wire

SLOW = (
    "yaml click rich stevedore jedi importlib.metadata bandit.core.manager bandit.core.config aseptic.analysis.proof "
    "aseptic.records.deviation aseptic.records.reading aseptic.records.matching aseptic.replacements.rewrites"
).split()


def imported(start: Callable[..., Wire]) -> set[str]:
    """Return which slow modules were imported when the first diagnostics came."""
    wire = start(env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"})
    address = wire.opened("a.py", "import subprocess\n\nsubprocess.run('tar x *', shell=True)\n")
    assert "INJ-003" in str(wire.shown(address, 1))
    found = {line.rpartition("|")[2].strip() for line in wire.log.split("\n")}.intersection(SLOW)
    wire.end()  # what it imports later on is no part of its start, nor of the next one's
    return found


def test_a_start_without_records_imports_no_more_than_it_needs(start: Callable[..., Wire]) -> None:
    imported(start)  # once the rules are read strictly, for which YAML is needed
    assert imported(start) == set()


def test_what_is_imported_is_seen(start: Callable[..., Wire]) -> None:
    wire = start(env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"})
    assert "aseptic.lsp.transport" in wire.log
