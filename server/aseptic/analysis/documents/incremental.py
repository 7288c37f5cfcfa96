"""One document analysed, and analysed again after an edit at the cost of what the edit touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve, frozen

from aseptic.analysis.documents.answers import NO_ANSWERS, Answers
from aseptic.analysis.documents.memo import CLEAN, Checked, Memo
from aseptic.analysis.documents.order import Order, orders
from aseptic.analysis.documents.outline import Outline, gathered, outlined, telling
from aseptic.analysis.documents.rebound import Touched, rebound
from aseptic.source.bindings import Bindings
from aseptic.source.blocks import Blocks
from aseptic.source.chunk import Chunk
from aseptic.source.contribution import Contribution
from aseptic.source.cut import Cut, Recut, recut
from aseptic.source.document import Change, Document
from aseptic.source.exports import NO_PROJECT, Exports, Origin
from aseptic.source.outlook import sees_alike, view_of
from aseptic.source.parse import Broken
from aseptic.source.view import View
from aseptic.standard.finding import Finding

_NOWHERE = Origin()
_UNSEEN = View()


@frozen(eq=False)
class Entry:
    """One chunk with all that is known of it."""

    chunk: Chunk
    view: View
    checked: Checked
    findings: tuple[Finding, ...]
    """The chunk's findings; of a chunk that does not parse the last ones it had, moved with their lines."""


@frozen(eq=False)
class Analysis:
    """Everything known of one version of a document."""

    document: Document
    cut: Cut
    entries: Blocks[Entry]
    contributions: Blocks[Contribution]
    """What each chunk binds."""
    bindings: Bindings
    answers: Answers = NO_ANSWERS
    """What types told."""

    @property
    def found(self) -> Iterator[tuple[int, Entry]]:
        """The chunks that have findings, with the line on which each begins."""
        return self.those(_with_findings)

    @property
    def findings(self) -> Iterator[tuple[int, Finding]]:
        """The findings, with the line on which the chunk of each begins."""
        return ((start, finding) for start, entry in self.found for finding in entry.findings)

    def those(self, places: Callable[[tuple[Entry, ...]], tuple[int, ...]]) -> Iterator[tuple[int, Entry]]:
        """Yield the chunks that a question finds, by their places in a block, with the line on which each begins."""
        for first, found in self.entries.each(places):
            for at in found:
                yield self.cut.start(first + at), self.entries[first + at]


def _with_findings(entries: tuple[Entry, ...]) -> tuple[int, ...]:
    return tuple([at for at, entry in enumerate(entries) if entry.findings])


def fresh(
    document: Document,
    memo: Memo,
    origin: Origin = _NOWHERE,
    exports: Exports = NO_PROJECT,
    answers: Answers = NO_ANSWERS,
) -> Analysis:
    """Analyse a document of which nothing is known; `exports` are the project's other modules as it sees them."""
    return _analysed(outlined(document, memo, origin, exports), memo, answers)


def glanced(outline: Outline, memo: Memo) -> Analysis:
    """Analyse a document from which nobody goes on: names are looked up where that can matter to a finding."""
    bound = memo.checker.bound(outline.cut.chunks, outline.bindings)
    return _analysed(outline, memo, concerned=bound.concerns if bound else None)


def _analysed(
    outline: Outline, memo: Memo, answers: Answers = NO_ANSWERS, concerned: Callable[[Chunk], bool] | None = None
) -> Analysis:
    bindings, contributions, document = outline.bindings, outline.contributions, outline.document
    places = orders(contributions, outline.cut, document.walls)
    entries = Blocks.of(
        _entry(memo, chunk, _view(memo, chunk, bindings, order), (), answers)
        if concerned is None or concerned(chunk)
        else Entry(chunk, _UNSEEN, CLEAN, ())
        for chunk, order in zip(outline.cut.chunks, places, strict=True)
    )
    return Analysis(document, outline.cut, entries, contributions, bindings, answers)


