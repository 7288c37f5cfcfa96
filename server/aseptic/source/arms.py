"""The ways that lead through a statement with blocks: of those that come out at its end one was surely gone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

Way = Sequence[Sequence[ast.stmt]]
"""The blocks that are gone through, one after another."""
_LEAVING = (ast.Raise, ast.Return, ast.Continue, ast.Break)


def ways(statement: ast.stmt) -> list[Way]:
    """Return the ways that come out at the end of a statement; none where it may be left without any block."""
    match statement:
        case ast.If(body=body, orelse=[_, *_] as other):
            every: list[Way] = [[body], [other]]
        case (
            ast.Try(body=body, handlers=handlers, orelse=other, finalbody=last)
            | ast.TryStar(body=body, handlers=handlers, orelse=other, finalbody=last)
        ):
            every = [[body, other, last], *[[each.body, last] for each in handlers]]
        case ast.Match(cases=[*_, ast.match_case(pattern=pattern, guard=None)] as cases) if _takes_all(pattern):
            every = [[each.body] for each in cases]
        case _:
            every = []
    return [way for way in every if not any(map(leaves, way))]


def leaves(block: Sequence[ast.stmt]) -> bool:
    """Say whether what stands behind the statement that holds a block is never reached by its end."""
    return bool(block) and isinstance(block[-1], _LEAVING)


def on_every_way(every: Sequence[Sequence[Iterable[str]]]) -> set[str]:
    """Return what every way leaves bound, given what each of its blocks does."""
    through = [set[str]().union(*way) for way in every] or [set[str]()]
    return through[0].intersection(*through[1:])


def _takes_all(pattern: ast.pattern) -> bool:
    match pattern:
        case ast.MatchAs(pattern=inner):
            return inner is None or _takes_all(inner)
        case ast.MatchOr(patterns=[*_, last]):
            return _takes_all(last)
        case _:
            return False
