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

_Parts = Callable[[ast.ClassDef], Iterable[Binding]]


def in_sequence(statements: Sequence[ast.stmt], named: bool, parts: _Parts | None = None) -> list[Local]:
    """Return what statements bind; `named` says whether `:=` may, and `parts` tells what a class among them has."""
    return sorted(_Reading(named, parts).inside(statements, None, None), key=lambda each: each.since)


@frozen
class _Reading:
    named: bool
    parts: _Parts | None

    def inside(self, statements: Sequence[ast.stmt], block: Stretch | None, loop: Stretch | None) -> list[Local]:
        """Return what statements and the blocks inside them bind."""
        found: list[Local] = []
        for statement in statements:
            whole = stretch(statement, statement)
            looping = isinstance(statement, ast.For | ast.AsyncFor | ast.While)
            within = loop or (whole if looping else None)
            head = _head_end(statement, whole[1])
            own = [Local(each, whole[0], head, within, block) for each in bind(statement, False)]
            if isinstance(statement, ast.ClassDef) and self.parts:
                own += [Local(each, whole[0], head, within, block) for each in self.parts(statement)]
            if isinstance(statement, ast.For | ast.AsyncFor):
                own = _taken_in_turn(own, statement, whole, head)
            found += own
            if self.named:
                found += [Local(each, start, since, within, block) for each, start, since in walrus(statement)]
            found += self._in_blocks(statement, whole, block, within)
        return found

    def _in_blocks(
        self, statement: ast.stmt, whole: Stretch, block: Stretch | None, loop: Stretch | None
    ) -> list[Local]:
        every = ways(statement)
        left: dict[int, set[str]] = {}
        found: list[Local] = []
        for inner in nested_blocks(statement):
            if inner:
                same = isinstance(statement, ast.With | ast.AsyncWith)
                there = block if same else stretch(inner[0], inner[-1])
                bound = self.inside(inner, there, loop)
                found += bound
                left[id(inner)] = _left(bound, there) if every else set()
        for handler in getattr(statement, "handlers", ()):
            if handler.name:  # which is taken away at the handler's end
                (begin, end), caught = (there := stretch(handler, handler)), Binding(handler.name)
                found += [Local(caught, whole[0], begin, loop, there)]
                found += [Local(evolve(caught, gone=True), end, end, loop, there)]
                left[id(handler.body)].discard(handler.name)
        sure = on_every_way([[left.get(id(each), ()) for each in way] for way in every])
        return _meeting(found, sure, whole, block) if sure else found


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