def edited(old: Analysis, document: Document, change: Change, memo: Memo) -> Analysis:
    """Analyse the text that `change` made of `old`; every chunk that it cannot concern keeps its answer."""
    step = recut(old.cut, document.lines, change, document.walls)
    chunks = step.cut.chunks[step.first : step.new_end]
    before = old.contributions[step.first : step.old_end]
    after = [memo.contribution(chunk) for chunk in chunks]
    parted = old.document.parted_as(document, change)
    same = parted and telling(before) == telling(after)
    contributions = old.contributions.spliced(step.first, step.old_end, after)
    bindings = old.bindings if same else gathered(contributions, old.bindings.origin, old.bindings.exports)
    kept = _kept(old, document, step, change)
    last = old.entries[step.first] if same and step.old_end == step.new_end == step.first + 1 else None
    places = orders(contributions, step.cut, document.walls, step.first, step.new_end)
    alike = step.new_end == step.old_end
    renewed = [
        _entry(
            memo,
            chunk,
            _view(memo, chunk, bindings, order, last),
            _within(kept, step.cut.start(index), chunk.height),
            old.answers,
            old.entries[index].chunk if alike else None,
        )
        for index, (chunk, order) in enumerate(zip(chunks, places, strict=True), step.first)
    ]
    entries = old.entries.spliced(step.first, step.old_end, renewed)
    analysis = Analysis(document, step.cut, entries, contributions, bindings, old.answers)
    if same:
        return analysis
    touched = rebound(before, after, (old.bindings, bindings), memo) if parted else None
    return _reviewed(analysis, memo, touched, range(step.first, step.new_end))


def reviewed(analysis: Analysis, memo: Memo) -> Analysis:
    """Look at every chunk's names again; those that stand for the same keep their answers."""
    return _reviewed(analysis, memo, None, range(0))


def answered(analysis: Analysis, memo: Memo, answers: Answers) -> Analysis:
    """Take in what types told, as if it had been known from the start; chunks of which it tells the same stay."""
    told = {chunk for chunk, _ in answers.exact}
    renewed: dict[int, Entry] = {}
    for index, entry in enumerate(analysis.entries):
        if entry.view.inferred or entry.chunk in told:
            now = _entry(memo, entry.chunk, entry.view.bare, entry.findings, answers)
            if now.view != entry.view:
                renewed[index] = now
    entries = analysis.entries.replaced(renewed) if renewed else analysis.entries
    return evolve(analysis, entries=entries, answers=answers)


def _reviewed(analysis: Analysis, memo: Memo, touched: Touched | None, done: range) -> Analysis:
    """Renew the chunks whose view of the names changed; None for `touched` means that any may have."""
    if touched is not None and not touched.names:
        return analysis
    renewed: dict[int, Entry] = {}
    places = orders(analysis.contributions, analysis.cut, analysis.document.walls)
    for index, (entry, order) in enumerate(zip(analysis.entries, places, strict=True)):
        if index in done or not (touched is None or touched.concerns(entry.chunk)):
            continue
        view = _view(memo, entry.chunk, analysis.bindings, order)
        if view != entry.view.bare:
            renewed[index] = _entry(memo, entry.chunk, view, entry.findings, analysis.answers)
    return evolve(analysis, entries=analysis.entries.replaced(renewed))


def _entry(
    memo: Memo,
    chunk: Chunk,
    view: View,
    last: tuple[Finding, ...],
    answers: Answers,
    before: Chunk | None = None,
) -> Entry:
    concerned = answers is not NO_ANSWERS and answers.concern(chunk)
    if concerned:
        told = answers.known(chunk, view, memo.receivers(chunk, view))
        view = evolve(view, inferred=told) if told else view
    checked = memo.checked(chunk, view, before)
    if concerned and checked is CLEAN and isinstance(broken := memo.parsed(chunk), Broken):
        checked = Checked(broken=broken)  # names alone hold nothing to find, and types tell nothing of it now
    standing = checked.broken is not None or bool(checked.failed)
    return Entry(chunk, view, checked, last if standing else checked.findings)


def _view(memo: Memo, chunk: Chunk, bindings: Bindings, order: Order, last: Entry | None = None) -> View:
    """Return what a chunk sees; `last` is the one that stood in its place, while all binds what it bound."""
    above, until, below = order
    if last is not None and sees_alike(bindings, chunk, last.chunk, last.view):
        view = last.view.bare
        view = evolve(view, imports=()) if view.imports else view
    else:
        view = view_of(bindings, chunk, above, None if chunk.deferred else until, below)
    watched = memo.checker.watched(chunk, view)
    return evolve(view, imports=bindings.imported(above, watched, below)) if watched else view


def _kept(old: Analysis, document: Document, step: Recut, change: Change) -> list[tuple[int, Finding]]:
    """Return the findings of the chunks that gave way, with the line that each stands on now."""
    kept: list[tuple[int, Finding]] = []
    for index in range(step.first, step.old_end):
        start = old.cut.start(index)
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
