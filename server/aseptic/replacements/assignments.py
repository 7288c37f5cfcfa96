"""A name that is given a value once at the module's level, right below its imports."""

from __future__ import annotations

from collections.abc import Sequence

from aseptic.replacements.imports import add_import
from aseptic.replacements.replacement import Assignment, Import
from aseptic.replacements.top_level import at_the_top, line_ending, top_of
from aseptic.source.cut import Cut, cut
from aseptic.source.document import Document, split_lines
from aseptic.source.span import Edit, Position, Span

_DEFINES = ("def ", "async def ", "class ", "@")


def add_to_head(
    lines: Sequence[str],
    imports: Sequence[Import],
    assignments: Sequence[Assignment],
    known: Cut | None = None,
    cell: bool = False,
) -> tuple[Edit, ...]:
    """Return the edits that add imports, where they are missing, and assignments below all that the head imports.

    `lines`, `known` and `cell` are those of `add_import`. Of two edits in one place the first is to come first.
    """
    found = (add_import(lines, each, known, cell) for each in imports)
    edits = tuple(each for each in found if each is not None)
    for each in assignments:
        edits = _with(lines, edits, each, cell)
    return edits


def _with(lines: Sequence[str], edits: Sequence[Edit], wanted: Assignment, cell: bool) -> tuple[Edit, ...]:
    """Add the edit for an assignment: what stands there already by then decides on its place and its blank lines."""
    document = Document.of("".join(lines))
    for edit in sorted(edits, key=lambda each: each.span)[::-1]:
        document, _ = document.edited(edit)
    place = _below_imports(document.lines, cell)
    text = _laid_out(document.lines, place, wanted)
    line = place
    for at, edit in enumerate(sorted(edits, key=lambda each: each.span)):
        start, added = edit.span.start.line, split_lines(edit.text)
        if start < place < start + len(added) - 1:
            cut_at = place - start  # in the midst of what another edit adds
            whole = "".join((*added[:cut_at], text, *added[cut_at:]))
            return (*edits[:at], Edit(edit.span, whole), *edits[at + 1 :])
        line -= (len(added) - 1) if start < place else 0
    if line >= len(lines):
        end = Position(len(lines) - 1, len(lines[-1]))
        return (*edits, Edit(Span(end, end), text))
    return (*edits, Edit(Span(Position(line, 0), Position(line, 0)), text))


def _below_imports(lines: Sequence[str], cell: bool) -> int:
    """Return the line after the last statement that imports, above the first definition."""
    whole, place = cut(lines), 0
    for at, (chunk, start) in enumerate(zip(whole.chunks, whole.starts, strict=True)):
        if not at_the_top(chunk):
            break
        top = top_of(chunk, start)
        if top.importing or (place and top.names_module) or (at == 0 and top.text and not cell):
            place = top.end
    return place


def _laid_out(lines: Sequence[str], place: int, wanted: Assignment) -> str:
    """Write the assignment with blank lines round it, as many as there are not yet."""
    ending = line_ending(lines, place)
    above = place > 0 and bool(lines[place - 1].strip())
    below = lines[place] if place < len(lines) else ""
    after = 0 if not below.strip() else 2 if below.startswith(_DEFINES) else 1
    return ending * above + wanted.statement + ending + ending * after
