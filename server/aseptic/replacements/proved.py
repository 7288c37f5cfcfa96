"""An assert of what an `if` above has tested already: it left the block for the exact contrary."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.replacements.denied import denied
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of

_LEAVES = (ast.Raise, ast.Return, ast.Continue, ast.Break)
_ASKS = frozenset({"len", "isinstance", "issubclass", "callable"})
"""Calls that answer the same twice."""
_CHANGES = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


def is_proved(site: Site, node: ast.Assert) -> bool:
    """Say whether all that an assert tests holds, since statements above it in its block left for the contrary.

    Between these and the assert stand only others that test and leave: nothing gives a name another value there.
    """
    wanted = {ast.dump(each): each for each in _parts(node.test, ast.And)}
    if not all(map(_asks_again, wanted.values())):
        return False
    block = block_of(site.parsed, node)
    for above in reversed(block[: block.index(node)]):
        match above:
            case ast.If(test=test, body=[*_, last], orelse=[]) if isinstance(last, _LEAVES) and not _changes(test):
                for part in _parts(test, ast.Or):
                    wanted = {key: each for key, each in wanted.items() if not _contrary(site, part, each)}
            case ast.Assert(test=test) if not _changes(test):
                pass
            case _:
                return False
        if not wanted:
            return True
    return False


def _parts(test: ast.expr, joined: type[ast.boolop]) -> Iterator[ast.expr]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, joined):
        for each in test.values:
            yield from _parts(each, joined)
    else:
        yield test


def _contrary(site: Site, one: ast.expr, other: ast.expr) -> bool:
    return any(_dumped(denied(site, a)) == ast.dump(b) for a, b in ((one, other), (other, one)))


def _dumped(source: str) -> str:
    return ast.dump(ast.parse(f"({source})", mode="eval").body)


def _changes(test: ast.expr) -> bool:
    return any(isinstance(each, _CHANGES) for each in ast.walk(test))


def _asks_again(test: ast.expr) -> bool:
    """Whether a test answers the same when it is asked twice."""
    calls = (each for each in ast.walk(test) if isinstance(each, ast.Call))
    return not _changes(test) and all(isinstance(each.func, ast.Name) and each.func.id in _ASKS for each in calls)
