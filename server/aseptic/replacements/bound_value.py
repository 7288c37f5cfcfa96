"""What is pasted into SQL, as the value to bind: without what made it fit for the text, where that can be taken off."""

from __future__ import annotations

import ast
import re

_MADE_FIT = re.compile(r"(?i)quot|escap|literal|adapt|mogrify|sanit|sql|^repr$|^ascii$")
"""Functions by whose names a value comes out as a piece of SQL: bound, it would be escaped twice."""
_MARKS = re.compile(r"['\"\\]")


def bound_value(text: str, quoted: bool) -> str | None:
    """Return the source of the value to bind; None where what stands there is escaped by hand, or may be SQL.

    `quoted` tells whether it stands in quotes of SQL and is a text there. Outside of them `str(n)` only makes the
    number fit for pasting, and bound as a text it would compare as another thing.
    """
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return None
    if any(_made_fit(each) for each in ast.walk(node)):
        return None
    if quoted:
        return text
    match node:
        case ast.Call(func=ast.Name(id="str"), args=[inner], keywords=[]) if not isinstance(inner, ast.Starred):
            inside = ast.get_source_segment(text, inner)
            return bound_value(inside, quoted) if inside else None
        case _:
            return None if any(map(_is_text, _results(node))) else text


def is_number(text: str) -> bool:
    """Say whether what is pasted is a number surely: one that was made a text for that, or is made one."""
    return bool(re.match(r"(?:str|int|float|len|round)\(", text))


def _made_fit(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if _MADE_FIT.search(name) or name == "join":
            return True
        case ast.Call(func=ast.Attribute(attr="replace" | "translate" | "sub"), args=given):
            return any(isinstance(each, ast.Constant) and _MARKS.search(str(each.value)) for each in given)
        case _:
            return False


def _results(node: ast.expr) -> list[ast.expr]:
    """Return what an expression may come to, as the two ends of `n or "NULL"`."""
    match node:
        case ast.BoolOp(values=several):
            return [each for value in several for each in _results(value)]
        case ast.IfExp(body=one, orelse=other):
            return [*_results(one), *_results(other)]
        case _:
            return [node]


def _is_text(node: ast.expr) -> bool:
    """Whether this is a text surely, and so a piece of SQL where no quotes stand round it."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.Call(func=ast.Name(id="str")) | ast.Call(func=ast.Attribute(attr="format")):
            return True
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Mod()):
            return _is_text(left) or _is_text(right)
        case _:
            return False
