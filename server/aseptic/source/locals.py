"""What a function, class body or comprehension binds for itself, and when each binding holds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from aseptic.source.binding import Binding, bind, instance_of, nested_blocks, walrus
from aseptic.source.meaning import At, Meanings

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Loop = tuple[tuple[int, int], tuple[int, int]]
_ALWAYS = (0, 0)


@frozen
class Local:
    """A binding with the time from which it holds."""

    binding: Binding
    start: tuple[int, int] = _ALWAYS
    """The beginning of the statement that binds, where its value is read: line as the parser counts, and column."""
    since: tuple[int, int] = _ALWAYS
    """Its end, from which the binding holds; of a statement with a body, the body's beginning."""
    loop: Loop | None = None
    """The outermost loop round the statement, whose end leads to its beginning."""
    stands_for: Meanings = ()
    """What it is known to stand for without a term."""

    @property
    def imported(self) -> bool:
        """Whether an import binds it."""
        return bool(self.binding.module)


def reaching(bound: Sequence[Local], at: At) -> Sequence[Local]:
    """Return the bindings of a name that may hold at a time; all of them where none does yet."""
    before = [each for each in bound if at is None or each.since <= at]
    for index in range(len(before) - 1, 0, -1):
        if not before[index].binding.conditional:
            before = before[index:]
            break
    if at is not None:
        before += [each for each in bound if each.since > at and each.loop and each.loop[0] <= at < each.loop[1]]
    return before or bound


def locals_of(
    function: Function, own: str, outer: Callable[[ast.expr], Meanings], named: bool
) -> dict[str, tuple[Local, ...]]:
    """Return what a function binds for itself.

    `own` is the class whose method it is, `outer` tells what a default stands for round the function, and `named`
    whether there may be a `:=`.
    """
    found = list(_parameters(function, own, outer))
    elsewhere: set[str] = set()
    if not isinstance(function, ast.Lambda):
        found += _inside(function.body, False, None, named)
        elsewhere = {
            name for each in ast.walk(function) if isinstance(each, ast.Global | ast.Nonlocal) for name in each.names
        }
    return _grouped(each for each in found if each.binding.name not in elsewhere)


def locals_of_class(node: ast.ClassDef, named: bool) -> dict[str, tuple[Local, ...]]:
    """Return what a class body binds."""
    return _grouped(_inside(node.body, False, None, named))


def _grouped(bound: Iterable[Local]) -> dict[str, tuple[Local, ...]]:
    found: dict[str, list[Local]] = {}
    for each in bound:
        found.setdefault(each.binding.name + each.binding.part, []).append(each)
    # A part of a name that is not local belongs to something else: `self.run = …` where self is no table here.
    return {
        name: tuple(every)
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


def _inside(statements: Sequence[ast.stmt], conditional: bool, loop: Loop | None, named: bool) -> list[Local]:
    """Return what statements and the blocks inside them bind, each with the time from which it holds."""
    found: list[Local] = []
    for statement in statements:
        start = (statement.lineno, statement.col_offset)
        end = (statement.end_lineno or statement.lineno, statement.end_col_offset or statement.col_offset)
        looping = isinstance(statement, ast.For | ast.AsyncFor | ast.While)
        within = loop or ((start, end) if looping else None)
        head = _head_end(statement, end)
        found += [
            Local(each, start, head, within)
            for each in (*bind(statement, conditional), *(walrus(statement) if named else ()))
        ]
        for handler in getattr(statement, "handlers", ()):
            if handler.name:
                found.append(
                    Local(Binding(handler.name, conditional=True), start, (handler.lineno, handler.col_offset), within)
                )
        branching = conditional or not isinstance(statement, ast.With | ast.AsyncWith)
        for block in nested_blocks(statement):
            found += _inside(block, branching, within, named)
    return found


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
