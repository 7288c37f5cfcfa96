"""A chunk parsed again at the cost of one line, where that line is all that is new and holds one simple statement."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Sequence
from itertools import pairwise

from attrs import evolve, frozen

from aseptic.source.chunk import Chunk, Kind
from aseptic.source.document import split_lines
from aseptic.source.parse import Parsed

BLOCKS = ("body", "handlers", "orelse", "finalbody")
"""Where statements stand below another, in the order of the text."""
_SIMPLE = (
    *(ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Delete, ast.Raise, ast.Assert),
    *(ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.Pass, ast.Break, ast.Continue),
)
_INDENT = re.compile(r"[ \t]+(?=[^\s#\\])")
_FORMATTED = re.compile(r"(?<!\w)(?:[fFtT][rR]?|[rR][fFtT])[\"']")
_LONGEST = 400
"""Letters of a line beyond which a parser's limits may matter, which count what is round it, too."""
_OLD = sys.version_info < (3, 12)


@frozen(eq=False)
class _Place:
    """Where a statement stands: in which block of what node."""

    holder: ast.AST
    block: str
    index: int


def reparsed(old: Parsed, chunk: Chunk) -> Parsed | None:
    """Return what `parse` would, from a chunk that differs in one line; None where that takes a parser.

    What is round the line was a whole statement before it and after it, so the rest of the tree is the same.
    """
    if chunk.kind is not old.chunk.kind or chunk.height != old.chunk.height or chunk.text.startswith("\ufeff"):
        return None
    at = _changed(old.lines, lines := split_lines(chunk.text))
    if at is None:
        return None
    if _is_void(old.lines[at]) and _is_void(lines[at]):
        apart = not _is_joined(old.lines, at) and is_apart(old.tree, at + old.above, at + old.above)
        return old.beside(chunk) if apart and chunk.kind is not Kind.HEADER else None
    void = _is_void(old.lines[at])
    path = _gap(old, lines, at) if void else _path(old.tree, at + old.above)
    indent = _indent(lines if void else old.lines, lines, at)
    if not path or not indent or not (void or _alone(path[-1], len(indent))):
        return None
    block = _block(lines[at], at + old.above)
    return None if block is None else _grafted(old, chunk, path, block, void)


def _changed(before: Sequence[str], after: Sequence[str]) -> int | None:
    """Return the one line that is another; None where none is, or several are."""
    if len(before) != len(after):
        return None
    found = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    return found[0] if len(found) == 1 else None


def _indent(before: Sequence[str], after: Sequence[str], at: int) -> str:
    """Return how far a line is indented before and after; empty where its end, or its beginning, lies elsewhere."""
    old, new = _INDENT.match(before[at]), _INDENT.match(after[at])
    joined = _is_joined(before, at) or _is_joined(after, at)
    return old[0] if old and new and old[0] == new[0] and not joined else ""


def _is_joined(lines: Sequence[str], at: int) -> bool:
    """Whether a line goes on in the next one, or the one above in it."""
    return any(map(is_continued, lines[max(at - 1, 0) : at + 1]))


def is_continued(line: str) -> bool:
    """Whether a line may go on in the next one: it ends in a backslash."""
    return line.rstrip("\r\n").endswith("\\")


def _is_void(line: str) -> bool:
    """Whether a line outside of texts holds nothing but space or a comment, of which the parser keeps nothing."""
    said = line.strip(" \t\f\r\n")
    return not said or (said[0] == "#" and said.isprintable())


def is_apart(tree: ast.AST, first: float, last: float) -> bool:
    """Whether lines, by the parser's numbers or half between these, lie behind a statement and before the next one.

    That may be of another block of what holds both, or none, behind all.
    """
    node = tree
    while (place := _inner(node, first)) is not None:
        node = _at(place)
    inside = _statements(node)
    if any((one.end_lineno or 0) < first and last < _begin(other) for one, other in pairwise(inside)):
        return True
    return isinstance(node, ast.Module) and bool(inside) and (inside[-1].end_lineno or first) < first


def _statements(node: ast.AST) -> list[ast.stmt]:
    """Return the statements and `except` clauses right below a node in the order of the text."""
    inside: list[ast.stmt] = []
    for name in BLOCKS:
        inside += getattr(node, name, ())
    return inside


