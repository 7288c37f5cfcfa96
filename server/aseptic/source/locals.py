"""What a function, class body or comprehension binds for itself."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from types import UnionType

from attrs import evolve, frozen

from aseptic.source.arms import on_every_way, ways
from aseptic.source.attributes import of_class
from aseptic.source.binding import Binding, bind, instance_of, nested_blocks, walrus
from aseptic.source.meaning import Meanings
from aseptic.source.reaching import Local, Meeting, Stretch

Definition = ast.FunctionDef | ast.AsyncFunctionDef
Function = Definition | ast.Lambda


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
        found += [each for each in _inside(function.body, None, None, rare.walrus) if not each.binding.gone]
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
            bound = [each for each in _inside(inner.body, None, None, rare.walrus) if not each.binding.gone]
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
    found = _inside(statements, None, None, rare.walrus)
    return _grouped(each for each in found if each.binding.part or not each.binding.declared)


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


def _inside(statements: Sequence[ast.stmt], block: Stretch | None, loop: Stretch | None, named: bool) -> list[Local]:
    """Return what statements and the blocks inside them bind, each with the time from which it holds."""
    found: list[Local] = []
    for statement in statements:
        whole = _stretch(statement, statement)
        looping = isinstance(statement, ast.For | ast.AsyncFor | ast.While)
        within = loop or (whole if looping else None)
        head = _head_end(statement, whole[1])
        bound = [*bind(statement, False), *(walrus(statement) if named else ())]
        if isinstance(statement, ast.ClassDef):
            bound += of_class(statement, named=named)
        found += [Local(each, whole[0], head, within, block) for each in bound]
        for handler in getattr(statement, "handlers", ()):
            if handler.name:
                caught, place = Binding(handler.name), (handler.lineno, handler.col_offset)
                found.append(Local(caught, whole[0], place, within, _stretch(handler, handler)))
        left: dict[int, set[str]] = {}
        every = ways(statement)
        inside: list[Local] = []
        for inner in nested_blocks(statement):
            if inner:
                same = isinstance(statement, ast.With | ast.AsyncWith)
                there = block if same else _stretch(inner[0], inner[-1])
                bound_there = _inside(inner, there, within, named)
                inside += bound_there
                left[id(inner)] = _left(bound_there, there) if every else set()
        sure = on_every_way([[left.get(id(each), ()) for each in way] for way in every])
        found += _meeting(inside, sure, whole, block) if sure else inside
    return found


def _left(bound: Iterable[Local], block: Stretch | None) -> set[str]:
    """Return the names that a block surely leaves bound."""
    found = set[str]()
    for each in bound:
        name = each.binding.name
        if each.binding.gone:
            found.discard(name)
        elif not (each.binding.part or each.binding.conditional or each.block != block) or any(
            met.block == block for met in each.meetings
        ):
            found.add(name)
    return found


def _meeting(bound: Sequence[Local], sure: Set[str], whole: Stretch, block: Stretch | None) -> list[Local]:
    """Return what the blocks of a statement bind, where the ways through it meet that each bind some names."""
    found = sorted(bound, key=lambda each: each.since)
    names = [each.binding.name if not each.binding.part else "" for each in found]
    counted = Counter(names)
    for name, at in {name: at for at, name in enumerate(names) if name in sure}.items():
        met = Meeting(counted[name], whole, block)
        found[at] = evolve(found[at], meetings=(*found[at].meetings, met))
    return found


def _stretch(first: ast.stmt | ast.ExceptHandler, last: ast.stmt | ast.ExceptHandler) -> Stretch:
    end = (last.end_lineno or last.lineno, last.end_col_offset or last.col_offset)
    return (first.lineno, first.col_offset), end


def _head_end(statement: ast.stmt, end: tuple[int, int]) -> tuple[int, int]:
    """Return when a statement has bound its names: at its body where it has one, else at its end."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return end
        case ast.Match(cases=[ast.match_case(body=[first, *_]), *_]):
            return first.lineno, first.col_offset
        case (
            ast.For(body=[first, *_])
            | ast.AsyncFor(body=[first, *_])
            | ast.While(body=[first, *_])
            | ast.If(body=[first, *_])
            | ast.With(body=[first, *_])
            | ast.AsyncWith(body=[first, *_])
            | ast.Try(body=[first, *_])
            | ast.TryStar(body=[first, *_])
        ):
            return first.lineno, first.col_offset
        case _:
            return end
