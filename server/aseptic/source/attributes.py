"""What classes have: what their bodies bind, and what their methods set on the instance, as parts of their names."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from attrs import evolve

from aseptic.source.binding import LATEST, Binding, nested_blocks, walrus
from aseptic.source.bound import bound
from aseptic.source.instance import followed, set_on_self
from aseptic.source.term import Attribute, Term


def of_classes(statements: Sequence[ast.stmt], around: Term | None = None) -> Iterator[Binding]:
    """Yield what the classes have that statements and the blocks inside them make, `around` being whose body it is."""
    for statement in statements:
        if isinstance(statement, ast.ClassDef):
            yield from of_class(statement, around)
        else:
            for block in nested_blocks(statement):
                yield from of_classes(block, around)


def of_class(made: ast.ClassDef, around: Term | None = None, named: bool = False) -> Iterator[Binding]:
    """Yield what a class has of which the whole is at hand; `named` says whether `:=` may bind something of it.

    The body's names are followed to what they were given above, since nobody else sees them.
    """
    own = Term(made.name) if around is None else evolve(around, steps=(*around.steps, Attribute(made.name)))
    inside = bound(made.body, conditional=False)
    inside += [each for statement in made.body for each in walrus(statement)] if named else ()
    for each in (*in_order(inside, own), *of_classes(made.body, own), *of_methods(made.body, own)):
        if not each.gone:
            part = f".{each.name}{each.part}"
            yield evolve(each, name=made.name, part=part, conditional=True, arms=0, at=LATEST)


def in_order(bindings: Iterable[Binding], own: Term) -> Iterator[Binding]:
    """Yield what a class's body binds, each with what the earlier ones stand for put in the place of their names."""
    above: dict[str, list[Term | None]] = {}
    """What each name may stand for; None for nobody knows what."""
    for _, statement in groupby(bindings, attrgetter("at")):
        given: list[tuple[Binding, Term | None]] = []
        for each in statement:
            target = each.target and followed(each.target, above, 1, {}) if above else each.target
            bases = tuple(filter(None, [followed(base, above, 1, {}) for base in each.bases])) if above else each.bases
            yield evolve(each, target=target, bases=bases) if above else each
            itself = Term(each.name) if each.gone else evolve(own, steps=(*own.steps, Attribute(each.name)))
            given.append((each, itself if each.target is None else target))
        for each, now in given:
            if not (each.part or each.module or each.declared):
                before = above.get(each.name, [Term(each.name)]) if each.conditional else []
                above[each.name] = [*before[max(len(before) + 1 - each.arms, 0) if each.arms else 0 :], now]


def of_methods(statements: Sequence[ast.stmt], own: Term, inner: bool = True) -> Iterator[Binding]:
    """Yield what methods of a class, which is `own`, set on the instance, as names of the class.

    `inner` says whether they may hold functions.
    """
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            for each in set_on_self(statement, own, inner):
                yield evolve(each, name=each.part[1:], part="")
        else:
            for block in nested_blocks(statement):
                yield from of_methods(block, own, inner)
