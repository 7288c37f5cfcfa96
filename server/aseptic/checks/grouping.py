"""Which marks are one finding."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from attrs import evolve

from aseptic.checks.detector import Mark, Subject
from aseptic.checks.placing import shown
from aseptic.source.span import Span


def grouped(subject: Subject, marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Put together what several detectors of one rule saw at one node or in one comment; bandit's line comes first."""
    groups: dict[tuple[str, int, Span | None], list[Mark]] = {}
    for mark in _on_nodes(subject, marks):
        groups.setdefault((mark.rule, id(mark.node), mark.place), []).append(mark)
    for group in groups.values():
        lines = {mark.lineno for mark in group if mark.bandit} or {None}
        for line in lines:
            yield [
                mark if mark.bandit else evolve(mark, lineno=line)
                for mark in group
                if not mark.bandit or mark.lineno == line
            ]


def _on_nodes(subject: Subject, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Give what bandit saw in the text, without a node, the node that another detector of the rule saw on that line."""
    for mark in marks:
        same = (
            each
            for each in marks
            if mark.bandit and isinstance(mark.node, ast.Module) and each.rule == mark.rule and not each.bandit
            if shown(subject.parsed, each).start.line == shown(subject.parsed, mark).start.line
        )
        other = next(same, None)
        yield mark if other is None else evolve(mark, node=other.node, place=other.place)
