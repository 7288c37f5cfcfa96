"""A replacement is offered only when its result was tried: it parses, and the finding is gone without a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen

from aseptic.analysis.documents.incremental import Analysis, Entry, edited
from aseptic.analysis.fixing.line_width import line_width
from aseptic.analysis.fixing.loggers import befitting
from aseptic.analysis.fixing.overwriting import overwritten, taken
from aseptic.analysis.fixing.swapping import swapping
from aseptic.analysis.fixing.tidying import tidied
from aseptic.analysis.fixing.used_width import least_width, package_width, used_width
from aseptic.analysis.fixing.withholding import names_one, withheld
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.replacements.assignments import add_to_head
from aseptic.replacements.imports import add_import
from aseptic.replacements.leftover import below_the_head
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.rewrites import replacements_for
from aseptic.source.bindings import Bindings
from aseptic.source.blocks import differing
from aseptic.source.contribution import NOTHING
from aseptic.source.document import Change, merged
from aseptic.source.magics import left_of
from aseptic.source.parse import Broken
from aseptic.source.span import Edit


@frozen
class Proved:
    """A replacement with its edits in lines of the document, none of which overlap."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool
    mending: tuple[Edit, ...]
    """What stands in for them beside others' edits, which may need the imports that the tidying ones take away."""
    tidying: tuple[Edit, ...] = ()
    """Those of the edits that only take imports away which nothing needs after the others."""
    open: bool = False
    """Whether it holds for some libraries only, and neither the module nor the project names one: a person knows."""


def proved(snapshot: Snapshot, placed: ChunkFinding, only_safe: bool = False) -> Iterator[Proved]:
    """Yield the replacements of a finding whose result was checked; the check is most of the cost."""
    memo = snapshot.project.memo
    parsed = memo.parsed(placed.entry.chunk)
    if isinstance(parsed, Broken):
        return
    bindings = _bindings(snapshot.analysis, placed)
    names = bindings.imported_names()
    owner = placed.entry.chunk.owner
    path = snapshot.project.root / snapshot.path
    width = _width(snapshot, path) if placed.finding.replace else 0
    for made in replacements_for(placed.finding, parsed, placed.entry.view, names, owner, width):
        if only_safe and not made.safe:
            continue
        replacement = befitting(path, snapshot.analysis, bindings, memo, _expected(snapshot, made))
        if replacement is None:
            continue
        if _stands_against(snapshot, replacement) or _is_reached(snapshot, placed, replacement):
            continue
        if withheld(snapshot.project.root, snapshot.path, replacement, names.values(), snapshot.lines):
            continue
        if any(overwritten(snapshot.analysis, bindings, each, memo, placed.entry) for each in replacement.imports):
            continue
        if any(taken(snapshot.analysis, bindings, each, memo) for each in replacement.assignments):
            continue
        swap = swapping(snapshot.analysis, memo, *replacement.swapped) if replacement.swapped else ()
        edits = swap or _whole(snapshot, placed, replacement)
        mended = applied(snapshot, edits) if edits and not _spoils_a_magic(snapshot, edits) else None
        if mended is None or not _mends(snapshot, placed, mended, replacement.veils):
            continue
        tidying = tidied(snapshot, edits, mended)
        whole = (*below_the_head(edits, tidying), *tidying)
        if tidying and not _mends(snapshot, placed, applied(snapshot, whole)):
            whole, tidying = edits, ()
        open_ = bool(replacement.libraries) and not names_one(snapshot.project.root, replacement.libraries)
        yield Proved(replacement.title, whole, replacement.safe, edits, tidying, open_)


def _width(snapshot: Snapshot, path: Path) -> int:
    """Return the columns of a line, as a formatter is told them, else as package and file show them."""
    told = line_width(snapshot.project.root) or package_width(path)
    return told or used_width(snapshot.lines, least=least_width(path))


def _expected(snapshot: Snapshot, replacement: Replacement) -> Replacement:
    """Return a replacement with the error that another file of the project expects, where one does."""
    pinned = replacement.pinned
    if pinned is None or not snapshot.elsewhere.expected(pinned.function, pinned.generator):
        return replacement
    return evolve(replacement, title=pinned.title, edits=pinned.edits)


def _stands_against(snapshot: Snapshot, replacement: Replacement) -> bool:
    return replacement.against is not None and any(map(replacement.against.search, snapshot.lines))


