"""What statements bind with all the blocks inside them, and what of that only type checkers see."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from aseptic.source.binding import Binding, Read, bind, nested_blocks
from aseptic.source.reaching import Local, Stretch, at_hand
from aseptic.source.sequence import stretch

FOR_TYPES = "TYPE_CHECKING"
"""What only type checkers take for true."""
_AT_LAST = (sys.maxsize, 0)


def perhaps_bound(statements: Sequence[ast.stmt]) -> Iterator[Binding]:
    """Yield what statements and the blocks inside them bind, in whatever order."""
    for statement in statements:
        yield from bind(statement, conditional=True)
        yield from (Binding(each.name, conditional=True) for each in getattr(statement, "handlers", ()) if each.name)
        for block in nested_blocks(statement):
            yield from perhaps_bound(block)


def by_name(sequence: Iterable[Local]) -> dict[str, list[Local]]:
    """Return bindings by the names that they bind, those of their parts left out."""
    found: dict[str, list[Local]] = {}
    for each in sequence:
        if not each.binding.part:
            found.setdefault(each.binding.name, []).append(each)
    return found


def bound(sequence: Sequence[Local], statements: Sequence[ast.stmt]) -> list[Binding]:
    """Return what statements bind, given in its sequence, as seen from below all of them.

    What its values are made of is told by the bindings of the same statements that they read.
    """
    if len(sequence) == 1 and sequence[0].block is None:
        return [sequence[0].binding]
    named = by_name(sequence)
    places = {id(each): at for every in named.values() for at, each in enumerate(every)}
    unseen = list(_for_types(statements))
    lasting: set[int] = set()
    arms: dict[int, int] = {}
    for every in named.values():
        last, surely = at_hand(every, None)
        lasting |= set(map(id, last))
        arms[id(last[-1])] = len(last) if surely else 0
    found: list[Binding] = []
    for each in sequence:
        binding = each.binding
        conditional = binding.conditional or bool(binding.part) or each.block is not None
        found.append(
            evolve(
                binding,
                conditional=conditional,
                arms=arms.get(id(each), 0) if conditional else 0,
                passing=not binding.part and id(each) not in lasting,
                for_types=any(begin <= each.start < end for begin, end in unseen),
                read=tuple(_read(each, named, places)),
            )
        )
    return found


def all_read(binding: Binding, sequence: Sequence[Local]) -> tuple[Read, ...]:
    """Return what a binding reads of a chunk's names that is made below all that the chunk binds."""
    named = by_name(sequence)
    places = {id(each): at for every in named.values() for at, each in enumerate(every)}
    return tuple(_read(Local(binding, start=_AT_LAST), named, places))


def _read(local: Local, named: Mapping[str, Sequence[Local]], places: Mapping[int, int]) -> Iterator[Read]:
    """Yield what a binding's value reads of the names that are bound beside it."""
    binding = local.binding
    for name in dict.fromkeys(name for term in (*binding.bases, binding.target) if term for name in term.names):
        if name not in named:
            continue
        if binding.part and name == binding.name:  # a part of a class that is told by another part of it
            found, surely = [each for each in named[name] if each.start == local.start], True
        else:
            found, surely = at_hand(named[name], local.start)
        yield name, tuple([places[id(each)] for each in found]), surely


def _for_types(statements: Sequence[ast.stmt]) -> Iterator[Stretch]:
    """Yield the blocks of statements that only type checkers read."""
    for statement in statements:
        match statement:
            case ast.If(test=ast.Name(id=name) | ast.Attribute(attr=name)) if name == FOR_TYPES:
                unseen = statement.body
            case ast.If(test=ast.UnaryOp(ast.Not(), ast.Name(id=name) | ast.Attribute(attr=name))) if name == FOR_TYPES:
                unseen = statement.orelse
            case _:
                unseen = []
        if unseen:
            yield stretch(unseen[0], unseen[-1])
        for block in nested_blocks(statement):
            yield from _for_types(block)
