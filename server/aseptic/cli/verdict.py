"""Why a check fails, in one line: what of it the gate does not let through, and what to do about each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from aseptic.analysis.scanning.scan import Report
from aseptic.records.disposition import Disposition, State
from aseptic.source.counting import counted
from aseptic.standard.vocabulary import Severity

_BARE, _WAITING, _LAPSED = range(3)
_WORDS = {
    _BARE: ("without a record", "mend them, or record deviations"),
    _WAITING: ("with a deviation that waits for approval", "have it approved"),
    _LAPSED: ("with a record that does not count now", "each says why"),
}


def gated(report: Report) -> Iterator[tuple[Severity, Disposition]]:
    """Yield the findings that neither a record nor the baseline lets through and that reach their project's gate.

    Of each its severity, and what the records say.
    """
    for _, project, placed in report.findings:
        severity = placed.finding.severity
        if severity.rank >= project.tailoring.policy.threshold.rank and not placed.disposition.state.passes:
            yield severity, placed.disposition


def verdict(report: Report) -> str:
    """Return why the check fails; empty where findings do not make it fail."""
    found = Counter(_group(said) for _, said in gated(report))
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
