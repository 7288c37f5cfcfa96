"""What a scan covered and what it did not: without it a clean result proves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from aseptic.analysis.cause import Cause
from aseptic.analysis.project import Project
from aseptic.analysis.scan import Report
from aseptic.evidence.account import enforcement

_WORDS = {
    Cause.SYNTAX: "does not parse",
    Cause.NEWER_SYNTAX: "has syntax of a newer Python",
    Cause.PARSER_LIMIT: "is beyond Python's parser",
    Cause.FAILED: "made the check fail",
    Cause.SIZE: "is too large",
    Cause.ENCODING: "is not text in its encoding",
    Cause.UNREADABLE: "cannot be read",
    Cause.NO_FILE: "is no plain file",
    Cause.EXCLUDE: "by [tool.aseptic]",
    Cause.GITIGNORE: "by .gitignore",
    Cause.NOT_OURS: "as nobody's own",
}


@frozen
class Integrity:
    """How much of the code was held against how much of the standard."""

    files: int
    """Files in scope, those that could not be read among them."""
    analysed: int
    lines: int
    """Lines of the analysed files."""
    covered: int
    unchecked: tuple[tuple[Cause, int], ...]
    """Places in scope that were not checked, by cause."""
    skipped: tuple[tuple[Cause, int], ...]
    """Files, and folders with all that they hold, that the scan left out, by cause."""
    undetected: tuple[str, ...]
    """Rules that are declared for a tool to hold, and that no detector looks for yet."""

    @property
    def whole(self) -> bool:
        """Whether everything in scope was checked."""
        return not self.unchecked


def integrity(report: Report) -> Integrity:
    """Return what a scan covered."""
    analysed = [file for file in report.files if file.project is not None]
    lines = sum(file.outcome.lines for file in analysed)
    missed = sum(each.last - each.first + 1 for file in analysed for each in file.outcome.missing)
    unchecked = Counter(each.cause for file in report.files for each in file.unchecked)
    skipped = Counter(each.cause for each in report.skipped)
    undetected = sorted({rule for project in projects(report) for rule in _undetected(project)})
    counts = _counts(unchecked), _counts(skipped)
    return Integrity(len(report.files), len(analysed), lines, lines - missed, *counts, tuple(undetected))


def projects(report: Report) -> tuple[Project, ...]:
    """Return the projects of the analysed files, each once."""
    found = {id(file.project): file.project for file in report.files if file.project is not None}
    return tuple(found.values())


def integrity_values(body: Integrity) -> dict[str, Any]:
    """Return it as plain values."""
    return {
        "files": body.files,
        "analysed": body.analysed,
        "lines": body.lines,
        "covered": body.covered,
        "notChecked": {cause.value: count for cause, count in body.unchecked},
        "skipped": {cause.value: count for cause, count in body.skipped},
        "withoutDetector": list(body.undetected),
    }


def integrity_text(body: Integrity) -> str:
    """Return it as one line."""
    said = [f"checked {body.analysed} of {_some(body.files, 'file')}, {body.covered} of {_some(body.lines, 'line')}"]
    said += [f"{_some(count, 'place')} {_WORDS[cause]}" for cause, count in body.unchecked]
    said += [f"{count} left out {_WORDS[cause]}" for cause, count in body.skipped]
    if body.undetected:
        said.append(f"{_some(len(body.undetected), 'rule')} without a detector")
    return "; ".join(said)


def _undetected(project: Project) -> Iterator[str]:
    return (rule.id for rule in project.standard.rules.values() if enforcement(rule) == "declared")


def _counts(found: Counter[Cause]) -> tuple[tuple[Cause, int], ...]:
    return tuple((cause, found[cause]) for cause in Cause if found[cause])


def _some(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
