"""What a check lets through and why it fails: in one line, with the places, and what to do about each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from aseptic.analysis.matching.placed_finding import PlacedFinding
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import Report
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.records.disposition import Disposition, State
from aseptic.source.counting import counted
from aseptic.standard.vocabulary import Severity

_BARE, _WAITING, _LAPSED = range(3)
_WORDS = {
    _BARE: ("without a record", "mend them, or record deviations"),
    _WAITING: ("with a deviation that waits for approval", "have it approved"),
    _LAPSED: ("with a record that does not count now", "each says why"),
}
_PASSING = {State.KNOWN: "known", State.NOT_A_FINDING: "closed as no finding"}
_PLACES = 10
"""Findings that are named at the end; those that there are more stand above."""

ReportedFinding = tuple[Scanned, Project, PlacedFinding]
"""A finding with its file and that file's project."""


def fails(project: Project, placed: PlacedFinding) -> bool:
    """Whether neither a record nor the baseline lets a finding through, and it reaches its project's gate."""
    threshold = project.tailoring.policy.threshold
    return not placed.disposition.state.passes and placed.finding.severity.rank >= threshold.rank


def gated(report: Report) -> Iterator[ReportedFinding]:
    """Yield the findings that make a check fail."""
    return (each for each in report.findings if fails(*each[1:]))


def passing(report: Report) -> str:
    """Count the findings that a record or the baseline lets through, by why; empty where there are none."""
    states = (placed.disposition.state for _, _, placed in report.findings if placed.disposition.state.passes)
    found = Counter(
        _PASSING.get(state, f"with a deviation{' to look at' if state.pressing else ''}") for state in states
    )
    return ", ".join(f"{count} {words}" for words, count in found.most_common())


def places(report: Report) -> Iterator[str]:
    """Yield where the findings are that make a check fail, the first few of many."""
    found = list(gated(report))
    for file, _, placed in islice(found, _PLACES):
        start = placed.span.start
        yield f"fails: {file.shown}:{start.line + 1}:{start.column + 1} {placed.finding.rule}"
    if len(found) > _PLACES:
        yield f"fails: {len(found) - _PLACES} more, above"


def verdict(report: Report) -> str:
    """Return why the check fails; empty where findings do not make it fail."""
    found = Counter(_group(placed.disposition) for _, _, placed in gated(report))
    if not found:
        return ""
    parts = [f"{found[group]} {words} ({cure})" for group, (words, cure) in _WORDS.items() if found[group]]
    count = found.total()
    gates = {file.project.tailoring.policy.threshold for file in report.files if file.project is not None}
    over = f" of {min(gates, key=lambda each: each.rank).value} severity or higher" if gates - {Severity.LOW} else ""
    return f"fails on {counted(count, 'finding')}{over}: {', '.join(parts)}"


def _group(said: Disposition) -> int:
    if said.state is State.OPEN and not said.note:
        return _BARE
    return _WAITING if said.state is State.PROPOSED and not said.doubted else _LAPSED
