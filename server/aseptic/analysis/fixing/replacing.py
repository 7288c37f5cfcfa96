"""The replacements of a whole document, one after another, each proved on the text that the one before left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from attrs import evolve, field, frozen

from aseptic.analysis.documents.incremental import Entry
from aseptic.analysis.fixing.proof import Proved, applied, proved
from aseptic.analysis.fixing.withholding import is_test
from aseptic.analysis.matching.placed_finding import PlacedFinding
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.records.disposition import State
from aseptic.source.document import split_lines
from aseptic.source.span import Edit
from aseptic.standard.finding import Finding


class Reason(StrEnum):
    """Why a finding was left as it is."""

    RECORDED = "recorded"
    """A record covers it, or says that it is none: the record stands."""
    UNSETTLING = "unsettling"
    """With the replacement a record would no longer cover what it covers now."""
    REVIEW = "review"
    """Its replacement needs somebody who reviews it, and that was not asked for."""
    TEST = "test"
    """It stands in a test, which holds its values for what it tries, whatever would be offered elsewhere."""
    CHOICE = "choice"
    """Which of its replacements holds depends on a library that neither the module nor the project names."""
    UNFIT = "unfit"
    """Its rule has a replacement, and none that holds for this code."""
    NONE = "none"
    """Its rule has no replacement."""


@frozen
class Wish:
    """Which findings are to be replaced, and by what."""

    rules: frozenset[str] = frozenset()
    """Only findings of these; of every rule where it is empty."""
    review: bool = False
    """Whether replacements that need review are taken, too, where there is no safe one."""
    deviated: bool = False
    """Whether a finding that a record covers is replaced all the same."""

    def concerns(self, finding: Finding) -> bool:
        """Say whether a finding's rule is one of those asked for."""
        return not self.rules or finding.rule in self.rules

    def spares(self, placed: PlacedFinding) -> bool:
        """Say whether a finding stands by its record."""
        return stands(placed) and not self.deviated


@frozen
class Done:
    """A finding that was replaced. The line, 0-based, is the one that it stood on in the text before all of it."""

    line: int
    rule: str
    title: str
    safe: bool


@frozen
class Left:
    """A finding that was left. The line is 0-based, in the text before; `detail` is a record's id or a title."""

    line: int
    rule: str
    reason: Reason
    detail: str = ""


@frozen(eq=False)
class Course:
    """What was done to a document."""

    text: str
    done: tuple[Done, ...] = ()
    left: tuple[Left, ...] = ()


@frozen(eq=False)
class _Held:
    """The work between two steps."""

    snapshot: Snapshot
    wish: Wish
    shifts: list[tuple[int, int]] = field(factory=list[tuple[int, int]])
    """Of each edit made, in order: the line after its last, and how far the lines from there moved down."""
    tried: dict[tuple[Entry, int], Reason] = field(factory=dict[tuple[Entry, int], Reason])
    """The findings that stay as they are, as long as their chunk does, each by its identity in its chunk."""

    def original(self, line: int) -> int:
        """Return the line of the first text that a line of the present one stood on."""
        for end, shift in reversed(self.shifts):
            if line >= end + shift:
                line -= shift
        return line


def stands(placed: PlacedFinding) -> bool:
    """Say whether a finding stands by a record: a deviation, or a closure that says that it is none."""
    state = placed.disposition.state
    return state.recorded or state is State.NOT_A_FINDING


def replaced(snapshot: Snapshot, wish: Wish) -> Course:
    """Replace what a wish asks for until nothing of it is left that can be.

    Each step leaves fewer findings and no new one (see `proof`), so there are no more steps than findings.
    """
    held, done = _Held(snapshot, wish), list[Done]()
    for _ in snapshot.findings:
        step = _next(held)
        if step is None:
            break
        placed, offer = step
        done.append(Done(held.original(placed.span.start.line), placed.finding.rule, offer.title, offer.safe))
        held = _after(held, offer)
    left = tuple(_left(held, placed) for placed in held.snapshot.findings if wish.concerns(placed.finding))
    return Course(held.snapshot.analysis.document.text, tuple(done), left)


