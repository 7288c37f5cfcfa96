"""What classes have: what their bodies bind, and what their methods set on the instance, as parts of their names."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from aseptic.source.binding import Binding, bind, instance_of, named, nested_blocks, walrus
from aseptic.source.term import Attribute, Call, Choice, Item, Step, Term, term

FOR_TYPES = "TYPE_CHECKING"
"""What only type checkers take for true."""
_DEEPEST = 4
"""How many local names are followed from an attribute to what it was given."""
_Given = Mapping[str, Sequence[Term | None]]
"""What names may stand for where they are local."""


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
    inside = list(bound(made.body, conditional=False))
    inside += [each for statement in made.body for each in walrus(statement)] if named else ()
    for each in (*in_order(inside, own), *of_classes(made.body, own), *of_methods(made.body)):
        yield evolve(each, name=made.name, part=f".{each.name}{each.part}", conditional=True)


def in_order(bindings: Iterable[Binding], own: Term) -> Iterator[Binding]:
    """Yield what a class's body binds, each with what the earlier ones stand for put in the place of their names."""
    above: dict[str, list[Term | None]] = {}
    for each in bindings:
        target = each.target and _followed(each.target, above, 1, {}) if above else each.target
        bases = tuple(filter(None, [_followed(base, above, 1, {}) for base in each.bases])) if above else each.bases
        yield evolve(each, target=target, bases=bases) if above else each
        if not (each.part or each.module):
            before = above.get(each.name, [Term(each.name)]) if each.conditional else []
            itself = evolve(own, steps=(*own.steps, Attribute(each.name)))
            above[each.name] = [*before, itself if each.target is None else target]


def of_methods(statements: Sequence[ast.stmt]) -> Iterator[Binding]:
    """Yield what methods of a class set on the instance, as names of the class."""
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            for each in _set_on_self(statement):
                yield evolve(each, name=each.part[1:], part="")
        else:
            for block in nested_blocks(statement):
                yield from of_methods(block)


def _set_on_self(method: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Binding]:
    """Yield `self.run = …`, with local names followed to what they were given."""
    arguments = (*method.args.posonlyargs, *method.args.args)
    if not arguments or any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in method.decorator_list):
        return
    inside = list(bound(method.body, conditional=True))
    local: dict[str, list[Term | None]] = {}
    for argument, default in _parameters(method.args):
        found = [each for each in (instance_of(argument.annotation), term(default)) if each is not None]
        local[argument.arg] = [*found] or [None]
    for each in inside:
        if not each.part and not each.module:
            local.setdefault(each.name, []).append(each.target)
    for each in inside:
        if each.name == arguments[0].arg and each.part and each.target is not None:
            target = _followed(each.target, local, _DEEPEST, local)
            if target is not None:
                yield from named(evolve(each, target=target, by_function=True))


def _followed(target: Term, local: _Given, depth: int, further: _Given) -> Term | None:
    """Put what a local name was given in its place, and of that `further` ones; None where nobody can tell."""
    target = evolve(target, steps=tuple([_without(step, local) for step in target.steps]))
    keys = (step.key for step in target.steps if isinstance(step, Item))
    if any(isinstance(each, Term) and not local.keys().isdisjoint(each.names) for each in keys):
        return None
    if isinstance(target.root, Choice):
        ways = tuple(filter(None, [_followed(each, local, depth, further) for each in target.root.terms]))
        return evolve(target, root=Choice(ways)) if ways else None
    if not isinstance(target.root, str) or target.root not in local:
        return target
    if depth == 0:
        return None
    given = [_followed(each, further, depth - 1, further) for each in local[target.root] if each is not None]
    found = tuple(each for each in given if each is not None)
    return Term(Choice(found), target.steps) if found else None


def _without(step: Step, local: _Given) -> Step:
    """Leave out arguments that are made of local names: elsewhere these mean something else."""
    if not isinstance(step, Call):
        return step
    known = [each for each in step.arguments if each is None or local.keys().isdisjoint(each.names)]
    return step if len(known) == len(step.arguments) else Call()


def _parameters(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    positional = (*arguments.posonlyargs, *arguments.args)
    missing = len(positional) - len(arguments.defaults)
    yield from zip(positional, [*[None] * missing, *arguments.defaults], strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
