"""What can be done about findings: the compliant replacement, the recorded deviation, else the rule's own example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from attrs import frozen

from aseptic.analysis.deviations.recording import unrecordable
from aseptic.analysis.deviations.silencing import silenced, standing, turnable
from aseptic.analysis.fixing.proof import applied, proved
from aseptic.analysis.fixing.replacing import stands, unsettles
from aseptic.analysis.fixing.tidying import tidied
from aseptic.analysis.matching.mispointed import Mispointed
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.feedback.decisions import Decision, decisions
from aseptic.feedback.problems import Diagnosis, diagnosis, key_of
from aseptic.records.deviation import Deviation
from aseptic.source.span import Edit, Span

Spent = Callable[[Deviation], bool]
"""Tells of an approval that does not count by git's word, and never will."""
MOST = 50
"""Findings of which it is told at once what can be done, each of which costs tens of milliseconds."""


@frozen(eq=False)
class Action:
    """One thing to do: edits, in lines of the document, the key of a finding to record, a decision, or an example."""

    title: str
    placed: ChunkFinding
    diagnosis: Diagnosis
    edits: tuple[Edit, ...] = ()
    preferred: bool = False
    number: int = 0
    """Which of the finding's replacements it is, from 0."""
    review: bool = False
    """Whether somebody has to look at what its edits make."""
    record: dict[str, Any] | None = None
    decision: Decision | None = None
    silencer: dict[str, Any] | None = None
    """The key of the finding of a comment whose place records are to take."""
    settled: bool = False
    """Whether those records stand already, so that nobody need be asked for reasons."""
    example: str = ""
    """The rule whose compliant example is to be shown."""


def actions(snapshot: Snapshot, span: Span, spent: Spent = lambda _: False) -> Iterator[Action]:
    """Yield what can be done about the findings in a span: replacements, then deviations, then examples."""
    for each in actions_by_finding(snapshot, span, spent):
        yield from each


def actions_by_finding(snapshot: Snapshot, span: Span, spent: Spent = lambda _: False) -> Iterator[tuple[Action, ...]]:
    """Yield the same in steps, each of which costs about what one finding costs.

    Of a span with very many findings the first ones are told of: nobody reads, or waits for, a menu of all of them.
    `spent` is asked about records that are approved by their own word.
    """
    findings = snapshot.findings_in(span)[:MOST]
    told = [(placed, diagnosis(snapshot.project, placed)) for placed in findings]
    helpless: dict[str, Action] = {}
    for placed, said in told:
        if not placed.disposition.state.recorded:
            offered = tuple(_replacements(snapshot, placed, said))
            if not offered:
                helpless.setdefault(placed.finding.rule, _example(placed, said))
            yield offered
    for placed, said in told:
        decided = decisions(placed.disposition, key_of(placed), _spent(snapshot, placed, spent))
        yield tuple(Action(each.title, placed, said, decision=each) for each in decided)
        if turned := _turned(snapshot, placed, said):
            yield (turned,)
        elif deviable(snapshot, placed):
            title = f"Record a deviation from {placed.finding.rule}…"
            yield (Action(title, placed, said, record=key_of(placed)),)
    yield tuple(helpless.values())


def left_out(snapshot: Snapshot, span: Span) -> str:
    """Say how many findings of a span are not told of, and how to have them; "" where all are."""
    more = len(snapshot.findings_in(span)) - MOST
    if more <= 0:
        return ""
    many, them = ("findings are", "them") if more > 1 else ("finding is", "it")
    return f"{more} more {many} in this range: select fewer lines to see what can be done about {them}"


def replacement(snapshot: Snapshot, placed: ChunkFinding, number: int) -> Action | None:
    """Return one of a finding's replacements; None where there are not so many."""
    offered = _replacements(snapshot, placed, diagnosis(snapshot.project, placed))
    return next(islice(offered, number, None), None) if number >= 0 else None


def fixes(snapshot: Snapshot) -> Iterator[tuple[Edit, ...]]:
    """Yield for each finding of the document the edits of its first safe replacement, none overlapping another's.

    Last come those that take imports away which nothing needs after all of them.
    """
    chosen: list[Edit] = []
    for placed in snapshot.findings:
        if stands(placed):
            continue
        safe = next(proved(snapshot, placed, only_safe=True), None)
        if safe and unsettles(snapshot, placed, safe):
            safe = None
        fresh = [edit for edit in safe.mending if edit not in chosen] if safe else []
        if any(_overlap(edit.span, other.span) for edit in fresh for other in chosen):
            fresh = []
        chosen.extend(fresh)
        yield tuple(fresh)
    if chosen:
        yield tidied(snapshot, chosen, applied(snapshot, chosen))


def deviable(snapshot: Snapshot, placed: ChunkFinding) -> bool:
    """Say whether a deviation may be recorded: no mandatory rule's, and none that is recorded already."""
    return not unrecordable(snapshot.project, placed)


def _spent(snapshot: Snapshot, placed: ChunkFinding, spent: Spent) -> bool:
    """Say whether a finding's record is to be proposed again, though by its own word it is approved, or waits."""
    said, project = placed.disposition, snapshot.project
    record = project.shelf.by_id.get(said.deviation) if said.state.recorded else None
    if record is None or record.id in Mispointed([record]):
        return record is not None
    return spent(project.under_new_name(record))


def _replacements(snapshot: Snapshot, placed: ChunkFinding, said: Diagnosis) -> Iterator[Action]:
    preferred = True
    for number, each in enumerate(proved(snapshot, placed)):
        yield Action(
            f"{each.title} ({'safe' if each.safe else 'needs review'})",
            placed,
            said,
            each.edits,
            preferred and each.safe,
            number,
            not each.safe,
        )
        preferred = preferred and not each.safe


def _example(placed: ChunkFinding, said: Diagnosis) -> Action:
    return Action(f"How to comply with {placed.finding.rule}", placed, said, example=placed.finding.rule)


def _turned(snapshot: Snapshot, placed: ChunkFinding, said: Diagnosis) -> Action | None:
    """Return the offer to put records in a silencing comment's place, where there is something that it silences."""
    found = silenced(snapshot.project, snapshot.lines, snapshot.findings, placed)
    if found is None or not turnable(snapshot.project, found):
        return None
    if ids := standing(found):
        title = f"Replace the comment by '# deviation: {', '.join(ids)}'"
    else:
        title = f"Turn this into a deviation record ({', '.join(found.rules)})…"
    return Action(title, placed, said, silencer=key_of(placed), settled=bool(ids))


def _overlap(one: Span, other: Span) -> bool:
    return (one.start < other.end and other.start < one.end) or one.start == other.start
