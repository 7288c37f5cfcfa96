"""Rules that a project declares not applicable, and the code that says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from aseptic.analysis.projects.project import Project
from aseptic.source.counting import counted
from aseptic.source.problem import Problem
from aseptic.standard.finding import Finding
from aseptic.standard.head import resting


@frozen(order=True)
class Breach:
    """A finding of a rule that is said not to apply, deviated or not."""

    rule: str
    path: str
    """From the project's root."""
    line: int
    """Counted from 0."""


def breaches(project: Project, path: str, found: Iterable[tuple[int, Finding]]) -> Iterator[Breach]:
    """Yield what one file of a project, given from its root, has of rules that are said not to apply.

    `found` are its findings with the line on which the chunk of each begins.
    """
    declared = project.tailoring.not_applicable.keys()
    if declared:
        declared -= resting(project.standard.head.paths, path)
    if declared:
        for start, finding in found:
            if finding.rule in declared:
                yield Breach(finding.rule, path, start + finding.span.start.line)


def contradictions(project: Project, seen: Iterable[Breach]) -> Iterator[Problem]:
    """Yield one problem for each declaration that code contradicts, at its line in `standard.md`."""
    by_rule: dict[str, list[Breach]] = {}
    for breach in sorted(seen):
        by_rule.setdefault(breach.rule, []).append(breach)
    for rule, found in by_rule.items():
        first, others = found[0], len(found) - 1
        more = f" and {counted(others, 'more place')}" if others else ""
        key = f"not_applicable.{rule}"
        message = f"{rule} is declared not applicable, and is breached at {first.path}:{first.line + 1}{more}"
        cure = "remove the declaration, or mend the code"
        yield Problem(project.tailoring.path, message, cure, project.tailoring.page.line(key), key)
