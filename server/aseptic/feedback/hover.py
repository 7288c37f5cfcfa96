"""What a good colleague says about the code under the cursor."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from aseptic.analysis.deviations.git_facts import Remembered
from aseptic.analysis.deviations.silencing import told_otherwise
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.quotation import quotation
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.checks.detector import Subject
from aseptic.feedback.bans import Ban, ban_of, banned_words, bans_of
from aseptic.feedback.dossier import remembered_parts, then_and_now
from aseptic.feedback.fitting import fitting, has
from aseptic.feedback.problems import rule_address
from aseptic.feedback.wrapping import wrapped
from aseptic.records.matching import State
from aseptic.records.requirement import Requirement
from aseptic.records.trace import requirements_for
from aseptic.source.parse import Broken, Parsed
from aseptic.source.span import Position, Span
from aseptic.standard.rule import Rule
from aseptic.standard.tailoring import BANNED_BY_PROJECTS
from aseptic.standard.vocabulary import Severity

_GRAVITY = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
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


def hover(snapshot: Snapshot, position: Position, asked: Callable[[str], Remembered] | None = None) -> Hover | None:
    """Return what to say at a position: about the findings there, else about a banned name.

    The finding under the cursor comes first and in full. Of the others there is what is wrong, and the way to the rule.
    `asked` tells what git remembers of a deviation, by its id.
    """
    here = [placed for placed in snapshot.findings if placed.span.holds(position)]
    if here:
        distinct: dict[tuple[str, str], ChunkFinding] = {}
        for placed in sorted(here, key=lambda placed: _nearness(snapshot.project, placed)):
            distinct.setdefault((placed.finding.rule, placed.finding.message), placed)
        first, *others = distinct.values()
        parts = [_about(snapshot, first, asked), *(_in_short(snapshot.project, placed) for placed in others)]
        return Hover(wrapped("\n\n---\n\n".join(parts)), first.span)
    return None if snapshot.excluded else _banned_name(snapshot, position)


def _nearness(project: Project, placed: ChunkFinding) -> tuple[int, int, int, bool]:
    """Order findings at one place: the shortest is what the cursor is on, then the gravest, then the project's bans."""
    start, end = placed.span.start, placed.span.end
    gravity = _GRAVITY.index(placed.finding.severity)
    return (end.line - start.line, end.column - start.column, gravity, ban_of(project, placed.finding) is None)


def _about(snapshot: Snapshot, placed: ChunkFinding, asked: Callable[[str], Remembered] | None) -> str:
    project, finding = snapshot.project, placed.finding
    ban = ban_of(project, finding)
    parts = [f"**{finding.message}**", *_standing(placed)]
    parts += _changed(snapshot, placed)
    if asked and (placed.disposition.covers or placed.disposition.state is State.AMENDED):
        parts += remembered_parts(asked(placed.disposition.deviation))
    if otherwise := told_otherwise(project, snapshot.lines, placed):
        parts.append(f"As it is written, {otherwise}.")
    parts += _rule_parts(snapshot, project.standard.rules[finding.rule], finding.symbol, ban)
    return "\n\n".join(parts)


def _changed(snapshot: Snapshot, placed: ChunkFinding) -> Iterator[str]:
    """Yield what became of the statement that a record no longer covers."""
    if placed.disposition.state is not State.STALE:
        return
    deviation = next(each for each in snapshot.project.deviations if each.id == placed.disposition.deviation)
    now = quotation(snapshot, placed).code
    if deviation.code and deviation.code[0].text.split() != now.split():
        yield then_and_now("The statement", deviation.code[0].text, now)


def _in_short(project: Project, placed: ChunkFinding) -> str:
    rule = project.standard.rules[placed.finding.rule]
    link = f"[{rule.id} {rule.title}]({rule_address(project, rule)})"
    return "\n\n".join((f"**{placed.finding.message}**", *_standing(placed), link))


def _standing(placed: ChunkFinding) -> Iterator[str]:
    disposition = placed.disposition
    if disposition.state is not State.OPEN or disposition.note:
        yield f"*{disposition.advice or f'{disposition.deviation} is {disposition.state.value}'}*"


def _served(project: Project, rule: Rule) -> Sequence[Requirement]:
    return requirements_for(rule.id, project.shelf, rule.heading.requirements, project.tailoring)


def _rule_parts(snapshot: Snapshot, rule: Rule, symbol: str, ban: Ban | None) -> Iterator[str]:
    """Yield a rule's page in short: the shall, why, what to write instead, and what it belongs to."""
    project, heading = snapshot.project, rule.heading
    if ban is not None:
        yield banned_words(ban, rule)
    yield f"### {rule.id} {rule.title}"
    tailoring = project.tailoring
    if rule.id in tailoring.not_applicable:
        line = tailoring.page.line(f"not_applicable.{rule.id}") + 1
        yield f"*Declared not applicable in {tailoring.path}:{line}: {tailoring.not_applicable[rule.id]}*"
    yield rule.shall
    if ban is None or rule.id != BANNED_BY_PROJECTS:  # else it tells why there are bans, and not why there is this one
        yield rule.why
    example = fitting(rule, symbol, _around(snapshot))
    if example is not None and (ban is None or has(example, symbol)):
        yield f"Write instead:\n\n```python\n{example.text.rstrip()}\n```"
    yield from _needs(_served(project, rule))
    numbers = ", ".join(f"[CWE-{each}](https://cwe.mitre.org/data/definitions/{each}.html)" for each in heading.cwe)
    protects = ", ".join(heading.capabilities)
    page = f"[the whole rule]({rule_address(project, rule)})"
    yield f"{_CATEGORY[heading.category.value]} · protects {protects} · {numbers} · {page}"


def _around(snapshot: Snapshot) -> Iterator[str]:
    """Yield the top modules that a document imports."""
    for each in snapshot.analysis.contributions:
        yield from (module.partition(".")[0] for module in each.imports)


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
            parts = [f"`{name}` is restricted here.", *_of_name(snapshot, rules, name)]
            return Hover(wrapped("\n\n".join(parts)), parsed.span(node).moved(start))
    return None


def _of_name(snapshot: Snapshot, rules: Sequence[Rule], name: str) -> Iterator[str]:
    """Yield what the rules say of a name that they restrict: a project's own ban before all, in full the first only."""
    project = snapshot.project
    bans = {ban.entry.rule: ban for ban in reversed(tuple(bans_of(project, name)))}
    first, *others = sorted(rules, key=lambda rule: rule.id not in bans)
    ban = bans.get(first.id)
    if ban is not None and ban.entry.message:
        yield f"**{ban.entry.message.replace('{name}', name.removeprefix('builtins.'))}**"
    yield from _rule_parts(snapshot, first, name, ban)
    if others:
        links = (f"- [{rule.id} {rule.title}]({rule_address(project, rule)})" for rule in others)
        yield "\n".join(("---\n\nOther rules restrict it, too:\n", *links))


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
