"""What a scan covered and what it did not: without it a clean result proves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import Report
from aseptic.evidence.account import enforcement
from aseptic.source.counting import counted

_WORDS = {
    Cause.SYNTAX: "does not parse",
    Cause.NEWER_SYNTAX: "has syntax of a newer Python",
    Cause.PARSER_LIMIT: "is beyond Python's parser",
    Cause.FAILED: "made the check fail",
    Cause.SIZE: "is too large",
    Cause.ENCODING: "is not text in its encoding",
    Cause.UNREADABLE: "cannot be read",
    Cause.NO_FILE: "is no plain file",
    Cause.NOT_PYTHON: "is no Python file",
    Cause.MAGIC: "is run by a magic",
    Cause.TYPES: "lacks what types tell",
    Cause.EXCLUDE: "by [tool.aseptic]",
    Cause.GITIGNORE: "by .gitignore",
    Cause.NOT_OURS: "as nobody's own",
    Cause.LINK: "as links to folders elsewhere",
    Cause.NOTEBOOK: "as notebooks",
}


_PLURAL = {"does": "do", "has": "have", "is": "are", "lacks": "lack"}


@frozen
class Integrity:
    """How much of the code was held against how much of the standard."""

    files: int
    """Files in scope, those that could not be read among them."""
    analysed: int
    lines: int
    """Lines of the analysed files."""
    covered: int
    """Those that were parsed and checked, and those in which no word stands that any rule looks for."""
    wordless: int
    """The latter of them. Nobody parsed them: a mistake in their syntax is not seen, and hides nothing."""
    unchecked: tuple[tuple[Cause, int], ...]
    """Places in scope that were not checked, by cause."""
    skipped: tuple[tuple[Cause, int], ...]
    """Files, and folders with all that they hold, that the scan left out, by cause."""
    open_types: tuple[tuple[str, int], ...]
    """Files with questions about types that nobody answered in time, and how many."""
    untyped: int
    """Files in which types were not asked for: what only they can tell was not looked for."""
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
    wordless = min(sum(file.outcome.wordless for file in analysed), lines - missed)
    counts = _counts(unchecked), _counts(skipped)
    late = tuple((file.shown, file.open_types) for file in report.files if file.open_types)
    untyped = sum(not file.typed for file in analysed)
    return Integrity(
        len(report.files), len(analysed), lines, lines - missed, wordless, *counts, late, untyped, tuple(undetected)
    )


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
        "notParsed": body.wordless,
        "notChecked": {cause.value: count for cause, count in body.unchecked},
        "skipped": {cause.value: count for cause, count in body.skipped},
        "typesTimedOut": dict(body.open_types),
        "typesNotAsked": body.untyped,
        "withoutDetector": list(body.undetected),
    }


def integrity_text(body: Integrity) -> str:
    """Return it as one line."""
    parts = f"{body.covered - body.wordless} parsed, {body.wordless} not parsed, without a word that a rule looks for"
    lines = f"{body.covered} of {counted(body.lines, 'line')}{f' ({parts})' if body.wordless else ''}"
    said = [f"checked {body.analysed} of {counted(body.files, 'file')}, {lines}"]
    said += [f"{counted(count, 'place')} {_said(cause, count)}" for cause, count in body.unchecked]
    said += [f"{count} left out {_WORDS[cause]}" for cause, count in body.skipped]
    if body.open_types:
        count = sum(count for _, count in body.open_types)
        said.append(f"{open_types(count)} in {counted(len(body.open_types), 'file')}")
    if body.untyped:
        said.append(f"types not asked for in {counted(body.untyped, 'file')} (--types asks)")
    if body.undetected:
        said.append(f"{counted(len(body.undetected), 'rule')} without a detector")
    return "; ".join(said)


def _said(cause: Cause, count: int) -> str:
    verb, _, rest = _WORDS[cause].partition(" ")
    return f"{verb if count == 1 else _PLURAL.get(verb, verb)} {rest}"


def open_types(count: int) -> str:
    """Say how many questions about a file's types are open."""
    return f"{counted(count, 'question')} about types ran out of time"


def _undetected(project: Project) -> Iterator[str]:
    return (rule.id for rule in project.standard.rules.values() if enforcement(rule) == "declared")


def _counts(found: Counter[Cause]) -> tuple[tuple[Cause, int], ...]:
    return tuple((cause, found[cause]) for cause in Cause if found[cause])