def applied(snapshot: Snapshot, edits: Sequence[Edit]) -> Analysis:
    """Return the analysis of the text that the edits make; they are given in places of the text before them."""
    document = snapshot.analysis.document
    changes: list[Change] = []
    ordered = sorted(edits, key=lambda each: each.span)
    for edit in reversed(ordered):  # of two in one place the first of the list comes first, as in an editor
        document, change = document.edited(edit)
        changes.append(change)
    whole = merged(changes)
    if whole is None:
        return snapshot.analysis
    return edited(snapshot.analysis, document, whole, snapshot.project.memo)


def _whole(snapshot: Snapshot, placed: ChunkFinding, replacement: Replacement) -> tuple[Edit, ...]:
    """Return the edits in lines of the document; none where an import would stand below what needs it."""
    own = tuple(Edit(edit.span.moved(placed.start), edit.text) for edit in replacement.edits)
    head = _head(snapshot.analysis, placed, replacement)
    late = any(edit.span.start > each.span.start for edit in head for each in own)
    return () if late else (*head, *own)


def _spoils_a_magic(snapshot: Snapshot, edits: Sequence[Edit]) -> bool:
    """Whether edits reach into what stands for a magic, of which the person's cell holds the magic itself."""
    lines = snapshot.lines if snapshot.analysis.document.walls else ()
    gone = [each.span for each in edits if each.span.start != each.span.end]
    return bool(lines) and any(
        each.start.column < left_of(lines[each.start.line])
        or (each.start.line < each.end.line and each.end.column > 0 and left_of(lines[each.end.line]) > 0)
        for each in gone
    )


def _is_reached(snapshot: Snapshot, placed: ChunkFinding, replacement: Replacement) -> bool:
    """Whether another chunk may reach what the replacement makes, and expect it as it was."""
    kept = replacement.kept
    others = (entry.chunk for entry in snapshot.analysis.entries if entry is not placed.entry) if kept else ()
    return any(not kept.isdisjoint(chunk.names) for chunk in others)


def _bindings(analysis: Analysis, placed: ChunkFinding) -> Bindings:
    """Return what is bound where a finding is; what a notebook's later cells bind nobody may count on."""
    _, end = analysis.document.part(placed.start)
    if end == len(analysis.document.lines):
        return analysis.bindings
    above = analysis.contributions[: analysis.cut.at(end)]
    told = (each for each in above if each is not NOTHING)
    return Bindings.of(told, analysis.bindings.origin, analysis.bindings.exports)


def _head(analysis: Analysis, placed: ChunkFinding, replacement: Replacement) -> tuple[Edit, ...]:
    """Return the edits that add imports and assignments: at the top of the document, or of the finding's cell."""
    lines = analysis.document.lines
    first, end = analysis.document.part(placed.start)
    if end == len(lines) and not first:
        return add_to_head(lines, replacement.imports, replacement.assignments, analysis.cut)
    above = analysis.cut.part(0, first) if first else None
    # What a cell above brings is there.
    wanted = [each for each in replacement.imports if not above or add_import(lines[:first], each, above)]
    found = add_to_head(lines[first:end], wanted, replacement.assignments, analysis.cut.part(first, end), cell=True)
    return tuple(Edit(edit.span.moved(first), edit.text) for edit in found)


def _mends(snapshot: Snapshot, placed: ChunkFinding, mended: Analysis, veils: bool = False) -> bool:
    """Whether the finding is gone and no other came; where others may be out of sight, all of them are there still."""
    before, after = differing(snapshot.analysis.entries, mended.entries)
    if _broken(after) > _broken(before) or not _parses(snapshot, before, after):
        return False
    before_rules, after_rules = _rules(before), _rules(after)
    before_rules[placed.finding.rule] -= 1
    if veils and +before_rules != after_rules:
        return False
    return all(count <= before_rules[rule] for rule, count in after_rules.items())


def _broken(entries: Sequence[Entry]) -> int:
    return sum(entry.checked.broken is not None or bool(entry.checked.failed) for entry in entries)


def _parses(snapshot: Snapshot, before: Sequence[Entry], after: Sequence[Entry]) -> bool:
    """Whether every new chunk parses: one that holds no word of a detector was let through without a look at it."""
    known = {entry.chunk for entry in before}
    fresh = (entry.chunk for entry in after if entry.chunk not in known)
    return not any(isinstance(snapshot.project.memo.parsed(chunk), Broken) for chunk in fresh)


def _rules(entries: Sequence[Entry]) -> Counter[str]:
    return Counter(finding.rule for entry in entries for finding in entry.findings)
