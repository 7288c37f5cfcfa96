"""A function typed into a real module, up to any of its letters: what is found elsewhere stays where it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path

from attrs import field, frozen

from aseptic.analysis.documents.incremental import Analysis, edited, fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document, split_lines
from aseptic.source.lexing import CLEAN, advance
from aseptic.source.span import Edit, Span

OPENED = (
    "", "(", "[", "{", '"', "'", '"""', "'''", 'f"', 'f"{', 'f"""{', 'r"""', "x = (", 'x = """a', 'f("""', "{'a': [", "@d(", "\\",
    'b"""', "lambda: (", '"%s" % (', "# '''", 'print(f"{x!r',
)  # fmt: skip
"""What may stand unclosed where somebody just types."""
_SURE = re.compile(r"(?:@|(?:async def|def|class|import|from)\b)")
Found = tuple[int, int, str]


@frozen
class Module:
    """A module with findings, the places where a function can be typed, and its own functions to type."""

    text: str = field(repr=False)
    places: tuple[tuple[int, int], ...] = field(repr=False)
    """Lines before which a statement begins, each with its column."""
    functions: tuple[str, ...] = field(repr=False)
    """Functions from the margin, with another name."""


@cache
def module_at(path: Path) -> Module | None:
    """Read a module; None where no function can be typed into it."""
    text = path.read_text(encoding="utf-8")
    if re.search(r"[\r\f\t]", text):
        return None
    tree, lines = ast.parse(text), text.split("\n")
    module = Module(text, tuple(_places(tree.body, lines)), tuple(_functions(tree, lines)))
    return module if module.places and module.functions else None


def _first(node: ast.stmt) -> int:
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))]) - 1


def _places(body: Sequence[ast.stmt], lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    for node in body:
        line = _first(node)
        while line and lines[line - 1].lstrip().startswith("#"):
            line -= 1  # comments above a statement are its own
        if not lines[line - 1].endswith("\\") and not lines[_first(node)][: node.col_offset].strip():
            yield line, node.col_offset
        for name in ("body", "orelse", "finalbody"):
            inner = getattr(node, name, None)
            if isinstance(inner, list) and inner and inner[0].lineno > node.lineno:
                yield from _places(inner, lines)


def _functions(tree: ast.Module, lines: Sequence[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            whole, column = lines[_first(node) : node.end_lineno], node.col_offset
            if not any(line[:column].strip() for line in whole):
                yield "\n".join(line[column:] for line in whole).replace("def ", "def typed_", 1)


def lost_in_prose(typed: str, below: Sequence[str]) -> bool:
    """Whether three quotes stay open, and close where a text begins, with no line between that surely begins a statement.

    Nobody can tell then which of the two was meant to begin: code in that text stands outside any for a while.
    """
    state = CLEAN
    for line in split_lines(f"{typed}\n"):
        state = advance(line, state)
    between = takewhile(lambda line: state.quote not in line, below)
    return len(state.quote) == 3 and not any(map(_SURE.match, between))


def assert_the_rest_stays(memo: Memo, module: Module, place: int, function: str, upto: int, opened: str) -> None:
    """Type a function up to one of its letters, with something unclosed behind it, then ten letters more."""
    line, column = module.places[place % len(module.places)]
    letters = "\n".join(" " * column + each if each.strip() else each for each in function.split("\n"))
    upto %= len(letters) + 1
    document = Document.of(module.text)
    analysis = known(memo, module.text)
    before = found(analysis)
    typed, at, height = f"{letters[:upto]}{opened}", (line, 0), len(document.lines)
    for text in (f"{typed}\n", *letters[upto : upto + 10]):
        document, change = document.edited(Edit(Span.of(*at, *at), text))
        analysis = edited(analysis, document, change, memo)
        typed = typed if text == f"{typed}\n" else typed + text
        at = line + typed.count("\n"), len(typed.rpartition("\n")[2])
        if lost_in_prose(typed, module.text.split("\n")[line:]):
            return
        added = len(document.lines) - height
        moved = [(each + (added if each >= line else 0), *rest) for each, *rest in before]
        assert [each for each in found(analysis) if not line <= each[0] <= at[0]] == moved, (line, typed)


@cache
def known(memo: Memo, text: str) -> Analysis:
    return fresh(Document.of(text), memo)


def found(analysis: Analysis) -> list[Found]:
    return [
        (start + each.span.start.line, each.span.start.column, each.rule)
        for start, entry in analysis.found
        for each in entry.findings
    ]
