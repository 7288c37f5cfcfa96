"""Findings that stood before, for people who want no new ones while they type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from attrs import frozen

from aseptic.analysis.sessions.snapshot import ChunkFinding
from aseptic.source.document import Document


@frozen
class Trace:
    """What is kept of a finding: enough to know it again after an edit in or round it, and whether it is shown."""

    scope: str
    rule: str
    statement: str
    stands: bool = True


@frozen(eq=False)
class Held:
    """What is kept of an open document: its text when it was opened or saved, and the traces of its findings now."""

    text: Document
    traces: tuple[Trace, ...]


def begun(findings: Iterable[ChunkFinding]) -> tuple[Trace, ...]:
    """Return the traces of findings that are all shown, as when a document is opened or saved."""
    return tuple(Trace(each.scope, each.finding.rule, each.finding.fingerprint.statement) for each in findings)


def followed(findings: Iterable[ChunkFinding], before: Sequence[Trace]) -> tuple[Trace, ...]:
    """Return the traces after an edit: what stood before stands, and what is new waits.

    A finding on an equal statement is the same one. Those left of one rule in one scope are the same in their order,
    so that an edit inside a breach does not hide it.
    """
    waiting: dict[tuple[str, str], list[Trace]] = defaultdict(list)
    for each in before:
        waiting[each.scope, each.rule].append(each)
    now = list(begun(findings))
    left: list[int] = []
    stands = [False] * len(now)
    for at, trace in enumerate(now):
        alike = waiting[trace.scope, trace.rule]
        same = next((each for each in alike if each.statement == trace.statement), None)
        if same is None:
            left.append(at)
        else:
            alike.remove(same)
            stands[at] = same.stands
    for at in left:
        alike = waiting[now[at].scope, now[at].rule]
        stands[at] = bool(alike) and alike.pop(0).stands
    return tuple(Trace(each.scope, each.rule, each.statement, stands[at]) for at, each in enumerate(now))


def standing(findings: Iterable[ChunkFinding], traces: Iterable[Trace]) -> tuple[ChunkFinding, ...]:
    """Return the findings that stand, given the trace of each."""
    return tuple(placed for placed, trace in zip(findings, traces, strict=True) if trace.stands)