def without_trying(findings: Sequence[PlacedFinding], wish: Wish) -> tuple[Left, ...] | None:
    """Say why findings are left where that needs no look at their text; None where one of them may be replaced."""
    asked = [placed for placed in findings if wish.concerns(placed.finding)]
    if any(placed.finding.replace and not wish.spares(placed) for placed in asked):
        return None
    return tuple(_plain(placed, placed.span.start.line) for placed in asked)


def _next(held: _Held) -> tuple[ChunkFinding, Proved] | None:
    """Return the first finding that can be replaced, and by what; note those that cannot."""
    for placed in held.snapshot.findings:
        key = (placed.entry, id(placed.finding))
        if not placed.finding.replace or not held.wish.concerns(placed.finding) or held.wish.spares(placed):
            continue
        if key in held.tried:
            continue
        offer = _offer(held.snapshot, placed, held.wish)
        if offer is None:
            held.tried[key] = _unfit(held.snapshot) if held.wish.review else Reason.REVIEW
        elif offer.open:
            held.tried[key] = Reason.CHOICE
        elif unsettles(held.snapshot, placed, offer):
            held.tried[key] = Reason.UNSETTLING
        else:
            return placed, offer
    return None


def _offer(snapshot: Snapshot, placed: ChunkFinding, wish: Wish) -> Proved | None:
    safe = next(proved(snapshot, placed, only_safe=True), None)
    return safe if safe or not wish.review else next(proved(snapshot, placed), None)


def _unfit(snapshot: Snapshot) -> Reason:
    """Say why nothing is offered where what needs review is asked for, too."""
    return Reason.TEST if is_test(snapshot.path) else Reason.UNFIT


def unsettles(snapshot: Snapshot, placed: ChunkFinding, offer: Proved) -> bool:
    """Say whether another finding would no longer stand by its record: twins are told apart by their number, say."""
    project = snapshot.project
    if not project.shelf.deviations and project.ledger is None:
        return False
    before = _standing(snapshot)
    if stands(placed):
        before[placed.disposition.deviation] -= 1
    if not +before:
        return False
    after = _standing(evolve(snapshot, analysis=applied(snapshot, offer.edits)))
    return bool(before - after)


def _standing(snapshot: Snapshot) -> Counter[str]:
    return Counter(placed.disposition.deviation for placed in snapshot.findings if stands(placed))


def _after(held: _Held, offer: Proved) -> _Held:
    snapshot = evolve(held.snapshot, analysis=applied(held.snapshot, offer.edits))
    below_first = sorted(offer.edits, key=lambda each: each.span.start, reverse=True)
    return evolve(held, snapshot=snapshot, shifts=[*held.shifts, *map(_shift, below_first)])


def _shift(edit: Edit) -> tuple[int, int]:
    start, end = edit.span.start, edit.span.end
    return end.line + (end.column > 0), len(split_lines(edit.text)) - 1 - (end.line - start.line)


def _left(held: _Held, placed: ChunkFinding) -> Left:
    line = held.original(placed.span.start.line)
    reason = held.tried.get((placed.entry, id(placed.finding)))
    if reason is None:
        return _plain(placed, line)
    if reason is Reason.REVIEW:
        offer = next(proved(held.snapshot, placed), None)
        if offer is None:
            return Left(line, placed.finding.rule, _unfit(held.snapshot))
        return Left(line, placed.finding.rule, Reason.CHOICE if offer.open else reason, offer.title)
    return Left(line, placed.finding.rule, reason)


def _plain(placed: PlacedFinding, line: int) -> Left:
    if stands(placed):
        return Left(line, placed.finding.rule, Reason.RECORDED, placed.disposition.deviation)
    return Left(line, placed.finding.rule, Reason.NONE)