def _begin(statement: ast.stmt) -> int:
    decorators: Sequence[ast.expr] = getattr(statement, "decorator_list", ())
    return min(each.lineno for each in (statement, *decorators))


def _path(tree: ast.AST, lineno: int) -> list[_Place]:
    """Return the way to the simple statement on a line, from the outside in; nothing where there is none."""
    path: list[_Place] = []
    node = tree
    while not isinstance(node, _SIMPLE):
        place = _inner(node, lineno)
        if place is None:
            return []
        path.append(place)
        node = _at(place)
    return path


def _gap(old: Parsed, lines: Sequence[str], at: int) -> list[_Place]:
    """Return the way to where a statement on a line that was void goes: behind the one above that is indented alike.

    Nothing where none is, or something else than statements stands between them, as `else:` does.
    """
    path: list[_Place] = []
    indent = _INDENT.match(lines[at])
    node: ast.AST = old.tree
    while indent is not None:
        inside = _inner(node, at + old.above)
        place = inside or _last(node, at + old.above)
        if place is None:
            return []
        node = _at(place)
        before = lines[node.lineno - old.above][: node.col_offset]
        if inside is None and before == indent[0] and not isinstance(node, ast.ExceptHandler):
            between = lines[(node.end_lineno or 0) - old.above + 1 : at]
            beside = evolve(place, index=place.index + 1)
            return [*path, beside] if all(map(_is_void, between)) else []
        path.append(place)
    return []


def _last(node: ast.AST, lineno: int) -> _Place | None:
    """Return the last statement right below a node that ends above a line."""
    places = (_Place(node, name, index) for name in BLOCKS for index in range(len(getattr(node, name, ()))))
    above = [place for place in places if (_at(place).end_lineno or lineno) < lineno]
    return above[-1] if above else None


def _inner(node: ast.AST, lineno: float) -> _Place | None:
    for name in BLOCKS:
        block: Sequence[ast.stmt] = getattr(node, name, ())
        for index, each in enumerate(block):
            if each.lineno <= lineno <= (each.end_lineno or 0):
                return _Place(node, name, index)
    return None


def _at(place: _Place) -> ast.stmt:
    found: ast.stmt = getattr(place.holder, place.block)[place.index]
    return found


def _alone(place: _Place, column: int) -> bool:
    """Whether a statement begins at a column of its line, and has it for itself."""
    block: Sequence[ast.stmt] = getattr(place.holder, place.block)
    statement, near = _at(place), block[max(place.index - 1, 0) : place.index + 2]
    apart = all((first.end_lineno or 0) < second.lineno for first, second in pairwise(near))
    return apart and statement.lineno == statement.end_lineno and statement.col_offset == column


def _block(line: str, lineno: int) -> ast.If | None:
    """Parse one line as the block of a statement above it; None unless it holds one simple statement."""
    if len(line) > _LONGEST or (_OLD and _FORMATTED.search(line)):
        return None  # whether a string in another may have its quotes, the whole text tells
    try:
        tree = ast.parse(f"if _:\n{line}")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    match tree.body:
        case [ast.If(body=[statement], orelse=[]) as block] if isinstance(statement, _SIMPLE):
            ast.increment_lineno(block, lineno - 2)
            return block
        case _:
            return None


def _grafted(old: Parsed, chunk: Chunk, path: Sequence[_Place], block: ast.If, more: bool) -> Parsed:
    """Put a statement in the place of another, or before it: what holds it is made anew, all else is shared."""
    lineno = block.body[0].lineno
    node: ast.AST = block.body[0]
    swapped: list[tuple[ast.AST | None, ast.AST]] = [(None if more else _at(path[-1]), node)]
    for place in reversed(path):
        statements: list[ast.AST] = list(getattr(place.holder, place.block))
        statements[place.index : place.index + (not more or len(swapped) > 1)] = [node]
        parts = {**vars(place.holder), place.block: statements}
        if getattr(place.holder, "end_lineno", lineno + 1) <= lineno:
            parts.update(end_lineno=lineno, end_col_offset=block.end_col_offset)
        node = type(place.holder)(**parts)
        swapped.append((place.holder, node))
    assert isinstance(node, ast.Module)
    return old.grown(chunk, node, tuple(swapped))
