"""A scan as SARIF 2.1.0, the way GitHub, GitLab's importers and SARIF viewers read it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aseptic.analysis.documents.reading import Unchecked
from aseptic.analysis.matching.placed_finding import PlacedFinding
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import Report, Skipped
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.evidence.integrity import integrity, integrity_values, open_types
from aseptic.evidence.listing import identity
from aseptic.records.matching import Disposition, State
from aseptic.standard.rule import Rule
from aseptic.standard.vocabulary import Severity
from aseptic.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
_SCORES = {Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
_STATUS = {State.PROPOSED: "underReview", State.AMENDED: "underReview", State.REJECTED: "rejected"}


def sarif(report: Report) -> dict[str, Any]:
    """Return the report as one run."""
    rules = _rules(report)
    index = {rule.id: number for number, rule in enumerate(rules)}
    compared = any(project.ledger is not None and project.ledger.baseline.drawn for _, project, _ in report.findings)
    results = [
        {**_result(file, project, placed, index), **(_baseline(placed) if compared else {})}
        for file, project, placed in report.findings
    ]
    covered = integrity(report)
    missing = [each for file in report.files for each in file.unchecked]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Aseptic",
                        "semanticVersion": __version__,
                        "version": __version__,
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "automationDetails": {"id": "aseptic/"},
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": covered.whole and not report.problems,
                        "toolExecutionNotifications": [
                            *(_notification(each) for each in missing),
                            *(_late(path, count) for path, count in covered.open_types),
                            *(_left_out(each) for each in report.skipped),
                        ],
                        "toolConfigurationNotifications": [
                            {"level": "error", "message": {"text": str(problem)}} for problem in report.problems
                        ],
                        "properties": {"integrity": integrity_values(covered)},
                    }
                ],
                "results": results,
            }
        ],
    }


def _rules(report: Report) -> list[Rule]:
    found = {rule.id: rule for file in report.files if file.project for rule in file.project.standard.rules.values()}
    return sorted(found.values(), key=lambda rule: rule.id)


def _rule(rule: Rule) -> dict[str, Any]:
    heading = rule.heading
    return {
        "id": rule.id,
        "name": _pascal(rule.title),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.shall},
        "help": {"text": f"{rule.shall}\n\n{rule.why}", "markdown": _help(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["security", *(f"external/cwe/cwe-{number:03d}" for number in heading.cwe)],
            "security-severity": _SCORES[rule.severity],
            "category": heading.category.value,
            "capabilities": [each.value for each in heading.capabilities],
        },
    }


def _help(rule: Rule) -> str:
    examples = "\n\n".join(f"```python\n{code.text.rstrip()}\n```" for code in rule.compliant)
    return f"{rule.shall}\n\n{rule.why}\n\nCompliant:\n\n{examples}"


def _result(file: Scanned, project: Project, placed: PlacedFinding, index: dict[str, int]) -> dict[str, Any]:
    found, span = placed.finding, placed.span
    name = identity(placed)
    return {
        "ruleId": found.rule,
        "ruleIndex": index[found.rule],
        "level": _LEVELS[found.severity],
        "message": {"text": found.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _address(file.shown)},
                    "region": {
                        "startLine": span.start.line + 1,
                        "startColumn": span.start.column + 1,
                        "endLine": span.end.line + 1,
                        "endColumn": span.end.column + 1,
                    },
                },
                **({"logicalLocations": [{"fullyQualifiedName": placed.scope}]} if placed.scope else {}),
            }
        ],
        "partialFingerprints": {"aseptic/v1": name, "primaryLocationLineHash": f"{name}:1"},
        "suppressions": _suppressions(project, placed.disposition),
        "properties": {
            "state": placed.disposition.state.value,
            **_former(placed.disposition),
            **({"bandit": found.bandit[0]} if len(found.bandit) == 1 else {}),
            **({"bandit": list(found.bandit)} if len(found.bandit) > 1 else {}),
        },
    }


def _suppressions(project: Project, disposition: Disposition) -> list[dict[str, Any]]:
    """Every result has the list: within a run it stands on all results or on none."""
    if disposition.state is State.NOT_A_FINDING:
        return [{"kind": "external", "status": "accepted", "justification": disposition.note}]
    status = "accepted" if disposition.covers else _STATUS.get(disposition.state)
    if status is None:
        return []
    record = next((each for each in project.shelf.deviations if each.id == disposition.deviation), None)
    reason = record.justification.strip() if record else disposition.note
    under = f"{record.permit}/" if record and record.permit else ""
    return [{"kind": "external", "status": status, "justification": f"{under}{disposition.deviation}: {reason}"}]


def _former(disposition: Disposition) -> dict[str, str]:
    """Name the record that spoke for a finding once and does no more."""
    former = disposition.deviation and not disposition.state.recorded and disposition.state not in _STATUS
    return {"aseptic.formerDeviation": f"{disposition.note}"} if former else {}


def _baseline(placed: PlacedFinding) -> dict[str, str]:
    """Say whether the result stood in the baseline: within a run it stands on all results or on none."""
    return {"baselineState": "unchanged" if placed.disposition.state is State.KNOWN else "new"}


def _notification(each: Unchecked) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _address(each.path)}}
    if each.first is not None and each.last is not None:
        place["region"] = {"startLine": each.first + 1, "endLine": each.last + 1}
    text = f"not checked: {each.reason}; {each.cure}"
    return {"level": "warning", "message": {"text": text}, "locations": [{"physicalLocation": place}]}


def _late(path: str, count: int) -> dict[str, Any]:
    place = {"physicalLocation": {"artifactLocation": {"uri": _address(path)}}}
    text = f"{open_types(count)} and are open; allow more with --types-seconds"
    return {"level": "warning", "message": {"text": text}, "locations": [place]}


def _left_out(each: Skipped) -> dict[str, Any]:
    place = {"physicalLocation": {"artifactLocation": {"uri": _address(each.shown)}}}
    return {"level": "note", "message": {"text": f"left out: {each.cause.value}"}, "locations": [place]}


def _address(path: str) -> str:
    return Path(path).as_uri() if Path(path).is_absolute() else quote(os.fsencode(path))


def _pascal(title: str) -> str:
    words: Iterable[str] = ("".join(letter for letter in word if letter.isalnum()) for word in title.split())
    return "".join(word[:1].upper() + word[1:].lower() for word in words if word)
