"""One document analysed, and analysed again after an edit at the cost of what the edit touched."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from aseptic.analysis.memo import Checked, Memo
from aseptic.source.bindings import Bindings
from aseptic.source.chunk import Chunk, Kind
from aseptic.source.contribution import NOTHING, Contribution
from aseptic.source.cut import Cut, Recut, cut, recut
from aseptic.source.document import Change, Document
from aseptic.source.exports import NO_PROJECT, Exports, Origin
from aseptic.source.outlook import view_of
from aseptic.source.view import View
from aseptic.standard.finding import Finding

_NOWHERE = Origin()


@frozen(eq=False)
class Entry:
    """One chunk with all that is known of it."""

    chunk: Chunk
    contribution: Contribution
    view: View
    checked: Checked
    findings: tuple[Finding, ...]
    """The chunk's findings; of a chunk that does not parse the last ones it had, moved with their lines."""


@frozen(eq=False)
class Analysis:
    """Everything known of one version of a document."""

    document: Document
    cut: Cut
    entries: tuple[Entry, ...]
    bindings: Bindings
    contributing: tuple[int, ...]
    """The indexes of the chunks that bind anything."""

    @property
    def found(self) -> Iterator[tuple[int, Entry]]:
        """The chunks that have findings, with the line on which each begins."""
        return ((start, entry) for start, entry in zip(self.cut.starts, self.entries, strict=True) if entry.findings)


def fresh(document: Document, memo: Memo, origin: Origin = _NOWHERE, exports: Exports = NO_PROJECT) -> Analysis:
    """Analyse a document of which nothing is known; `exports` are the project's other modules as it sees them."""
    whole = cut(document.lines)
    contributions = [memo.contribution(chunk) for chunk in whole.chunks]
    contributing = _contributing(contributions)
    bindings = Bindings.of((contributions[index] for index in contributing), origin, exports)
    entries = tuple(
        _entry(memo, chunk, contribution, _view(memo, chunk, bindings, contributing, index), ())
        for index, (chunk, contribution) in enumerate(zip(whole.chunks, contributions, strict=True))
    )
    return Analysis(document, whole, entries, bindings, contributing)


def edited(old: Analysis, document: Document, change: Change, memo: Memo) -> Analysis:
    """Analyse the text that `change` made of `old`; every chunk that it cannot concern keeps its answer."""
    step = recut(old.cut, document.lines, change)
    chunks = step.cut.chunks[step.first : step.new_end]
    contributions = [memo.contribution(chunk) for chunk in chunks]
    before = [entry.contribution for entry in old.entries[step.first : step.old_end]]
    same = _telling(before) == _telling(contributions)
    contributing = _moved(old, step, contributions)
    if same:
        bindings = old.bindings
    else:
        around = (*old.entries[: step.first], *contributions, *old.entries[step.old_end :])
        telling = map(around.__getitem__, contributing)
        told = (each.contribution if isinstance(each, Entry) else each for each in telling)
        bindings = Bindings.of(told, old.bindings.origin, old.bindings.exports)
    kept = _kept(old, document, step, change)
    renewed = [
        _entry(
            memo,
            chunk,
            contribution,
            _view(memo, chunk, bindings, contributing, step.first + at),
            _within(kept, step.cut.starts[step.first + at], chunk.height),
        )
        for at, (chunk, contribution) in enumerate(zip(chunks, contributions, strict=True))
    ]
    entries = (*old.entries[: step.first], *renewed, *old.entries[step.old_end :])
    analysis = Analysis(document, step.cut, entries, bindings, contributing)
    if same:
        return analysis
    touched = _touched(before, contributions, (old.bindings, bindings), memo)
    return _reviewed(analysis, memo, touched, range(step.first, step.new_end))


def reviewed(analysis: Analysis, memo: Memo) -> Analysis:
    """Look at every chunk's names again; those that stand for the same keep their answers."""
    return _reviewed(analysis, memo, None, range(0))


def _reviewed(analysis: Analysis, memo: Memo, touched: frozenset[str] | None, done: range) -> Analysis:
    """Renew the chunks whose view of the names changed; None for `touched` means that any may have."""
    entries = list(analysis.entries)
    for index, entry in enumerate(entries):
        if index in done or (touched is not None and touched.isdisjoint(entry.chunk.names)):
            continue
        view = _view(memo, entry.chunk, analysis.bindings, analysis.contributing, index)
        if view != entry.view:
            entries[index] = _entry(memo, entry.chunk, entry.contribution, view, entry.findings)
    return evolve(analysis, entries=tuple(entries))


