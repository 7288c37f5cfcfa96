"""What statements bind with all the blocks inside them, and what of that only type checkers see."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from itertools import count

from attrs import evolve

from aseptic.source.arms import on_every_way, surely, ways
from aseptic.source.binding import Binding, bind, nested_blocks

FOR_TYPES = "TYPE_CHECKING"
"""What only type checkers take for true."""


def bound(statements: Sequence[ast.stmt], conditional: bool) -> list[Binding]:
    """Return what statements and the blocks inside them bind, in order."""
    return _bound(statements, conditional, count())


def _bound(statements: Sequence[ast.stmt], conditional: bool, turns: count[int]) -> list[Binding]:
    found: list[Binding] = []
    for statement in statements:
        own = list(bind(statement, conditional))
        own += [Binding(each.name, conditional=True) for each in getattr(statement, "handlers", ()) if each.name]
        if own and not conditional and (at := next(turns)):
            own = [evolve(each, at=at) for each in own]
        found += own
        blocks = [(block, _bound(block, conditional, turns)) for block in nested_blocks(statement) if block]
        if not any(inside for _, inside in blocks):
            continue
        unseen = _for_types(statement)
        if unseen:
            blocks = [
                (block, [evolve(each, for_types=True) for each in inside] if block is unseen else inside)
                for block, inside in blocks
            ]
        every = [each for _, inside in blocks for each in inside]
        if conditional or isinstance(statement, ast.With | ast.AsyncWith):
            found += every
        else:
            left = {id(block): surely(inside) for block, inside in blocks}
            sure = on_every_way([[left.get(id(block), ()) for block in way] for way in ways(statement)])
            found += _perhaps(every, sure)
    return found


def _perhaps(bindings: Sequence[Binding], sure: Set[str]) -> Iterable[Binding]:
    """Return bindings of which each may not happen, where one of those of each of some names surely does."""
    counted = Counter(each.name for each in bindings if not each.part)
    last = {each.name: at for at, each in enumerate(bindings) if not each.part and each.name in sure}
    for at, each in enumerate(bindings):
        arms = counted[each.name] if last.get(each.name) == at else 0
        yield each if each.conditional and each.arms == arms else evolve(each, conditional=True, arms=arms)


def _for_types(statement: ast.stmt) -> Sequence[ast.stmt]:
    """Return the block of a statement that only type checkers read."""
    match statement:
        case ast.If(test=ast.Name(id=name) | ast.Attribute(attr=name)) if name == FOR_TYPES:
            return statement.body
        case ast.If(test=ast.UnaryOp(ast.Not(), ast.Name(id=name) | ast.Attribute(attr=name))) if name == FOR_TYPES:
            return statement.orelse
        case _:
            return ()
