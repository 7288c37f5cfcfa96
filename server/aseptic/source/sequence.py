"""What statements bind that follow one another, and the blocks inside them: each with the time from which it holds."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set

from attrs import evolve, frozen

from aseptic.source.arms import on_every_way, ways
from aseptic.source.binding import Binding, bind, nested_blocks
from aseptic.source.reaching import Local, Meeting, Stretch
from aseptic.source.walrus import walrus

Place = tuple[int, int]
_Parts = Callable[[ast.ClassDef], Iterable[Binding]]


def in_sequence(statements: Sequence[ast.stmt], named: bool, parts: _Parts | None = None) -> list[Local]:
    """Return what statements bind; `named` says whether `:=` may, and `parts` tells what a class among them has."""
    return sorted(_Reading(named, parts).inside(statements, _Around()), key=lambda each: each.since)


@frozen
class _Around:
    """What stands round statements, as `Local` tells it."""

    block: Stretch | None = None
    loops: tuple[Stretch, ...] = ()
    trying: Stretch | None = None
    arms: tuple[tuple[Stretch, Stretch], ...] = ()

    def binds(self, binding: Binding, start: Place, since: Place) -> Local:
        return Local(binding, start, since, self.loops, self.block, self.trying, self.arms)

    def inside(self, statement: ast.stmt, block: Sequence[ast.stmt]) -> _Around:
        """Return what stands round the statements of a block of a statement among these."""
        there, whole, arms = stretch(block[0], block[-1]), stretch(statement, statement), self.arms
        match statement:
            case ast.With() | ast.AsyncWith():
                return self
            case ast.For() | ast.AsyncFor() | ast.While():
                return evolve(self, block=there, loops=(*self.loops, whole) if block is statement.body else self.loops)
            case ast.Try(handlers=handlers, finalbody=last) | ast.TryStar(handlers=handlers, finalbody=last):
                left = last or (handlers and block is statement.body)
                if block is not statement.body and block is not last and not self.loops:
                    arms = (*arms, ((whole[0], stretch(last[0], last[0])[0] if last else whole[1]), there))
                return evolve(self, block=there, trying=there if left and block is not last else self.trying, arms=arms)
            case _:
                return evolve(self, block=there, arms=arms if self.loops else (*arms, (whole, there)))


@frozen
class _Reading:
    named: bool
    parts: _Parts | None

    def inside(self, statements: Sequence[ast.stmt], around: _Around) -> list[Local]:
        """Return what statements and the blocks inside them bind."""
        found: list[Local] = []
        for statement in statements:
            whole = stretch(statement, statement)
            head = _head_end(statement, whole[1])
            looping = isinstance(statement, ast.For | ast.AsyncFor | ast.While)
            here = evolve(around, loops=(*around.loops, whole)) if looping else around
            own = [here.binds(each, whole[0], head) for each in bind(statement, False)]
            if isinstance(statement, ast.ClassDef) and self.parts:
                own += [here.binds(each, whole[0], head) for each in self.parts(statement)]
            if isinstance(statement, ast.For | ast.AsyncFor):
                own = _taken_in_turn(own, statement, whole, head)
            found += own
            if self.named:
                found += [here.binds(each, start, since) for each, start, since in walrus(statement)]
            found += self._in_blocks(statement, whole, around)
        return found

    def _in_blocks(self, statement: ast.stmt, whole: Stretch, around: _Around) -> list[Local]:
        every = ways(statement)
        left: dict[int, set[str]] = {}
        found: list[Local] = []
        for inner in nested_blocks(statement):
            if inner:
                there = around.inside(statement, inner)
                bound = self.inside(inner, there)
                found += bound
                left[id(inner)] = _left(bound, there.block) if every else set()
        for handler in getattr(statement, "handlers", ()):
            if handler.name:  # which is taken away at the handler's end
                there = evolve(around.inside(statement, handler.body), block=stretch(handler, handler))
                (begin, end), caught = stretch(handler, handler), Binding(handler.name)
                found += [there.binds(caught, begin, begin), there.binds(evolve(caught, gone=True), end, end)]
                left[id(handler.body)].add(handler.name)
        sure = on_every_way([[left.get(id(each), ()) for each in way] for way in every])
        return _meeting(found, sure, whole, around.block) if sure else found


def _taken_in_turn(
    bound: Sequence[Local], statement: ast.For | ast.AsyncFor, whole: Stretch, head: tuple[int, int]
) -> list[Local]:
    """Return what a loop gives its own names: one of it in its body, and one behind it, where it surely has a turn."""
    names = {each.binding.name for each in bound if not each.binding.part}
    found = _meeting(bound, names, (whole[0], head), stretch(statement.body[0], statement.body[-1]))
    match statement.iter:
        case ast.Tuple(elts=[_, *_] as turns) | ast.List(elts=[_, *_] as turns) if not _any_starred(turns):
            return _meeting(found, names, whole, bound[0].block if bound else None)
        case _:
            return found


def _any_starred(elements: Iterable[ast.expr]) -> bool:
    return any(isinstance(each, ast.Starred) for each in elements)


def _left(bound: Iterable[Local], block: Stretch | None) -> set[str]:
    """Return the names that a block surely leaves bound, or takes away."""
    found = set[str]()
    for each in bound:
        happens = not (each.binding.part or each.binding.conditional or each.block != block)
        if happens or any(met.block == block for met in each.meetings):
            found.add(each.binding.name)
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


def stretch(first: ast.stmt | ast.ExceptHandler, last: ast.stmt | ast.ExceptHandler) -> Stretch:
    """Return where statements stand, from the first to the last of them."""
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
