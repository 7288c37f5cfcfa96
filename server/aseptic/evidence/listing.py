"""A scan as JSON: every finding with its place, its rule and what the records say of it. Lines and columns from 1."""

from __future__ import annotations

import hashlib
from typing import Any

from aseptic.analysis.documents.reading import Unchecked
from aseptic.analysis.matching.placed_finding import PlacedFinding
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import Report
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.evidence.integrity import integrity, integrity_values, projects
from aseptic.records.trace import requirements_for
from aseptic.version import __version__

FORMAT = 1


def listing(report: Report) -> dict[str, Any]:
    """Return the whole report as plain values."""
    return {
        "format": FORMAT,
        "tool": {"name": "aseptic", "version": __version__},
        "standards": standards(report),
        "files": len(report.files),
        "findings": [finding(file, project, placed) for file, project, placed in report.findings],
        "integrity": integrity_values(integrity(report)),
        "skipped": [{"path": each.shown, "reason": each.cause.value} for each in report.skipped],
        "notChecked": [unchecked(each) for file in report.files for each in file.unchecked],
        "problems": [
            {
                "path": each.path,
                "line": None if each.line is None else each.line + 1,
                "key": each.key,
                "message": each.message,
                "cure": each.cure,
            }
            for each in report.problems
        ],
    }


def standards(report: Report) -> list[dict[str, str]]:
    """Return each project's standard with its digest."""
    return [
        {
            "project": each.root.name,
            "standard": each.tailoring.standard or "aseptic",
            "digest": each.standard.digest,
        }
        for each in projects(report)
    ]


def finding(file: Scanned, project: Project, placed: PlacedFinding) -> dict[str, Any]:
    """Return one finding as plain values."""
    found, span = placed.finding, placed.span
    rule = project.standard.rules[found.rule]
    needs = requirements_for(rule.id, project.shelf, rule.heading.requirements, project.tailoring)
    return {
        "path": file.shown,
        "line": span.start.line + 1,
        "column": span.start.column + 1,
        "endLine": span.end.line + 1,
        "endColumn": span.end.column + 1,
        "rule": rule.id,
        "title": rule.title,
        "severity": found.severity.value,
        "message": found.message,
        "scope": placed.scope,
        "symbol": found.symbol,
        "cwe": list(rule.heading.cwe),
        "bandit": list(found.bandit),
        "requirements": [each.id for each in needs],
        "state": placed.disposition.state.value,
        "deviation": placed.disposition.deviation,
        "fingerprint": identity(placed),
    }


def identity(placed: PlacedFinding) -> str:
    """Return the string `aseptic/v1`, which names a finding within one result and carries no approval."""
    parts = (placed.finding.rule, placed.scope, placed.finding.fingerprint.statement, str(placed.ordinal))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def unchecked(each: Unchecked) -> dict[str, Any]:
    """Return lines that were not checked as plain values."""
    return {
        "path": each.path,
        "line": None if each.first is None else each.first + 1,
        "endLine": None if each.last is None else each.last + 1,
        "reason": each.reason,
        "cure": each.cure,
    }
