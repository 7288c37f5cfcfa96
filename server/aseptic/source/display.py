"""What a dictionary is put together of, as it is written: entries with literal keys, and other tables."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.source.literal import literal_key


def held(node: ast.expr) -> list[tuple[str | None, ast.expr]]:
    """Return what a dictionary is put together of: entries with literal keys, and whole tables without a key."""
    match node:
        case ast.Dict(keys=keys, values=values):
            return [entry for key, value in zip(keys, values, strict=True) for entry in _entry(key, value)]
        case ast.Call(args=whole, keywords=keywords):
            named = [(each.arg and repr(each.arg), each.value) for each in keywords]
            return [*[(None, each) for each in whole], *named]
        case ast.BinOp(left=left, right=right) if isinstance(left, ast.Dict) or isinstance(right, ast.Dict):
            return [*_merged(left), *_merged(right)]
        case _:
            return []


def _entry(key: ast.expr | None, value: ast.expr) -> Iterator[tuple[str | None, ast.expr]]:
    if key is None:
        yield None, value
    elif (known := literal_key(key)) is not None:
        yield known, value


def _merged(node: ast.expr) -> list[tuple[str | None, ast.expr]]:
    return held(node) if isinstance(node, ast.Dict) else [(None, node)]
