"""What statements bind with all the blocks inside them, and what of that only type checkers see."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from attrs import evolve

from aseptic.source.binding import Binding, bind, nested_blocks

FOR_TYPES = "TYPE_CHECKING"
"""What only type checkers take for true."""


def bound(statements: Sequence[ast.stmt], conditional: bool) -> Iterator[Binding]:
    """Yield what statements and the blocks inside them bind."""
    for statement in statements:
        yield from bind(statement, conditional)
        for handler in getattr(statement, "handlers", ()):
            if handler.name:
                yield Binding(handler.name, conditional=True)
        unseen = _for_types(statement)
        for block in nested_blocks(statement):
            inside = bound(block, conditional or not isinstance(statement, ast.With | ast.AsyncWith))
            yield from (evolve(each, for_types=True) for each in inside) if block and block is unseen else inside


def _for_types(statement: ast.stmt) -> Sequence[ast.stmt]:
    """Return the block of a statement that only type checkers read."""
    match statement:
        case ast.If(test=ast.Name(id=name) | ast.Attribute(attr=name)) if name == FOR_TYPES:
            return statement.body
        case ast.If(test=ast.UnaryOp(ast.Not(), ast.Name(id=name) | ast.Attribute(attr=name))) if name == FOR_TYPES:
            return statement.orelse
        case _:
            return ()
