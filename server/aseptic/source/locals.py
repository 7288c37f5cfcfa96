"""What a function, class body or comprehension binds for itself."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from types import UnionType

from attrs import evolve, frozen

from aseptic.source.attributes import of_class
from aseptic.source.binding import Binding, instance_of
from aseptic.source.bound import by_name
from aseptic.source.meaning import Meanings
from aseptic.source.reaching import Local
from aseptic.source.sequence import in_sequence

Definition = ast.FunctionDef | ast.AsyncFunctionDef
Function = Definition | ast.Lambda
Ways = dict[str, tuple[Local, ...]]


@frozen
class Rare:
    """Which of the rarer statements about names there may be; to look for one costs a look at every node."""

    walrus: bool
    shared: bool
    """`global` or `nonlocal`."""
    above: bool
    """`super`."""

    @classmethod
    def of(cls, text: str) -> Rare:
        """Say which a text may hold."""
        return cls(":=" in text, "global" in text or "nonlocal" in text, "super" in text)


def locals_of(
    function: Function, own: str, outer: Callable[[ast.expr], Meanings], rare: Rare
) -> dict[str, tuple[Local, ...]]:
    """Return what a function binds for itself.

    `own` is the class whose method it is, and `outer` tells what a default stands for round the function.
    """
    found = list(_parameters(function, own, outer))
    elsewhere: set[str] = set()
    if not isinstance(function, ast.Lambda):
        found += [each for each in _bound(function.body, rare) if not each.binding.gone]
        if rare.shared:
            elsewhere = _declared(function, ast.Global | ast.Nonlocal)
            names = {each.binding.name for each in found}
            found += [each for each in _set_inside(function, rare) if each.binding.name in names]
    return _grouped(each for each in found if each.binding.name not in elsewhere)


def _own_nodes(function: Definition) -> Iterator[ast.AST]:
    """Yield the statements of a function, and the definitions in it but not what these hold."""
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, Definition | ast.ClassDef | ast.expr):
            stack.extend(ast.iter_child_nodes(node))


def _declared(function: Definition, kinds: type[ast.Nonlocal] | UnionType) -> set[str]:
    """Return the names that a function itself says are bound elsewhere."""
    return {name for each in _own_nodes(function) if isinstance(each, kinds) for name in getattr(each, "names", ())}


def _set_inside(function: Definition, rare: Rare) -> Iterator[Local]:
    """Yield what functions inside bind by `nonlocal`, as far as it is made of no name of their own."""
    for inner in _own_nodes(function):
        if isinstance(inner, Definition):
            bound = [each for each in _bound(inner.body, rare) if not each.binding.gone]
            shared = _declared(inner, ast.Nonlocal)
            arguments = (each.arg for each in ast.walk(inner.args) if isinstance(each, ast.arg))
            own = {each.binding.name for each in bound}.union(arguments) - shared
            for each in bound:
                target = each.binding.target
                if each.binding.name in shared and (target is None or own.isdisjoint(target.names)):
                    yield evolve(each, inside=True)
            yield from (each for each in _set_inside(inner, rare) if each.binding.name not in own)


def locals_in(statements: Sequence[ast.stmt], rare: Rare) -> dict[str, tuple[Local, ...]]:
    """Return what statements bind that follow one another, and the blocks inside them, as in a class's body."""
    found = _bound(statements, rare)
    return _grouped(each for each in found if each.binding.part or not each.binding.declared)


def module_ways(statements: Sequence[ast.stmt], above: Iterable[tuple[str, Meanings]], rare: Rare) -> Ways:
    """Return what statements of the module give its names in order, after what these stand for above.

    Whatever they give a name that a function among them sets, by `global`, that function may have set it again.
    """
    found: Ways = {name: (Local(Binding(name), stands_for=meanings),) for name, meanings in above}
    shared = {name for each in statements for name in _set_by_functions(each)} if rare.shared else ()
    for name, every in by_name(in_sequence(statements, rare.walrus)).items():
        found[name] = (*found.get(name, ()), *every)
    for name in found.keys() & shared:
        perhaps = [evolve(each, binding=evolve(each.binding, conditional=True), meetings=()) for each in found[name]]
        found[name] = tuple(perhaps)
    return found


def _set_by_functions(statement: ast.stmt) -> Iterator[str]:
    return (name for each in ast.walk(statement) if isinstance(each, ast.Global) for name in each.names)


def _bound(statements: Sequence[ast.stmt], rare: Rare) -> list[Local]:
    return in_sequence(statements, rare.walrus, partial(of_class, named=rare.walrus))


def _grouped(bound: Iterable[Local]) -> dict[str, tuple[Local, ...]]:
    found: dict[str, list[Local]] = {}
    for each in bound:
        found.setdefault(each.binding.name + each.binding.part, []).append(each)
    # A part of a name that is not local belongs to something else: `self.run = …` where self is no table here.
    return {
        name: tuple(sorted(every, key=lambda each: each.since))
        for name, every in found.items()
        if not every[0].binding.part or every[0].binding.name in found
    }


def _parameters(function: Function, own: str, outer: Callable[[ast.expr], Meanings]) -> Iterator[Local]:
    arguments = function.args
    positional = (*arguments.posonlyargs, *arguments.args)
    defaults = [*[None] * (len(positional) - len(arguments.defaults)), *arguments.defaults]
    pairs = (*zip(positional, defaults, strict=True), *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))
    first = positional[0].arg if positional and own and not _is_static(function) else ""
    for argument, default in pairs:
        yield Local(
            Binding(argument.arg, instance_of(argument.annotation)),
            stands_for=(own,) if argument.arg == first else (),
        )
        if default is not None:
            # A default is read once, outside, when the function is made.
            meant = outer(default)
            if meant:
                yield Local(Binding(argument.arg, conditional=True), stands_for=meant)
    for argument in (arguments.vararg, arguments.kwarg):
        if argument is not None:
            yield Local(Binding(argument.arg))


def _is_static(function: Function) -> bool:
    decorators = [] if isinstance(function, ast.Lambda) else function.decorator_list
    return any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in decorators)
