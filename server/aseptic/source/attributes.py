"""What classes have: what their bodies bind, and what their methods set on the instance, as parts of their names."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from attrs import evolve

from aseptic.source.binding import Binding, nested_blocks
from aseptic.source.bound import bound, by_name
from aseptic.source.instance import followed, set_on_self
from aseptic.source.reaching import Local, arriving
from aseptic.source.resolution import At
from aseptic.source.sequence import in_sequence
from aseptic.source.term import Attribute, Term


def of_classes(statements: Sequence[ast.stmt], around: Term | None = None, named: bool = False) -> Iterator[Binding]:
    """Yield what the classes have that statements and the blocks inside them make, `around` being whose body it is."""
    for statement in statements:
        if isinstance(statement, ast.ClassDef):
            yield from of_class(statement, around, named)
        else:
            for block in nested_blocks(statement):
                yield from of_classes(block, around, named)


def of_class(made: ast.ClassDef, around: Term | None = None, named: bool = False) -> Iterator[Binding]:
    """Yield what a class has of which the whole is at hand; `named` says whether `:=` may bind something of it.

    The body's names are followed to what they were given above, since nobody else sees them.
    """
    own = Term(made.name) if around is None else evolve(around, steps=(*around.steps, Attribute(made.name)))
    inside = in_order(made.body, own, named)
    for each in (*inside, *of_classes(made.body, own, named), *of_methods(made.body, own)):
        if not each.gone:
            part = f".{each.name}{each.part}"
            yield evolve(each, name=made.name, part=part, conditional=True, arms=0, passing=False, read=())


def in_order(statements: Sequence[ast.stmt], own: Term, named: bool) -> Iterator[Binding]:
    """Yield what a class's body binds, each with what the earlier ones stand for put in the place of their names."""
    sequence = in_sequence(statements, named)
    every = by_name(each for each in sequence if not each.binding.declared)
    given: dict[int, Term | None] = {}
    """What each binding gives; None for nobody knows what, and while that is being looked for."""

    def put(term: Term, at: At) -> Term | None:
        above: dict[str, list[Term | None]] = {}
        for name in every.keys() & set(term.names):
            there, surely = arriving(every[name], at)
            above[name] = [*([] if surely else [Term(name)]), *map(value, there)]
        return followed(term, above, 1, {}) if above else term

    def value(local: Local) -> Term | None:
        if id(local) not in given:
            given[id(local)] = None
            own_name = evolve(own, steps=(*own.steps, Attribute(local.binding.name)))
            target = local.binding.target
            given[id(local)] = own_name if target is None else put(target, local.start)
        return given[id(local)]

    for local, each in zip(sequence, bound(sequence, statements), strict=True):
        bases = tuple(filter(None, [put(base, local.start) for base in each.bases]))
        yield evolve(each, target=each.target and value(local), bases=bases, read=())


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
