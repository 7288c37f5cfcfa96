"""Values that are written out, as source text: equal texts are equal values, which `1`, `1.0` and `True` are not."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_MOST = 32
"""Elements of a display that is carried to where its name is read."""
_LONGEST = 200
"""Characters of a value that is."""


def written_out(statements: Sequence[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Yield the names that statements give a literal, each with its source."""
    for statement in statements:
        match statement:
            case ast.Assign(targets=targets, value=value) if source := literal(value):
                yield from ((target.id, source) for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if source := literal(value):
                yield name, source
            case _:
                pass


def literal(node: ast.expr) -> str:
    """Return a literal's source; empty for anything else, for what is long, and for a display that may yet grow."""
    if isinstance(node, ast.Call):
        node = _dictionary(node)
    if not _is_literal(node):
        return ""
    text = ast.unparse(node)
    return text if len(text) <= _LONGEST else ""


def literal_key(node: ast.expr) -> str | None:
    """Return the literal key of a table as Python writes it, equal keys alike; None for anything else."""
    match node:
        case ast.Constant(value=bool() as known):
            return repr(int(known))
        case ast.Constant(value=str() | int() | bytes() | None as known):
            return repr(known)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as known)):
            return repr(-known)
        case ast.Tuple(elts=[_, *_] as parts):
            written = [literal_key(each) for each in parts]
            known = [each for each in written if each is not None]
            return f"({', '.join(known)},)" if len(known) == len(written) else None
        case _:
            return None


def read(source: str) -> ast.expr:
    """Return the expression that a literal's source is."""
    return ast.parse(source, mode="eval").body


def _dictionary(call: ast.Call) -> ast.expr:
    """Return the display that `dict(run=1)` stands for; any other call as it is."""
    match call:
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=given) if all(each.arg for each in given):
            return ast.Dict([ast.Constant(each.arg) for each in given], [each.value for each in given])
        case _:
            return call


def _is_literal(node: ast.expr | None) -> bool:
    match node:
        case ast.Constant(value=value):
            return value is not ... and not (isinstance(value, str | bytes) and len(value) > _LONGEST)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _is_number(operand)
        case ast.BinOp(left=left, right=right):
            return _is_number(left) and _is_number(right)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return 0 < len(parts) <= _MOST and all(map(_is_literal, parts))
        case ast.Dict(keys=keys, values=parts):
            return 0 < len(parts) <= _MOST and all(map(_is_literal, (*keys, *parts)))
        case _:
            return False


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_number(node.left) and _is_number(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)
