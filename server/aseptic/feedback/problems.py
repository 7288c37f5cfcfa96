"""What to show at a finding: severity, one line, and the records that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from aseptic.analysis.documents.integrity import missing
from aseptic.analysis.matching.placed_finding import PlacedFinding
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.records.disposition import Disposition, State
from aseptic.records.trace import requirements_for
from aseptic.source.document import line_end
from aseptic.source.problem import Problem
from aseptic.source.span import Span
from aseptic.standard.rule import Rule
from aseptic.standard.vocabulary import Severity

if TYPE_CHECKING:
    from aseptic.records.requirement import Requirement


class Weight(StrEnum):
    """How an editor shows a diagnosis."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"


WEIGHTS = {Severity.HIGH: Weight.ERROR, Severity.MEDIUM: Weight.WARNING, Severity.LOW: Weight.INFORMATION}


@frozen
class Related:
    """A record that belongs to a finding."""

    path: Path
    line: int
    text: str


@frozen
class Diagnosis:
    """What an editor shows at one place. Lines are counted from the chunk's first or the document's, as said."""

    span: Span
    weight: Weight
    code: str
    message: str
    href: str = ""
    related: tuple[Related, ...] = ()
    data: dict[str, Any] | None = None


@frozen
class Condition(Problem):
    """How a record stands, where somebody has to do something about it."""

    weight: Weight = Weight.WARNING


def diagnosis(project: Project, placed: PlacedFinding, older: bool = False) -> Diagnosis:
    """Return what to show at a finding, in lines of its chunk, so that it stays right when the chunk moves.

    `older`: it is not what somebody works on now, and only hinted at.
    """
    finding = placed.finding
    rule = project.standard.rules[finding.rule]
    needs = requirements_for(rule.id, project.shelf, rule.heading.requirements, project.tailoring)
    return Diagnosis(
        finding.span,
        Weight.HINT if older else _weight(finding.severity, placed.disposition),
        rule.id,
        _message(finding.message, placed.disposition, needs),
        rule_address(project, rule),
        tuple(_related(project, placed.disposition, needs)),
        key_of(placed),
    )


def key_of(placed: PlacedFinding) -> dict[str, Any]:
    """Return what names a finding to a later command: rule, scope and the parts of its fingerprint."""
    fingerprint = placed.finding.fingerprint
    return {
        "v": 1,
        "rule": placed.finding.rule,
        "scope": placed.scope,
        "statement": fingerprint.statement,
        "around": list(fingerprint.around),
        "of": f"{placed.ordinal}/{placed.equals}",
    }


def unchecked(snapshot: Snapshot, first: int = 0, end: int | None = None) -> Diagnosis | None:
    """Return the one diagnosis that names every line nobody could check though the code may be right.

    Of the lines from `first` to before `end` only, where they are a cell, and counted from `first` in what it says.
    """
    stop = len(snapshot.lines) if end is None else end
    found = [
        evolve(each, first=each.first - first, last=each.last - first)
        for each in missing(snapshot.analysis)
        if not each.mistake and first <= each.first < stop
    ]
    if snapshot.excluded or not found:
        return None
    line = found[0].first
    place = Span.of(line, 0, line, line_end(snapshot.lines[line + first]))
    lines = ", ".join(f"{at.first + 1}" if at.first == at.last else f"{at.first + 1}-{at.last + 1}" for at in found)
    reasons = ", ".join(dict.fromkeys(each.reason for each in found))
    cures = ", ".join(dict.fromkeys(each.cure for each in found))
    message = f"{'Line' if lines.isdigit() else 'Lines'} {lines} not checked: {reasons}; {cures}"
    return Diagnosis(place, Weight.WARNING, "not-checked", message)


def rule_address(project: Project, rule: Rule) -> str:
    """Return where a rule's page is: in the project's book, else the file that states the rule."""
    if project.book is not None and project.book.holds(rule.id):
        return project.book.address(rule.id)
    return (project.root / rule.path).absolute().as_uri()


def _weight(severity: Severity, disposition: Disposition) -> Weight:
    state = disposition.state
    if state.pressing:
        return Weight.INFORMATION
    if state.covers or state is State.NOT_A_FINDING:
        return Weight.HINT
    waiting = state.recorded and not disposition.doubted
    return Weight.INFORMATION if waiting or state is State.KNOWN else WEIGHTS[severity]


def _message(text: str, disposition: Disposition, needs: Sequence[Requirement]) -> str:
    state = disposition.state
    marks = [requirement.id for requirement in needs]
    if state.recorded and not (state.pressing or disposition.doubted):
        marks.insert(0, f"{disposition.deviation} {state.value}")
    elif state is State.KNOWN:
        marks.insert(0, state.value)
    elif disposition.note:
        text = f"{text}; {disposition.advice}"
    return f"{text} ({', '.join(marks)})" if marks else text


def _related(project: Project, disposition: Disposition, needs: Sequence[Requirement]) -> Iterator[Related]:
    for requirement in needs:
        yield Related(project.root / requirement.record, 0, f"{requirement.id}: {requirement.title}")
    deviation = project.shelf.by_id.get(disposition.deviation)
    if deviation is not None:
        words = f"{deviation.id}: deviation from {deviation.rule}, {disposition.state.value}"
        yield Related(project.root / deviation.record, 0, words)
