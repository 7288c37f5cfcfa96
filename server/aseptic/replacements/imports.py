"""An import added to a module once, where the others stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from aseptic.replacements.import_order import Place, Standing, extended, ordered
from aseptic.replacements.replacement import Import
from aseptic.replacements.start_up import arranges
from aseptic.replacements.top_level import Top, at_the_top, is_future, line_ending, top_of
from aseptic.source.cut import Cut, cut
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_DEFINITION = re.compile(r"@|(?:async[ \t]+)?def\b|class\b")
_HEADING = re.compile(
    r"#!|#.*coding[:=]|#\s*(?:%|In\[)|#.*(?:-\*-|vim?:|type:|ruff:|pylint:|flake8|mypy:|pyright:|noqa|isort:)"
)
_LICENCE = re.compile(r"copyright|licen[cs]e|spdx|author", re.IGNORECASE)
_TOP_STATEMENT = re.compile("[rRuU]?[\"']|from __future__")
_BYTE_ORDER_MARK = "\ufeff"


def add_import(lines: Sequence[str], wanted: Import, known: Cut | None = None, cell: bool = False) -> Edit | None:
    """Return the edit that adds an import, to one that is there or as a line; None where the module has it already.

    `lines` are a document's, with their ends, and the edit counts in them; `known` is their cut, where the caller
    has it. A notebook's `cell` has no docstring. An import in a function, in a branch or for type checkers only does
    not count as had.
    """
    whole = known or cut(lines)
    telling = [
        top_of(chunk, start)
        for chunk, start in zip(whole.chunks, whole.starts, strict=True)
        if "import" in chunk.text and at_the_top(chunk)
    ]
    if any(_brings(each, wanted) for top in telling for each in _unconditional(top.statements)):
        return None
    block, otherwise = _block(lines, whole)
    joined = next((edit for each in block if (edit := extended(lines, each, wanted))), None)
    if joined:
        return joined
    least = max((top.end for top in telling if top.future), default=0)
    if block and (place := ordered(block, wanted)).line >= least:
        return _whole_line(lines, place, wanted)
    shared = _behind_the_head(whole, telling, cell)
    if shared and (otherwise <= shared.line or least):
        return Edit(Span(shared, shared), f"{wanted.statement}; ")
    line = max(otherwise, least)
    return _whole_line(lines, Place(line, int(0 < least == line), _blank_lines(lines, line)), wanted)


def _blank_lines(lines: Sequence[str], line: int) -> int:
    """Return how many blank lines belong between an import that is the only one and the code on a line."""
    if line >= len(lines) or not lines[line].strip(_BYTE_ORDER_MARK + " \t\f\r\n"):
        return 0
    return 2 if _DEFINITION.match(lines[line]) else 1


def _whole_line(lines: Sequence[str], place: Place, wanted: Import) -> Edit:
    """Return the edit that adds an import as a line of its own, with the blank lines that part it from others."""
    line, ending = place.line, line_ending(lines, place.line)
    before, after = ending * place.blank_before, ending * place.blank_after
    if line >= len(lines):
        end = Position(len(lines) - 1, len(lines[-1]))
        return Edit(Span(end, end), ending + before + wanted.statement)
    start = Position(line, 1 if line == 0 and lines[0].startswith(_BYTE_ORDER_MARK) else 0)
    return Edit(Span(start, start), before + wanted.statement + ending + after)


def _block(lines: Sequence[str], whole: Cut) -> tuple[list[Standing], int]:
    """Return the first block of imports, and where to add one if there is none: after what heads the file.

    What arranges things for imports, as a line that changes `sys.path` does, stays above: then it is the next block.
    """
    place = _after_comments(lines)
    block: list[Standing] = []
    for chunk, start in zip(whole.chunks, whole.starts, strict=True):
        top = top_of(chunk, start) if at_the_top(chunk) else Top(broken=True)
        if top.imports:
            place = top.end
            block += [] if top.future else [Standing(top.parsed, start, top.end)] if top.parsed else []
        elif block and arranges(top.statements):
            later = _run_below(whole, start)
            return (later or block), place
        elif block or not top.quiet:
            break
        elif top.text:
            place = _past_blank(lines, top.end)
    return block, place


def _run_below(whole: Cut, line: int) -> list[Standing]:
    """Return the first block of imports below a line, as far as no definition stands between."""
    block: list[Standing] = []
    for chunk, start in zip(whole.chunks, whole.starts, strict=True):
        if start > line:
            top = top_of(chunk, start) if at_the_top(chunk) else Top(broken=True)
            if top.imports and top.parsed:
                block += [] if top.future else [Standing(top.parsed, start, top.end)]
            elif block or top.broken:
                break
    return block


def _after_comments(lines: Sequence[str]) -> int:
    """Return the line after the comments that begin the file: its shebang, encoding and licence, a cell's magics.

    A comment right above code, which is neither, belongs to that.
    """
    line = 0
    while line < len(lines) and (lines[line].lstrip(_BYTE_ORDER_MARK).startswith("#") or _was_magic(lines[line])):
        line += 1
    if 0 < line < len(lines) and lines[line].strip() and not _LICENCE.search("".join(lines[:line])):
        own = line
        while own and lines[own - 1].startswith("#") and not _HEADING.match(lines[own - 1]):
            own -= 1
        if own < line and not _TOP_STATEMENT.match(lines[line]):
            return own
    return _past_blank(lines, line) if line else 0


def _was_magic(line: str) -> bool:
    """Whether a line may be what is left of a magic where a cell is read as Python: nothing may precede some."""
    return line_end(line) > 0 and not line.strip()


def _behind_the_head(whole: Cut, telling: Sequence[Top], cell: bool) -> Position | None:
    """Return where a statement begins on the line of the docstring or of a `from __future__`, right behind it.

    Above it an import would undo these, and below it may be too late.
    """
    tops = (top_of(*each) for each in zip(whole.chunks, whole.starts, strict=True))
    first = next((each for each in tops if each.statements or each.broken), Top())
    heads = [(first, 0)] if first.text and not cell else []
    heads += [(each, at) for each in telling for at, statement in enumerate(each.statements) if is_future(statement)]
    for top, at in reversed(heads):
        if top.parsed and at + 1 < len(top.statements):
            head, after = (top.parsed.span(each).moved(top.start) for each in top.statements[at : at + 2])
            return after.start if after.start.line == head.end.line else None
    return None


def _past_blank(lines: Sequence[str], line: int) -> int:
    """Step over one blank line, unless it is the file's last."""
    return line + 1 if line + 1 < len(lines) and not lines[line].strip() else line


def _unconditional(statements: Sequence[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the imports without which the module does not get to its end."""
    for statement in statements:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield statement
        elif isinstance(statement, ast.Try | ast.TryStar):
            yield from _unconditional((*statement.body, *statement.finalbody))
        elif isinstance(statement, ast.With):
            yield from _unconditional(statement.body)


def _brings(statement: ast.Import | ast.ImportFrom, wanted: Import) -> bool:
    """Whether an import binds the wanted name; `import a.b` brings `a` and `a.b`."""
    if isinstance(statement, ast.ImportFrom):
        here = not statement.level and statement.module == wanted.module
        return here and any(
            alias.name == wanted.name and alias.asname in (None, wanted.name) for alias in statement.names
        )
    return not wanted.name and any(_binds(alias, wanted.module) for alias in statement.names)


def _binds(alias: ast.alias, module: str) -> bool:
    if alias.asname:
        return alias.asname == alias.name == module
    return f"{alias.name}.".startswith(f"{module}.")
