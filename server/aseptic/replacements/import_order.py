"""Where among the imports of a module one more belongs: with its like, in the order that they are in."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Sequence

from attrs import frozen

from aseptic.replacements.replacement import Import
from aseptic.source.document import line_end
from aseptic.source.parse import Parsed
from aseptic.source.span import Edit, Span

Statement = ast.Import | ast.ImportFrom
_Key = tuple[int | str, int | str]


@frozen(eq=False)
class Standing:
    """A chunk of imports where it stands in its document."""

    parsed: Parsed
    start: int
    """The document's line on which the chunk begins."""
    end: int
    """The document's line after its last statement."""

    @property
    def statement(self) -> Statement:
        """The first of its imports, which stands for all."""
        first = self.parsed.roots[0]
        assert isinstance(first, Statement)
        return first

    @property
    def line(self) -> int:
        """The line of its first import: comments above it belong to the chunk, too."""
        return self.start + self.parsed.span(self.parsed.roots[0]).start.line


@frozen
class Place:
    """Where to add a line."""

    line: int
    blank_before: int = 0
    blank_after: int = 0


def ordered(block: Sequence[Standing], wanted: Import) -> Place:
    """Return where an import belongs in a block that is not empty.

    Imports of the standard library stand before all others, apart by a blank line; within each kind a new one goes
    where the order that the others are in puts it, and behind them where they are in none.
    """
    standard = [each for each in block if _is_standard(_module(each.statement))]
    others = [each for each in block if each not in standard]
    if _is_standard(wanted.module):
        return _among(_longest(standard), wanted) if standard else Place(others[0].line, blank_after=1)
    near = [each for each in others if not _is_relative(each)]
    if near:
        return _among(_group(near, wanted), wanted)
    if others:
        return Place(others[0].line, blank_after=1)
    return Place(standard[-1].end, blank_before=1)


def extended(lines: Sequence[str], standing: Standing, wanted: Import) -> Edit | None:
    """Return the edit that adds a name to an import from the same module; None where it is no such import."""
    statement, span = standing.statement, standing.parsed.span
    if not wanted.name or len(standing.parsed.roots) > 1 or not isinstance(statement, ast.ImportFrom):
        return None
    if statement.level or statement.module != wanted.module or statement.names[0].name == "*":
        return None
    names = [alias.name for alias in statement.names]
    last = span(statement.names[-1]).moved(standing.start)
    after = (
        next((each for each in statement.names if each.name > wanted.name), None) if names == sorted(names) else None
    )
    if after is not None and span(statement).start.line == span(statement).end.line:
        start = span(after).moved(standing.start).start
        return Edit(Span(start, start), f"{wanted.name}, ")
    line = lines[last.start.line]
    indent = line[: last.start.column]
    text = f", {wanted.name}" if indent.strip() else f",{line[line_end(line) :]}{indent}{wanted.name}"
    return Edit(Span(last.end, last.end), text)


def _among(those: Sequence[Standing], wanted: Import) -> Place:
    """Return the place among imports of one kind."""
    key = next((key for key in (_by_form, _by_module) if _in_order(those, key)), None)
    if key is None:
        alike = [each for each in those if isinstance(each.statement, ast.ImportFrom) == bool(wanted.name)]
        return Place((alike or those)[-1].end)
    own = key(wanted.module, bool(wanted.name))
    before = [each for each in those if key(*_form(each)) <= own]
    return Place(before[-1].end) if before else Place(those[0].line)


def _longest(those: Sequence[Standing]) -> Sequence[Standing]:
    """Return all, where they are in an order; else the longest of their groups."""
    is_ordered = any(_in_order(those, key) for key in (_by_form, _by_module))
    return those if is_ordered else max(_groups(those), key=len)


def _groups(those: Sequence[Standing]) -> list[list[Standing]]:
    """Return the groups, which blank lines or other imports part."""
    groups = [[those[0]]]
    for each in those[1:]:
        last = groups[-1][-1]
        if each.start != last.start + last.parsed.chunk.height or last.end != each.start:
            groups.append([])
        groups[-1].append(each)
    return groups


def _group(those: Sequence[Standing], wanted: Import) -> Sequence[Standing]:
    """Return the first of the groups that imports from the same package; where none does, the first of all."""
    groups = _groups(those)
    root = wanted.module.partition(".")[0]
    alike = (group for group in groups if any(_module(each.statement).partition(".")[0] == root for each in group))
    return next(alike, groups[0])


def _in_order(those: Sequence[Standing], key: Callable[[str, bool], _Key]) -> bool:
    keys = [key(*_form(each)) for each in those]
    return keys == sorted(keys)


def _by_form(module: str, named: bool) -> _Key:
    return int(named), module.lower()


def _by_module(module: str, named: bool) -> _Key:
    return module.lower(), int(named)


def _form(standing: Standing) -> tuple[str, bool]:
    return _module(standing.statement), isinstance(standing.statement, ast.ImportFrom)


def _module(statement: Statement) -> str:
    match statement:
        case ast.ImportFrom(module=module, level=level):
            return "." * level + (module or "")
        case ast.Import(names=names):
            return names[0].name


def _is_relative(standing: Standing) -> bool:
    return _module(standing.statement).startswith(".")


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names
