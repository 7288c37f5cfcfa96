"""What the ids of a project stand for: every record, and every rule of its standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from aseptic.analysis.projects.project import Project
from aseptic.records.deviation import Deviation
from aseptic.records.record import Filed


@frozen
class Known:
    """One record or rule."""

    id: str
    noun: str
    """What kind of record it is, or `rule`."""
    title: str
    path: Path
    line: int
    """Where its id stands."""
    ours: bool = False
    """Whether it is a rule of the shipped standard, which no project changes."""


def known(project: Project) -> Mapping[str, Known]:
    """Return what each id stands for."""
    return {each.id: each for each in (*_rules(project), *_records(project))}


def _records(project: Project) -> Iterator[Known]:
    shelf = project.shelf
    piles: tuple[tuple[str, tuple[Filed, ...]], ...] = (
        ("deviation", shelf.deviations),
        ("permit", shelf.permits),
        ("requirement", shelf.requirements),
        ("interface", shelf.interfaces),
        ("asset", shelf.assets),
        ("threat", shelf.threats),
        ("review", shelf.reviews),
    )
    for noun, records in piles:
        for each in records:
            yield Known(each.id, noun, _title(each), project.root / each.record, each.line("id"))


def _title(record: Filed) -> str:
    if isinstance(record, Deviation):
        return f"{record.rule} at {record.where}, {record.status.value}"
    return str(getattr(record, "title", ""))


def _rules(project: Project) -> Iterator[Known]:
    own = {each.id: each for each in project.own_rules}
    for rule in project.standard.rules.values():
        line = own[rule.id].line("id") if rule.id in own else 1
        yield Known(rule.id, "rule", rule.title, (project.root / rule.path).absolute(), line, rule.id not in own)