def _touched(
    before: Sequence[Contribution], after: Sequence[Contribution], bindings: tuple[Bindings, Bindings], memo: Memo
) -> frozenset[str] | None:
    """Return the names whose meaning may differ now; None where it may be any name's."""
    imports = set(_imports(before)) ^ set(_imports(after))
    if memo.checker.filter.watching(imports) or _stars(before) != _stars(after) or _bases(before) != _bases(after):
        return None
    names = {name for contribution in (*before, *after) for name in contribution.touched}
    return frozenset(names.union(*(each.depending(names) for each in bindings)))


def _stars(contributions: Sequence[Contribution]) -> list[str]:
    return [module for each in contributions for module in each.stars]


def _bases(contributions: Sequence[Contribution]) -> list[tuple[str, object]]:
    return [(binding.name, binding.bases) for each in contributions for binding in each.names if binding.bases]


def _imports(contributions: Sequence[Contribution]) -> list[str]:
    return [module for each in contributions for module in each.imports]


def _entry(memo: Memo, chunk: Chunk, contribution: Contribution, view: View, last: tuple[Finding, ...]) -> Entry:
    checked = memo.checked(chunk, view)
    standing = checked.broken is not None or bool(checked.failed)
    return Entry(chunk, contribution, view, checked, last if standing else checked.findings)


def _view(memo: Memo, chunk: Chunk, bindings: Bindings, contributing: Sequence[int], index: int) -> View:
    order = bisect_left(contributing, index)
    until = None if chunk.deferred else bisect_right(contributing, index)
    owner = chunk.owner if chunk.kind is Kind.MEMBER else ""
    view = view_of(bindings, chunk.names, order, until, owner)
    watched = memo.checker.watched(chunk, view)
    return evolve(view, imports=bindings.imported(order, watched)) if watched else view


def _contributing(contributions: Sequence[Contribution]) -> tuple[int, ...]:
    return tuple([index for index, each in enumerate(contributions) if each is not NOTHING])


def _telling(contributions: Sequence[Contribution]) -> list[Contribution]:
    return [each for each in contributions if each is not NOTHING]


def _moved(old: Analysis, step: Recut, fresh_ones: Sequence[Contribution]) -> tuple[int, ...]:
    """Return the contributing chunks' indexes after a recut."""
    left = bisect_left(old.contributing, step.first)
    right = bisect_left(old.contributing, step.old_end)
    shift = step.new_end - step.old_end
    tail = old.contributing[right:]
    middle = (step.first + index for index in _contributing(fresh_ones))
    return (*old.contributing[:left], *middle, *([index + shift for index in tail] if shift else tail))


def _kept(old: Analysis, document: Document, step: Recut, change: Change) -> list[tuple[int, Finding]]:
    """Return the findings of the chunks that gave way, with the line that each stands on now."""
    kept: list[tuple[int, Finding]] = []
    for index in range(step.first, step.old_end):
        start = old.cut.starts[index]
        for finding in old.entries[index].findings:
            line = start + finding.span.start.line
            if line >= change.old_end:
                line += change.shift
            elif line >= change.first:
                line = _followed(old.document, document, change, line, finding)
            kept.append((line, finding))
    return kept


def _followed(old: Document, new: Document, change: Change, line: int, finding: Finding) -> int:
    """Return where a finding on an edited line went: to the line that still holds its text, the last else."""
    start, end = finding.span.start, finding.span.end
    text = old.lines[line][start.column : end.column if end.line == start.line else None].strip()
    for place in (line, line + change.shift):
        if change.first <= place < change.new_end and text in new.lines[place]:
            return place
    return min(max(line + change.shift, change.first), max(change.new_end - 1, change.first))


def _within(kept: Sequence[tuple[int, Finding]], start: int, height: int) -> tuple[Finding, ...]:
    """Return the kept findings that lie in a chunk, in its own lines."""
    return tuple(
        evolve(
            finding,
            span=finding.span.moved(line - start - finding.span.start.line),
            node=finding.node.moved(line - start - finding.span.start.line),
        )
        for line, finding in kept
        if start <= line < start + height
    )
