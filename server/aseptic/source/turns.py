"""What comes out of a display one after another, as a loop takes it, however it is counted, paired or turned round."""

from __future__ import annotations

import ast
from collections.abc import Sequence

_UNKNOWN = ast.Constant(...)
"""What stands for a number, or for what nobody knows."""
_MOST = 64
"""Elements of a display that a loop is followed through."""


def in_turn(values: ast.expr) -> Sequence[ast.expr] | None:
    """Return what one after another comes out of a display, or of several put together; None where nobody knows."""
    match values:
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return elements if len(elements) <= _MOST else None
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            first, second = in_turn(left), in_turn(right)
            return None if first is None or second is None else [*first, *second]
        case ast.Call(func=ast.Name(id="enumerate"), args=[counted, *_]):
            every = in_turn(counted)
            return None if every is None else [ast.Tuple([_UNKNOWN, each]) for each in every]
        case ast.Call(func=ast.Name(id="zip"), args=[_, *_] as beside):
            rows = [in_turn(each) for each in beside]
            rows = [None if any(isinstance(each, ast.Starred) for each in row or ()) else row for row in rows]
            longest = max(len(row or ()) for row in rows)
            filled = [[_UNKNOWN] * longest if row is None else row for row in rows]
            return [ast.Tuple(list(each)) for each in zip(*filled, strict=False)]
        case ast.Call(func=ast.Name(id="iter" | "list" | "reversed" | "set" | "sorted" | "tuple"), args=[inner, *_]):
            return in_turn(inner)
        case _:
            return None
