"""What a vanished file's findings hand on has one heir: where two files of a scan claim it, none gets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path

from attrs import evolve

from aseptic.analysis.matching.placed_finding import PlacedFinding, key_of
from aseptic.analysis.projects.place import relative
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.records.disposition import OPEN


def undisputed(files: Sequence[Scanned]) -> Iterator[Scanned]:
    """Yield the same files, in which no two findings know the same one of a vanished file for their own."""
    counts = Counter(claim for file in files for placed in file.findings if (claim := _claim(file, placed)))
    disputed = frozenset(claim for claim, count in counts.items() if count > 1)
    for file in files:
        if disputed and any(_claim(file, each) in disputed for each in file.findings):
            yield evolve(file, findings=tuple(_without(file, each, disputed) for each in file.findings))
        else:
            yield file


def _without(file: Scanned, placed: PlacedFinding, disputed: frozenset[Hashable]) -> PlacedFinding:
    return evolve(placed, disposition=OPEN) if _claim(file, placed) in disputed else placed


def _claim(file: Scanned, placed: PlacedFinding) -> tuple[Path, Hashable] | None:
    """Return which finding of which project one got the word of; None of one that is none's heir."""
    project, finding = file.project, placed.finding
    if project is None or project.ledger is None or not project.ledger.baseline.vanished:
        return None
    if placed.disposition is OPEN or placed.disposition.deviation:
        return None
    path = relative(file.path, project.root)
    claim = project.ledger.baseline.inherited(path, key_of(finding, placed.scope), finding.fingerprint.around)
    return (project.root, claim) if claim else None
