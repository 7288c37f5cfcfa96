"""A scan as GitLab's Code Quality report, which a merge request shows beside the lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from aseptic.analysis.scanning.scan import Report
from aseptic.evidence.listing import identity
from aseptic.records.disposition import State
from aseptic.standard.vocabulary import Severity

_SEVERITIES = {Severity.HIGH: "critical", Severity.MEDIUM: "major", Severity.LOW: "minor"}


def gitlab(report: Report) -> list[dict[str, Any]]:
    """Return every finding that is open, known ones included, and every place that was not checked."""
    return [*_findings(report), *_unchecked(report)]


def _findings(report: Report) -> Iterator[dict[str, Any]]:
    for file, _, placed in report.findings:
        if not placed.disposition.covers and placed.disposition.state is not State.NOT_A_FINDING:
            found, line = placed.finding, placed.span.start.line
            severity = _SEVERITIES[found.severity]
            yield _entry(file.shown, line, found.rule, f"{found.rule}: {found.message}", severity, identity(placed))


def _unchecked(report: Report) -> Iterator[dict[str, Any]]:
    for file in report.files:
        for each in file.unchecked:
            said = f"not checked: {each.reason}; {each.cure}"
            yield _entry(each.path, each.first or 0, "not-checked", said, "minor", f"{each.cause}:{each.first}")


def _entry(path: str, line: int, rule: str, description: str, severity: str, name: str) -> dict[str, Any]:
    """Return one entry; GitLab tells entries apart by their fingerprints alone, so the path is part of it."""
    return {
        "description": description,
        "check_name": rule,
        "fingerprint": hashlib.sha256(f"{path}\0{name}".encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line + 1}},
    }
