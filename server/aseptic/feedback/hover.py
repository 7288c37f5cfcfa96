"""What a good colleague says about the code under the cursor."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from aseptic.analysis.dossier import Dossier
from aseptic.analysis.project import Project
from aseptic.analysis.silencing import told_otherwise
from aseptic.analysis.snapshot import Sight, Snapshot
from aseptic.checks.detector import Subject
from aseptic.feedback.dossier import dossier_markdown
from aseptic.feedback.known import known
from aseptic.feedback.problems import advice, rule_address
from aseptic.records.matching import State
from aseptic.records.record import Described
from aseptic.records.requirement import Requirement
from aseptic.records.trace import requirements_for
from aseptic.source.parse import Broken, Parsed
from aseptic.source.span import Position, Span
from aseptic.source.ties import Mention
from aseptic.standard.rule import Rule

_CATEGORY = {
    "mandatory": "mandatory: no deviation is possible",
    "required": "required: a deviation must be recorded and approved",
    "advisory": "advisory",
}


@frozen
class Hover:
    """Markdown and the code that it is about."""

    markdown: str
    span: Span


def hover(snapshot: Snapshot, position: Position) -> Hover | None:
    """Return what to say at a position: about the findings there, else about a banned name."""
    here = [sight for sight in snapshot.sights if sight.span.holds(position)]
    if here:
        rules = tuple(dict.fromkeys(sight.finding.rule for sight in here))
        said = {sight.finding.rule: sight for sight in reversed(here)}
        parts = [_about(snapshot, snapshot.project.standard.rules[rule], said[rule]) for rule in rules]
        return Hover("\n\n---\n\n".join(parts), here[0].span)
    return None if snapshot.excluded else _banned_name(snapshot, position)


def id_hover(project: Project, mention: Mention, looked_up: Callable[[str], Dossier | None]) -> Hover | None:
    """Return what to say at the id of a record or rule: of a deviation all that its approver has to see."""
    found = known(project).get(mention.id)
    if found is None:
        return None
    if found.noun == "deviation" and (whole := looked_up(mention.id)):
        return Hover(dossier_markdown(project, whole), mention.span)
    if found.noun == "rule":
        return Hover(rule_markdown(project, project.standard.rules[found.id]), mention.span)
    statement = next((each.statement for each in _described(project) if each.id == found.id), "")
    head = f"**{found.id}** {found.noun}: {found.title}"
    return Hover(f"{head}\n\n{statement}".rstrip(), mention.span)


def _described(project: Project) -> Iterator[Described]:
    shelf = project.shelf
    for pile in (shelf.permits, shelf.requirements, shelf.interfaces, shelf.assets, shelf.threats, shelf.reviews):
        yield from pile


def rule_markdown(project: Project, rule: Rule) -> str:
    """Return a rule's page in short: the shall, why, what to write instead, and what it belongs to."""
    return "\n\n".join(_rule_parts(project, rule))


def _about(snapshot: Snapshot, rule: Rule, sight: Sight) -> str:
    project = snapshot.project
    parts = [f"**{sight.finding.message}**"]
    if otherwise := told_otherwise(project, snapshot.lines, sight):
        parts.append(f"As it is written, {otherwise}.")
    disposition = sight.disposition
    if disposition.state is not State.OPEN:
        parts.append(f"*{advice(disposition) or f'{disposition.deviation} is {disposition.state.value}'}*")
    return "\n\n".join([*parts, *_rule_parts(project, rule)])


def _served(project: Project, rule: Rule) -> Sequence[Requirement]:
    return requirements_for(rule.id, project.shelf, rule.heading.requirements, project.tailoring)


def _rule_parts(project: Project, rule: Rule) -> Iterator[str]:
    heading = rule.heading
    yield f"### {rule.id} {rule.title}"
    tailoring = project.tailoring
    if rule.id in tailoring.not_applicable:
        line = tailoring.page.line(f"not_applicable.{rule.id}") + 1
        yield f"*Declared not applicable in {tailoring.path}:{line}: {tailoring.not_applicable[rule.id]}*"
    yield rule.shall
    yield rule.why
    if rule.compliant:
        yield f"Write instead:\n\n```python\n{rule.compliant[0].text.rstrip()}\n```"
    yield from _needs(_served(project, rule))
    numbers = ", ".join(f"[CWE-{each}](https://cwe.mitre.org/data/definitions/{each}.html)" for each in heading.cwe)
    capabilities = ", ".join(heading.capabilities)
    page = f"[the whole rule]({rule_address(project, rule)})"
    yield f"{numbers} · protects {capabilities} · {_CATEGORY[heading.category.value]} · {page}"


def _needs(needs: Sequence[Requirement]) -> Iterator[str]:
    for requirement in needs:
        yield f"**{requirement.id}** {requirement.title}: {requirement.statement}"


def _banned_name(snapshot: Snapshot, position: Position) -> Hover | None:
    start, entry = snapshot.at(position)
    memo = snapshot.project.memo
    parsed = memo.parsed(entry.chunk)
    if isinstance(parsed, Broken):
        return None
    inside = Position(position.line - start, position.column)
    subject = Subject(parsed, entry.view, {})
    for node, name in _names_at(parsed, subject, inside):
        rules = memo.checker.banning(name)
        if rules:
            said = "\n\n---\n\n".join(rule_markdown(snapshot.project, rule) for rule in rules)
            return Hover(f"`{name}` is restricted here.\n\n{said}", parsed.span(node).moved(start))
    return None


def _names_at(parsed: Parsed, subject: Subject, position: Position) -> Iterator[tuple[ast.expr, str]]:
    """Yield the names under a position with what they may stand for, the longest first."""
    found = [
        (node, scope)
        for node, scope in subject.nodes
        if isinstance(node, ast.Name | ast.Attribute) and parsed.span(node).holds(position)
    ]
    for node, scope in found:
        for meaning in scope.meanings(node):
            yield node, meaning
