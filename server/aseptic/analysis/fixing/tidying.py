"""Imports that nothing in a document needs any more after edits: those that the edits left without a use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aseptic.analysis.documents.incremental import Analysis
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.replacements.leftover import imports_of, mentions, names_in, removal, with_blank_lines
from aseptic.replacements.own_imports import own_removals
from aseptic.source.parse import Parsed
from aseptic.source.span import Edit, Position, Span

_HANDS_ON = ("__init__.py", ".pyi")
"""Files whose imports are there for others."""


def tidied(snapshot: Snapshot, edits: Sequence[Edit], after: Analysis) -> tuple[Edit, ...]:
    """Return the edits that take away the imports which `edits` left without a use, in lines of the document before.

    `after` is the analysis of what the edits make. What may be needed stays: see `leftover`.
    """
    if snapshot.path.endswith(_HANDS_ON) or snapshot.analysis.document.walls:
        return ()  # what a notebook's cell imports other runs of its cells may count on
    memo = snapshot.project.memo
    names = _taken(snapshot.analysis, edits, memo)
    of_functions = _of_functions(snapshot.analysis, edits, memo)
    of_module = (_removal(snapshot, name) for name in sorted(names) if not _needed(after, name, memo))
    kept: list[Edit] = []
    for edit in (*of_functions, *of_module):
        if edit and not any(_meet(edit, other) for other in (*edits, *kept)):
            kept.append(_behind_the_mark(snapshot.lines, with_blank_lines(snapshot.lines, edit, (*edits, *kept))))
    return tuple(kept)


def _behind_the_mark(lines: Sequence[str], edit: Edit) -> Edit:
    """Return an edit that leaves a byte order mark where it is."""
    start = Position(0, 1)
    return Edit(Span(start, edit.span.end)) if edit.span.start < start and lines[0].startswith("\ufeff") else edit


def _taken(analysis: Analysis, edits: Sequence[Edit], memo: Memo) -> set[str]:
    """Return the names that were read in the text which the edits take away."""
    return {name for parsed, _, own in _by_chunk(analysis, edits, memo) for name in names_in(parsed, own)}


def _of_functions(analysis: Analysis, edits: Sequence[Edit], memo: Memo) -> tuple[Edit, ...]:
    """Return the edits that take imports out of functions which need them no more, whatever the module imports."""
    return tuple(
        Edit(edit.span.moved(start))
        for parsed, start, own in _by_chunk(analysis, edits, memo)
        for name in sorted(names_in(parsed, own))
        for edit in own_removals(parsed, own, name)
    )


def _by_chunk(analysis: Analysis, edits: Sequence[Edit], memo: Memo) -> Iterator[tuple[Parsed, int, list[Edit]]]:
    """Yield each chunk that edits begin in, its first line, and these in lines of its own."""
    found: dict[int, list[Edit]] = {}
    for edit in edits:
        found.setdefault(analysis.cut.at(edit.span.start.line), []).append(edit)
    for index, own in found.items():
        parsed, start = memo.parsed(analysis.entries[index].chunk), analysis.cut.start(index)
        if isinstance(parsed, Parsed):
            yield parsed, start, [Edit(edit.span.moved(-start), edit.text) for edit in own]


def _needed(after: Analysis, name: str, memo: Memo) -> bool:
    chunks = (entry.chunk for entry in after.entries if name in entry.chunk.names)
    return any(mentions(memo.parsed(chunk), chunk.text, name) for chunk in chunks)


def _removal(snapshot: Snapshot, name: str) -> Edit | None:
    """Return the edit that takes away the import of a name; None where there are several, or it has to stay."""
    found = list(_imports(snapshot.analysis, name, snapshot.project.memo))
    if len(found) != 1 or found[0][0] is None:
        return None
    edit, of_module = found[0]
    return None if of_module and snapshot.elsewhere.taken(snapshot.path, name) else edit


def _imports(analysis: Analysis, name: str, memo: Memo) -> Iterator[tuple[Edit | None, bool]]:
    """Yield for each import of a name the edit that takes it away, and whether it is one of the module's own level."""
    for index, entry in enumerate(analysis.entries):
        if name in entry.chunk.names and "import" in entry.chunk.text:
            parsed, start = memo.parsed(entry.chunk), analysis.cut.start(index)
            if not isinstance(parsed, Parsed):
                continue
            for statement, alias in imports_of(parsed, name):
                edit = removal(parsed, statement, alias)
                yield Edit(edit.span.moved(start)) if edit else None, statement in parsed.roots


def _meet(one: Edit, other: Edit) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end
