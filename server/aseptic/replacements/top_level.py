"""The statements at a module's own level, chunk by chunk."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from aseptic.source.chunk import Chunk, Kind
from aseptic.source.document import line_end
from aseptic.source.parse import Broken, Parsed, parse

_IMPORT_LINE = re.compile(r"^(?:import|from)[ \t][^\r\n]+", re.MULTILINE)
_QUIET = (ast.Assign, ast.AnnAssign, ast.Expr, ast.If, ast.Try)


@frozen(eq=False)
class Top:
    """The statements of a chunk at the module's own level."""

    statements: Sequence[ast.stmt] = ()
    start: int = 0
    """The line on which the chunk begins."""
    end: int = 0
    """The line after the last of them."""
    broken: bool = False
    parsed: Parsed | None = None

    @property
    def imports(self) -> bool:
        """Whether it is imports and nothing else."""
        plain = all(isinstance(each, ast.Import | ast.ImportFrom) for each in self.statements)
        return plain and bool(self.statements) and not self.broken

    @property
    def future(self) -> bool:
        """Whether it is a `from __future__`, which nothing but comments and the docstring may precede."""
        return any(map(is_future, self.statements))

    @property
    def text(self) -> bool:
        """Whether it is a bare text, as a docstring is."""
        match list(self.statements[:1]):
            case [ast.Expr(value=ast.Constant(value=str()))]:
                return True
            case _:
                return False

    @property
    def importing(self) -> bool:
        """Whether it is there to import: by imports alone, or by some that are tried or depend on a condition."""
        nested = (node for each in self.statements for node in ast.walk(each))
        return self.imports or (self.quiet and any(isinstance(node, ast.Import | ast.ImportFrom) for node in nested))

    @property
    def names_module(self) -> bool:
        """Whether it says what the module is by a name of Python's, as `__all__` does."""
        match list(self.statements):
            case [ast.Assign(targets=[ast.Name(id=name)])]:
                return name.startswith("__") and name.endswith("__")
            case _:
                return False

    @property
    def quiet(self) -> bool:
        """Whether it calls nothing, and so cannot be what needs the import."""
        calls = (node for each in self.statements for node in ast.walk(each) if isinstance(node, ast.Call))
        return not self.broken and all(isinstance(each, _QUIET) for each in self.statements) and not any(calls)


def is_future(statement: ast.stmt) -> bool:
    """Say whether a statement is a `from __future__`."""
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def at_the_top(chunk: Chunk) -> bool:
    """Say whether a chunk is statements of the module's own, and no definition."""
    return chunk.kind is Kind.STATEMENT and not chunk.deferred


def top_of(chunk: Chunk, start: int) -> Top:
    """Return the statements of a chunk that begins on a line; of a broken one the imports that stand whole."""
    parsed = parse(chunk)
    if isinstance(parsed, Broken):
        return Top(tuple(_whole_imports(chunk.text)), broken=True)
    last = max((parsed.span(root).end.line for root in parsed.roots), default=-1)
    return Top(parsed.roots, start, start + last + 1, parsed=parsed)


def _whole_imports(text: str) -> Iterator[ast.stmt]:
    """Yield the imports that stand whole on their lines in a chunk that does not parse."""
    for match in _IMPORT_LINE.finditer(text):
        try:
            yield from ast.parse(match.group()).body
        except (SyntaxError, ValueError):
            continue


def line_ending(lines: Sequence[str], line: int) -> str:
    """Return the line end in use round a line."""
    for near in (*lines[max(line - 1, 0) : line + 1], *lines[:1]):
        if line_end(near) < len(near):
            return near[line_end(near) :]
    return "\n"
